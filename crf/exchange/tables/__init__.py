"""Tables of a casebook as files of a format: what a table is, how it is written, and the list of what was written."""
