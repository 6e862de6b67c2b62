"""All sheets to print in tests, by one name."""

from tests.crf.exchange.sample_forms import (
    ATTESTS,
    BLANK_STAMP,
    NY,
    STAMP,
    TO_SIGN,
    blank,
    choice,
    completed,
    head,
    item,
    one,
    page,
)
from tests.crf.exchange.sample_log import event, events, log
from tests.crf.exchange.sample_odd import awkward, panel, plain, repeating, states, words

__all__ = [
    "ATTESTS",
    "BLANK_STAMP",
    "NY",
    "STAMP",
    "TO_SIGN",
    "awkward",
    "blank",
    "choice",
    "completed",
    "event",
    "events",
    "head",
    "item",
    "log",
    "one",
    "page",
    "panel",
    "plain",
    "repeating",
    "states",
    "words",
]
