"""Questions asked of a casebook; nothing here writes."""
