"""The CTCAE dictionary and its search."""
