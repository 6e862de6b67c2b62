"""What people say of answers without changing them: judged, proposed events, queries, verified, signed, locked.

A mark is an entry like any answer, at the place and line it speaks of, under an item that begins with `_`;
`Record.marks` holds those in force. What a mark says ends by itself when the values it rests on change: it is
compared, never deleted.
"""

from __future__ import annotations

MARK = "_"
"""First character of an item that is no question of the form."""

JUDGED = "_JUDGED:"
"""JUDGED + item: an investigator confirmed this judgement; value = what it rests on."""

EVENT = "_EVENT:"
"""EVENT + item + ":" + CTCAE code: what became of the event a laboratory value proposed; note = the reason."""

QUERY = "_QUERY:"
"""QUERY + its own key: a question about an item; its value tells how it stands, its note is the text."""

VERIFIED = "_VERIFIED:"
"""VERIFIED + item: compared with the source by a monitor; value = what was compared."""

SIGNED = "_SIGNED"
"""An investigator signed the form; value = what was signed, note = what the signature means."""

LOCKED = "_LOCKED"
"""The form is frozen or locked: nothing in it can be changed until it is opened again; note = the reason."""

ONGOING = "_ONGOING"
"""An adverse event was asked again and goes on; value = the day it was asked at (ISO), note = the visit's name."""
