"""The guards of the journal: triggers that hold against UPDATE, DELETE and REPLACE whichever tool writes.

A BEFORE DELETE trigger alone doesn't: `INSERT OR REPLACE` deletes without it unless recursive_triggers is on, and
another tool won't turn that on. So an INSERT that would meet an existing key is refused before it can replace.
"""

from __future__ import annotations

from collections.abc import Mapping

KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "origin": (("origin",), ("uid",)),
    "subject": (("subject",), ("uid",)),
    "build": (("build",), ("fingerprint",)),
    "person": (("person",), ("name", "role")),
    "act": (("act",), ("origin", "n")),
    "place": (("place",), ("uid",)),
    "entry": (("entry",),),
    "setting": (("name",),),
}
"""Guarded tables, each with the keys by which a row could be replaced."""

MAY_CHANGE: Mapping[str, str] = {
    "person": "NEW.person IS OLD.person AND NEW.name IS OLD.name AND NEW.role IS OLD.role"
    " AND (OLD.public_key IS NULL OR NEW.public_key IS OLD.public_key)",
}
"""The updates that pass, as a condition: a person can be disabled and given a key once."""

ALSO_REFUSED: Mapping[str, str] = {
    "entry": "NEW.act IS NOT (SELECT max(act) FROM act)",  # a finished act takes no further entry
    "setting": "EXISTS (SELECT 1 FROM act)",  # settings are written once, before the first act
}
"""Inserts refused besides those that would replace."""


def guards() -> tuple[str, ...]:
    """The CREATE TRIGGER statements of all guards."""
    return tuple(statement for table in KEYS for statement in _guards(table))


def _guards(table: str) -> tuple[str, str, str]:
    """The three guards of one table."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: what was recorded stays'); END"
    changed = f" WHEN NOT ({MAY_CHANGE[table]})" if table in MAY_CHANGE else ""
    replaces = " OR ".join((*(_exists(table, key) for key in KEYS[table]), *ALSO_REFUSED.get(table, "").splitlines()))
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{changed} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {replaces} {refuse}",
    )


def _exists(table: str, key: tuple[str, ...]) -> str:
    """The condition that a row with this key stands already."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of this module, nothing typed
