"""What a protocol asks: typed frozen definitions, and reading and verifying them."""
