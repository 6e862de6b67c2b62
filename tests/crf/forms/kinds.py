"""An item of each kind, and what typing the text of its editor again gives."""

from __future__ import annotations

from crf.forms.record import Answer, Draft, Edit
from crf.forms.values import raw_text, read
from crf.study.model import Item, Unit
from tests.crf.forms.small import NOW, form, study

BILIRUBIN = Item("B", "Bilirubin", "decimal", unit="umol/L", units=(Unit("mg/dL", "17.104"),))
CELLS = Item("L", "L", "decimal", unit="10^9/L", units=(Unit("/uL", "0.001"),))
KG = Item("W", "Weight", "decimal", unit="kg", missing=("ND", "UNK"))
IU = Item("D", "Dose", "decimal", unit="IU", units=(Unit("million IU", "1000000"),))
BEATS = Item("P", "Pulse", "integer")
DAY = Item("DAY", "Day", "date", missing=("UNK",))
PART = Item("PART", "Onset", "date", partial=True)
CLOCK = Item("CLOCK", "Time", "time")
AT = Item("AT", "Moment", "datetime")
ONE = Item("ONE", "Choice", "choice", codelist="CODES")
MANY = Item("MANY", "Choices", "choices", codelist="CODES")
TERM = Item("TERM", "Term", "term")
TEXT = Item("TEXT", "Words", "text")
LONG = Item("LONG", "Words", "text", lines=3)
KINDS = (KG, IU, BEATS, DAY, PART, CLOCK, AT, ONE, MANY, TERM, TEXT, LONG, Item("NOTE", "Read this", "note"))
OF = study(form(*KINDS))


def back(item: Item, answer: Answer, exact: bool = False) -> Answer | Draft:
    """What typing the text of an answer's editor again gives."""
    return read(OF, item, Edit(0, item.id, raw_text(OF, item, answer), unit=answer.unit, exact=exact), NOW)
