"""What a person can do: one file an act."""
