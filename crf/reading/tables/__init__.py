"""A casebook as tables: what each holds and who said what of it, the same whatever format they are written in."""
