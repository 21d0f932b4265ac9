"""The editorial desk: what every kind of publication shares, from the first draft to what readers find."""
