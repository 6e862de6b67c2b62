"""What a subject received of each study drug: doses given of those due, and their sum."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from crf.forms.numbers import show_number
from crf.reading.reader import Reader


@frozen
class Total:
    """One drug: how many doses were given of how many recorded as given or left out, and the sum in the drug's unit."""

    code: str
    name: str
    given: int
    due: int
    total: Decimal
    unit: str

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
        found.append(Total(drug.code, drug.name, len(given), due, sum(doses, Decimal(0)), unit))
    return tuple(found)


def _dose(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


