"""SMS: texts of one segment, numbers that may be written to, and the gateway that an operator names."""
