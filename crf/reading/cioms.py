"""A report of a serious event in the boxes of the CIOMS I form, filled from the casebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crf.clinical.dates import MONTHS, PartialDate
from crf.exchange.pages.cioms_data import Cioms, Suspect
from crf.exchange.pages.sheets import RunHead
from crf.faults import refuse
from crf.forms import judged
from crf.forms.context import Context
from crf.forms.links import linked
from crf.forms.record import Place, Record
from crf.forms.values import JOINT, show
from crf.reading.narrative import FATAL, death_line, doses, lab_lines, span
from crf.reading.reader import Reader
from crf.reading.sheets import subject_stamp
from crf.study.evaluate import compare
from crf.study.model import Form, Treatment
from crf.text import say

FORM = "SAE"
ORDER = ("DEATH", "HOSP", "DISAB", "LIFE", "CONG", "MIE")
"""The criteria in the order of boxes 8 to 12, the two that E2B has besides after them."""
TREATS = "AE"
"""Code of a medicine's reason: given for an event, so not concomitant."""


def cioms_of(reader: Reader, uid: str, place: Place) -> Cioms:
    """The form of a saved report, as the casebook stands; refused where the place is no report or isn't saved."""
    if place.form != FORM or not reader.data(uid).at(place).started:
        raise refuse("cioms.unsaved")
    return _Report(reader, uid, place).cioms()


