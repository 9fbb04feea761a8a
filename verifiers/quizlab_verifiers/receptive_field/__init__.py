"""What of the input a unit sees."""
