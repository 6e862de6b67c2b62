"""The casebook file: SQLite, migrations, journal, drafts."""
