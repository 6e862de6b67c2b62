"""A patient of NK-ACT, entered as a person enters her: raw text into each field, form by form."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from crf.forms.advance import advance
from crf.forms.assess import Assessed, assess
from crf.forms.context import Context
from crf.forms.lay_out import lay_out
from crf.forms.layout import Field, Page
from crf.forms.record import Answer, Edit, Place, Record, Step, SubjectData
from crf.forms.schedule import Visit, visits
from crf.study.model import Study
from crf.study.reader import read

ZONE = "Europe/Madrid"
LATE = datetime(2028, 1, 1, 12, tzinfo=ZoneInfo(ZONE))


@cache
def nkact() -> Study:
    """The study as it ships."""
    return read(Path(__file__).resolve().parents[3] / "resources" / "studies" / "nk-act-bc" / "1")


class Patient:
    """One subject; each form is typed anew over what stands, then the whole subject is assessed."""

    def __init__(self, now: datetime = LATE) -> None:
        self.context = Context(nkact(), SubjectData(label="01-001"), now, ZONE)
        self.assessed: Assessed = assess(self.context)

    def enter(self, event: str, form: str, /, key: str = "", row: str = "", **raw: str) -> Step:
        """Type answers into a form of a visit; a value ending with a unit carries it."""
        place = Place(event, form, key, row)
        record = self.context.data.at(place)
        step = advance(place, record, None, self.context, propose=not record.started)
        for item, text in raw.items():
            step = advance(place, step.record, Edit(0, item, text), self.context, propose=not record.started)
            assert not step.record.drafts, (item, text)
        kept = {where: Answer(one.value, one.missing, unit=one.unit) if one.note == "proposed" else one
                for where, one in step.record.answers.items()}  # fmt: skip
        self.context = self.context.with_record(place, Record(form, kept))
        self.assessed = assess(self.context)
        self.context = Context(nkact(), self.assessed.data, self.context.now, ZONE)
        return self.assessed.steps[place]

    def weigh(self, event: str, day: str, kg: str, time: str = "", cm: str = "", key: str = "") -> Step:
        """Vital signs with a weight."""
        return self.enter(event, "VS", key, VSDAT=day, VSTIM=time, WEIGHT=kg, HEIGHT=cm)

    def dose(
        self,
        event: str,
        form: str,
        day: str,
        times: str,
        /,
        prescribed: str,
        given: str,
        key: str = "",
        phase: str = "",
    ) -> Step:
        """An administration: `times` are start and stop, or the start alone."""
        start, _, stop = times.partition("-")
        more = {"ECENDAT": day, "ECENTIM": stop} if stop else {}
        first = {"ECPHASE": phase} if phase else {}
        return self.enter(
            event,
            form,
            key,
            "",
            ECOCCUR="Y",
            **first,
            DOSEPRES=prescribed,
            ECDSTXT=given,
            ECSTDAT=day,
            ECSTTIM=start,
            **more,
        )

    def step(self, event: str, form: str, key: str = "") -> Step:
        return self.assessed.steps[Place(event, form, key)]

    def value(self, event: str, form: str, item: str, key: str = "") -> str:
        return self.context.answer(Place(event, form, key), item).value

    def page(self, event: str, form: str, key: str = "") -> Page:
        place = Place(event, form, key)
        record = self.context.data.at(place)
        return lay_out(nkact().form(form), place, advance(place, record, None, self.context), self.context)

    def field(self, event: str, form: str, item: str, key: str = "") -> Field:
        return next(one for one in self.page(event, form, key).fields if one.item == item)

    def visit(self, short: str) -> Visit:
        return next(one for one in visits(self.context) if one.short == short)

    def findings(self, event: str, form: str, key: str = "") -> list[tuple[str, str]]:
        """Open findings but those of questions not answered: check and level."""
        return [(one.check, one.level) for one in self.step(event, form, key).findings if one.level != "missing"]
