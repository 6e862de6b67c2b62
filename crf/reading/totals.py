"""What a subject received of each study drug: doses given of those due, and their sum."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from crf.clinical.dates import show_date
from crf.forms.numbers import show_number
from crf.forms.record import Place
from crf.reading.reader import Reader
from crf.reading.views import CellStatus, LogColumn, LogRow, LogTable
from crf.study.evaluate import day_of
from crf.text import say

DOSES = "doses"
"""The id of the table of totals, where the logs have their form's."""
COLUMNS = (("drug", 20), ("doses", 12), ("total", 20), ("last", 12))


@frozen
class Total:
    """One drug: how many doses were given of how many recorded as given or left out, and the sum in the drug's unit."""

    code: str
    name: str
    given: int
    due: int
    total: Decimal
    unit: str
    last: Place | None  # the latest administration recorded

    @property
    def shown(self) -> str:
        """1 740 000 IU; empty where nothing was given."""
        return f"{show_number(format(self.total, 'f'))} {self.unit}" if self.given else ""


def dose_totals(reader: Reader, uid: str, now: datetime) -> tuple[Total, ...]:
    """Totals of every study drug in the definition's order; voided forms don't count."""
    context = reader.context(uid, now)
    found = []
    for drug in reader.study.treatments:
        form = reader.study.form(drug.form)
        item = form.sum.given if form.sum else ""
        places = [place for place, _ in context.places.get(drug.form, ())]
        answers = [context.read(place, "ECOCCUR") for place in places]
        given = [place for place, answer in zip(places, answers, strict=True) if answer == "Y"]
        doses = [_dose(context.read(place, item)) for place in given]
        unit = form.item(item).unit if item else ""
        due = sum(answer is not None for answer in answers)
        dated = [place for place in places if context.when(place) is not None]
        last = dated[-1] if dated else places[-1] if places else None
        found.append(Total(drug.code, drug.name, len(given), due, sum(doses, Decimal(0)), unit, last))
    return tuple(found)


def dose_table(reader: Reader, uid: str, now: datetime) -> LogTable:
    """The totals as a table, a row for each drug that was recorded; a row leads to the latest administration."""
    context = reader.context(uid, now)
    columns = tuple(LogColumn(id, say(f"totals.{id}"), width) for id, width in COLUMNS)
    rows = []
    for n, one in enumerate((one for one in dose_totals(reader, uid, now) if one.last), 1):
        assert one.last is not None
        when = context.when(one.last)
        day = show_date(day_of(when)) if when is not None else ""
        cells = (one.name, say("totals.of", given=one.given, due=one.due), one.shown, day)
        status: CellStatus = "complete" if one.given else "not started"
        rows.append(LogRow(one.last, n, status, 0, cells, ""))
    return LogTable(DOSES, say("totals.name"), say("totals.note"), context.data.label, columns, tuple(rows))


def _dose(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
