"""An appointment in words: its day and time, how it stands, and how far outside the window it lies."""

from __future__ import annotations

from crf.clinical.dates import show_day
from crf.forms.appointments import Appointment, off_window
from crf.forms.schedule import Visit
from crf.reading.form import WEEKDAYS
from crf.text import say


def appointment_words(agreed: Appointment, year: bool = False) -> str:
    """Thu 26 MAR 10:30, confirmed."""
    return say("appointment.words", day=appointment_day(agreed, year), standing=say(f"appointment.{agreed.standing}"))


def appointment_day(agreed: Appointment, year: bool = False) -> str:
    """Thu 26 MAR 10:30."""
    clock = f" {agreed.at:%H:%M}" if agreed.at else ""
    return f"{WEEKDAYS[agreed.day.weekday()]} {show_day(agreed.day, year)}{clock}"


def outside_words(one: Visit) -> str:
    """One day after the window of Day 15; empty inside, or where she isn't expected."""
    if one.agreed is None or not one.agreed.stands:
        return ""
    off = off_window(one.agreed.day, one.earliest, one.latest)
    if not off:
        return ""
    which = ("before" if off < 0 else "after") + ("1" if abs(off) == 1 else "")
    return say(f"appointment.{which}", days=abs(off), visit=one.name)
