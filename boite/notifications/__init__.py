"""What the service says first: reminders of what nobody did, beside what others did, which the journal tells."""
