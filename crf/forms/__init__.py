"""What a filled form means: record, layout, edit checks, derivations, status."""
