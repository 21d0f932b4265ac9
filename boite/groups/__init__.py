"""The groups: the account and the space of each territory's group, and which of its files everybody may see."""
