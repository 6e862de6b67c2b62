"""Paper and files, both ways."""