class _Report:
    """One report in the making."""

    def __init__(self, reader: Reader, uid: str, place: Place) -> None:
        self.reader, self.uid, self.place = reader, uid, place
        self.context: Context = reader.context(uid, reader.instant())
        self.record: Record = self.context.data.at(place)
        self.form: Form = reader.study.form(FORM)
        self.onset, self.sent = self.day("SAESTDAT"), self.day("REPDAT")

    def day(self, item: str) -> PartialDate | None:
        value = self.value(item)
        return PartialDate.parse_iso(value) if value else None

    def value(self, item: str) -> str:
        return self.record.answer(item).value

    def shown(self, item: str) -> str:
        """An answer as people read it; of an item this definition lacks, nothing."""
        one = self.context.items[FORM].get(item)
        return show(self.reader.study, one, self.record.answer(item)) if one else ""

    def doubtful(self, item: str) -> str:
        """What stands behind a judgement that no investigator confirmed."""
        one = self.context.items[FORM].get(item)
        state = judged.state(self.form, self.record, one) if one else ""
        return say("cioms.unconfirmed") if state in ("unconfirmed", "reopened") else ""

    def cioms(self) -> Cioms:
        reader, value = self.reader, self.value
        number = value("SAENO")
        kind = self.shown("SAETYPE")
        sent = " ".join(one for one in (self.shown("REPDAT"), value("REPTIM")) if one)
        head = RunHead(
            reader.study.id, reader.study.title, reader.site, self.context.data.label, "", "", say("cioms.form"),
            say("cioms.title"), self.form.version,
        )  # fmt: skip
        age = self.shown("SAEAGE")
        return Cioms(
            head=head,
            stamp=subject_stamp(reader, self.uid),
            country=value("SAECTRY"),
            age=say("cioms.years", age=age) if age else "",
            sex=self.shown("SAESEX"),
            onset=parts_of(self.onset),
            reaction="\n".join(self.reaction()),
            criteria=tuple(self.criteria()),
            suspects=tuple(self.suspect(drug) for drug in self.suspected()),
            dechallenge=value("DECHAL"),
            rechallenge=value("RECHAL"),
            concomitant=tuple(self.concomitant()),
            history=tuple(self.history()),
            case=value("SAECASE"),
            sent=sent,
            initial=value("SAETYPE") == "INITIAL",
            report=say("cioms.report_no", kind=kind, number=number) if number else kind,
            remarks=(" ".join(self.remarks()),),
            void=self.record.voided.get(0, ""),
        )

    def reaction(self) -> Iterator[str]:
        """Box 7 and 13: the event in its coded words, what happened, treatment, values, outcome, causality."""
        term, grade = self.shown("SAEDECOD"), self.value("SAETOXGR")
        coded = [term, say("cioms.code", code=self.value("SAEDECOD")) if term else ""]
        coded.append(say("cioms.grade", grade=grade) + self.doubtful("SAETOXGR") if grade else "")
        words = ", ".join(one for one in coded if one)
        yield " – ".join(one for one in (self.value("SAETERM"), words) if one)
        story = self.value("NARR")
        yield story
        for id, item in (("treatment", "SAETRT"), ("relevant", "RELHX"), ("important", "SAEMIE")):
            if self.value(item) and self.value(item) not in story:
                yield say(f"cioms.{id}", text=self.value(item))
        labs = [line for line in lab_lines(self.context, self.onset, self.sent) if line not in story]
        if labs:
            yield say("cioms.labs", text="; ".join(labs))
        ended = self.shown("SAEENDAT")
        yield say("cioms.outcome", text=", ".join(one for one in (self.shown("SAEOUT"), ended) if one))
        died = death_line(self.context) if self.value("SAEOUT") == FATAL else ""
        if died and died not in story:
            yield died
        yield from self.causality()

    def causality(self) -> Iterator[str]:
        """The investigator's judgement for each drug; the sponsor's own stays open."""
        chosen = self.suspected()
        others = [drug.name for drug in self.reader.study.treatments if drug not in chosen and self.cleared(drug)]
        names = ", ".join(drug.name for drug in chosen) or say("cioms.no_drug")
        doubt = self.doubtful("SAEDRUGS")
        yield say("cioms.causality", drugs=names, others=", ".join(others) or "–", doubt=doubt)
        for id, item in (("method", "SAEMETH"), ("other", "SAEOTHER")):
            if self.value(item):
                yield say(f"cioms.{id}", text=self.value(item))

    def cleared(self, drug: Treatment) -> bool:
        """Whether a drug that isn't suspected was judged: it was given before the event, or the log says No of it."""
        event = linked(self.context, self.value("SAEREF"))
        said = event is not None and self.context.answer(event, f"AEREL_{drug.code}").value == "N"
        return said or bool(doses(self.context, drug, self.onset))

    def criteria(self) -> Iterator[tuple[str, bool]]:
        met = self.value("SAECRIT").split(JOINT)
        codes = self.reader.study.codelist("SAECRIT")
        for code in ORDER:
            choice = codes.choice(code)
            if choice:
                yield choice.text + (self.doubtful("SAECRIT") if code in met else ""), code in met

    def suspected(self) -> Sequence[Treatment]:
        codes = self.value("SAEDRUGS").split(JOINT)
        return [drug for drug in self.reader.study.treatments if drug.code in codes]

    def suspect(self, drug: Treatment) -> Suspect:
        """A drug with its doses up to the event; where none is recorded before it, with all of them."""
        given = doses(self.context, drug, self.onset) or doses(self.context, drug, None)
        last = given[-1] if given else None
        action = self.shown(f"SAEACN_{drug.code}").lower()
        lot = say("cioms.lot", lot=last.lot) if last and last.lot else ""
        taken = say("cioms.action", text=action) if action else ""
        name = ", ".join(one for one in (drug.name, lot, taken) if one)
        if last is None:
            return Suspect(name, "", "", drug.indication, "", "")
        therapy = given[0].when if len(given) == 1 else say("cioms.span", first=given[0].when, last=last.when)
        days = (last.day - given[0].day).days + 1 if last.day and given[0].day else 0
        duration = ", ".join(
            one for one in (
                say("cioms.doses" if len(given) > 1 else "cioms.dose", n=len(given)),
                say("cioms.days" if days > 1 else "cioms.day", n=days) if days else "",
                last.lasted,
            ) if one
        )  # fmt: skip
        return Suspect(name, last.dose, last.route, drug.indication, therapy, duration)

    def concomitant(self) -> Iterator[str]:
        """Medicines taken when it began, without those given for an event."""
        for place, _ in self.context.places.get("CM", ()):
            record = self.context.data.at(place)
            start, end = (self.context.read(place, item) for item in ("CMSTDAT", "CMENDAT"))
            if record.answer("CMWHY").value == TREATS or not record.started:
                continue
            if compare(start, self.onset) == 1 or compare(end, self.onset) == -1:
                continue
            told = [self.other(place, item) for item in ("CMTRT", "CMDSTXT", "CMDOSFRQ", "CMROUTE", "CMINDC")]
            told.append(span(self.other(place, "CMSTDAT"), self.other(place, "CMENDAT"), self.ongoing(place, "CMONGO")))
            yield ", ".join(one for one in told if one)

    def history(self) -> Iterator[str]:
        for place, _ in self.context.places.get("MH", ()):
            told = [self.other(place, "MHTERM")]
            told.append(span(self.other(place, "MHSTDAT"), self.other(place, "MHENDAT"), self.ongoing(place, "MHONGO")))
            yield ", ".join(one for one in told if one)

    def other(self, place: Place, item: str) -> str:
        one = self.context.items[place.form].get(item)
        return show(self.reader.study, one, self.context.answer(place, item)) if one else ""

    def ongoing(self, place: Place, item: str) -> bool:
        return self.context.answer(place, item).value == "Y"

    def remarks(self) -> Iterator[str]:
        """Box 26: whom it is of and from, when the site knew, and what is left to the sponsor."""
        study = self.reader.study.id
        yield say("cioms.subject", subject=self.context.data.label, study=study, site=self.reader.site)
        reporter = " ".join(one for one in (self.shown("REPORTER"), self.value("REPBY")) if one)
        knew = " ".join(one for one in (self.shown("AWAREDAT"), self.value("AWARETIM")) if one)
        size = ", ".join(
            f"{self.shown(item)} {unit}" for item, unit in (("SAEHT", "cm"), ("SAEWT", "kg")) if self.value(item)
        )
        for id, text in (("reporter", reporter), ("knew", knew), ("latest", self.shown("INFODAT")), ("size", size)):
            if text:
                yield say(f"cioms.{id}", text=text)
        yield say("cioms.sponsor")


def parts_of(day: PartialDate | None) -> tuple[str, str, str]:
    """Day, month and year for boxes 4 to 6, as far as they are known."""
    if day is None:
        return "", "", ""
    return f"{day.day:02}" if day.day else "", MONTHS[day.month - 1] if day.month else "", str(day.year)
