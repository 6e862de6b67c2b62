"""Paper: case report forms drawn as PDF pages with reportlab."""
