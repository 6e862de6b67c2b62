"""Forms to try the form page with, in a real casebook: a dose, every kind of item, 40 and 110 fields."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.session import Person, new_casebook
from crf.forms.record import Answer, Edit, Place
from crf.study.model import Check, Choice, CodeList, Event, Form, Group, Item, Number, Rule, Study, Sum, Unit

NOW = datetime(2026, 3, 5, 10, 4, 37, tzinfo=UTC).astimezone(ZoneInfo("Europe/Madrid"))


def codelist(id: str, *texts: str, codes: tuple[str, ...] = ()) -> CodeList:
    """A code list of words; the codes are their first letters where none are given."""
    given = codes or tuple(text[0] for text in texts)
    return CodeList(id, id, tuple(Choice(code, text) for code, text in zip(given, texts, strict=True)))


LISTS = (
    codelist("YN", "Yes", "No"),
    codelist("NY", "No", "Yes"),
    codelist("SEX", "Female", "Male"),
    codelist("ROUTE", "Intravenous", "Intramuscular", "Subcutaneous", codes=("IV", "IM", "SC")),
    codelist("CODES", "Low", "High", codes=("0030", "9..9")),
    codelist("SITES", "Arm", "Leg", "Abdomen", codes=("ARM", "LEG", "ABD")),
    codelist("GRADE", "1", "2", "3", "4", "5"),
    codelist("ACTION", "Dose not changed", "Dose reduced", "Drug interrupted", "Drug withdrawn", "Not applicable",
             codes=("NONE", "RED", "INT", "WD", "NAP")),
    codelist("REASON", "Slip of the keyboard", "Source corrected", codes=("SLIP", "SRC")),
)  # fmt: skip

HELP = (
    "The dose that reached the patient, in mg, over the whole infusion. "
    "Enter what was really given: it is saved even when it lies outside the limits."
)


def cyclophosphamide() -> Form:
    """The dose form of the target picture."""
    dose = Group("CYC.DOSE", "Dose", (
        Item("ECOCCUR", "Was the dose given?", "choice", codelist="YN"),
        Item("ECREASND", "Why was it not given?", "text", show="ECOCCUR = 'N'", length=100),
        Item("ECWEIGHT", "Weight for this dose", "decimal", unit="kg", method="last(VS.WEIGHT)",
             shown="today 07:40, from Vital signs D-4"),
        Item("HEIGHT", "Height", "decimal", unit="cm", method="last(VS.HEIGHT)"),
        Item("BSA", "Body surface", "decimal", unit="m2", method="bsa('Mosteller', HEIGHT, ECWEIGHT)"),
        Item("DOSEPLAN", "Planned dose", "decimal", unit="mg", method="dose(cyc, HEIGHT, ECWEIGHT)", decimals=2),
        Item("DOSEPRES", "Prescribed dose", "decimal", unit="mg", hint="as ordered"),
        Item("ECDOSE", "Given dose", "decimal", unit="mg", hint="what the patient really received", help=HELP,
             missing=("ND", "UNK"), source="Pharmacy sheet, lot CY-4471"),
    ))  # fmt: skip
    product = Group("CYC.PRODUCT", "Product", (
        Item("ECLOT", "Lot", "text", width=12, row="Lot and expiry", pattern="[A-Z]{2}-[0-9]{4}", example="CY-4471"),
        Item("ECEXP", "Expiry", "date", beside=True, future=True),
        Item("ECVOL", "Volume", "integer", unit="mL", low="1", high="500"),
    ))  # fmt: skip
    course = Group("CYC.COURSE", "Course", (
        Item("ECSTDAT", "Start date", "date", row="Start", dates_visit=True),
        Item("ECSTTIM", "Start time", "time", beside=True),
        Item("ECENDAT", "Stop date", "date", row="Stop"),
        Item("ECENTIM", "Stop time", "time", beside=True),
        Item("ECINT", "Was the infusion interrupted?", "choice", codelist="NY"),
        Item("ECINTWHY", "Why was it interrupted?", "text", lines=3, show="ECINT = 'Y'"),
    ))  # fmt: skip
    percent = {"PCT": "percent(ECDOSE, DOSEPRES)"}
    checks = (
        Check("CTX-08", "ECDOSE", "abs(percent(ECDOSE, DOSEPRES)) > 5 and abs(percent(ECDOSE, DOSEPRES)) <= 10",
              "Given {ECDOSE} is {PCT} of the prescribed {DOSEPRES} off.", values=percent),
        Check("CTX-09", "ECDOSE", "abs(percent(ECDOSE, DOSEPRES)) > 10",
              "Given {ECDOSE} differs by {PCT} from the prescribed {DOSEPRES}.", "deviation", percent),
    )  # fmt: skip
    return Form(
        "CYC", "Cyclophosphamide", (dose, product, course), version="1.0", note="Single dose.", checks=checks,
        numbers={"silent": Number("5", "site default", "%"), "limit": Number("10", "site default", "%")},
        rules={"cyc": Rule("600 mg/m2 x BSA(Mosteller)", "registry", "protocol, once")},
        sum=Sum("cyc", "DOSEPLAN", "DOSEPRES", "ECDOSE", "ECWEIGHT", "HEIGHT", "BSA", "silent", "limit"),
    )  # fmt: skip


def every_kind() -> Form:
    """One item of every kind, in a section and in the lines of two groups; a note, a default, a condition, a length."""
    single = Group("ALL.ONE", "One of each", (
        Item("TXT", "Short text", "text", length=20, width=20),
        Item("INTRO", "Read the label before you go on. Nothing is typed here.", "note", required=False),
        Item("LONG", "Remarks of {TXT}", "text", lines=3, required=False),
        Item("INT", "Whole number", "integer", low="1", high="100", missing=("ND",)),
        Item("DEC", "Decimal number", "decimal", unit="IU", units=(Unit("million IU", "1000000"),),
             missing=("ND", "NA", "UNK")),
        Item("DAT", "Day", "date", missing=("UNK",)),
        Item("PART", "Day, perhaps in part", "date", partial=True, required=False),
        Item("TIM", "Time", "time", missing=("ND", "NA")),
        Item("TIMS", "Time to the second", "time", seconds=True, required=False),
        Item("DTM", "Moment", "datetime"),
        Item("YN", "Yes or no?", "choice", codelist="YN", missing=("UNK",)),
        Item("WHY", "Why?", "text", show="YN = 'Y'"),
        Item("ROUTE", "Route", "choice", codelist="ROUTE", offer="YN != 'N' or CHOICE != 'IV'"),
        Item("CODE", "Code", "choice", codelist="CODES"),
        Item("SITES", "Sites", "choices", codelist="SITES"),
        Item("ACT", "Action taken", "choice", codelist="ACTION"),
        Item("TERM", "Term", "term"),
        Item("DFLT", "Dilution", "decimal", unit="mL", default="250"),
        Item("MAIL", "Contact", "text", pattern=r"\S+@\S+\.\S+", example="desk@site.example", required=False),
        Item("TWICE", "Twice the number", "decimal", method="INT * 2", decimals=1),
        Item("FOUR", "Four times the number", "decimal", method="TWICE * 2", shown="2 × {TWICE} = {FOUR}"),
    ))  # fmt: skip
    table = Group("ALL.TAB", "Readings", (
        Item("TDAT", "Date", "date"),
        Item("TVAL", "Pulse", "integer", unit="/min", low="20", high="250"),
        Item("TYN", "Regular?", "choice", codelist="YN"),
        Item("TWHY", "What was it?", "text", width=14, show="TYN = 'N'"),
    ), repeats=True, style="table")  # fmt: skip
    cards = Group("ALL.CARD", "Medication", (
        Item("CNAME", "Name", "text"),
        Item("CDOSE", "Dose", "decimal", unit="mg", beside=True, row="Dose"),
        Item("CTIM", "Given at", "datetime"),
    ), repeats=True, style="cards")  # fmt: skip
    return Form("ALL", "Every kind", (single, table, cards), version="3")


def many(count: int) -> Form:
    """A form of so many fields, mixed as real forms are."""
    kinds = (
        {"type": "decimal", "unit": "mg/dL", "low": "0", "high": "99"},
        {"type": "text", "width": 20},
        {"type": "date"},
        {"type": "choice", "codelist": "YN"},
        {"type": "integer", "unit": "/min"},
    )
    items = [
        Item(f"Q{n}", f"Question {n + 1}: what was found at this examination of the patient?", **kinds[n % 5])
        for n in range(count)
    ]
    groups = [Group(f"G{at}", f"Section {at // 10 + 1}", tuple(items[at : at + 10])) for at in range(0, count, 10)]
    return Form(f"F{count}", f"Form of {count} fields", tuple(groups))


def vitals() -> Form:
    """Height and weight, for the dose."""
    items = (
        Item("HEIGHT", "Height", "decimal", unit="cm", low="50", high="250"),
        Item("WEIGHT", "Weight", "decimal", unit="kg"),
    )
    return Form("VS", "Vital signs", (Group("VS.ONE", "Body", items),))


def judgements() -> Form:
    """Judgements alone, beside a list that takes the room, and in the lines of a table; one rests on another answer."""
    single = Group("JDG.ONE", "Judgement", (
        Item("CAUSE", "Cause", "text", required=False),
        Item("REL", "Related?", "choice", codelist="NY", judged=True, rests=("CAUSE",)),
        Item("SER", "Serious?", "choice", codelist="NY", judged=True, row="Seriousness, and what was done"),
        Item("DONE", "Done", "text", width=40, beside=True, required=False),
    ))  # fmt: skip
    table = Group("JDG.TAB", "Grades", (
        Item("GR", "Grade", "choice", codelist="GRADE", judged=True),
        Item("GDAT", "From", "date", required=False),
    ), repeats=True, style="table")  # fmt: skip
    wide = Group("JDG.WIDE", "Course", (
        Item("WGR", "Grade", "choice", codelist="GRADE", judged=True),
        *(Item(f"W{n}", f"Note {n}", "text", width=18, required=False) for n in range(3)),
    ), repeats=True, style="table")  # fmt: skip
    return Form("JDG", "Judgements", (single, table, wide))


def study() -> Study:
    """A small study with these forms at one visit."""
    forms = (vitals(), cyclophosphamide(), every_kind(), many(40), many(110), judgements())
    event = Event("D-4", "D-4 Conditioning", "D-4", tuple(form.id for form in forms))
    return Study("NK-ACT-BC_2020", "Sample", "1", "Europe/Madrid", (event,), forms, LISTS)


STUDY = study()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW):
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Ground:
    """A casebook with this study, one subject, and her height and weight at the visit."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("crf.actions.session.find_study", lambda _: STUDY)
        self.clock = Clock()
        person = Person("S. Coordinator", "coordinator")
        self.session = new_casebook(folder / "form.casebook", "sample", "01", person, clock=self.clock)
        self.uid = enrol(self.session, "01-001")
        self.saved("VS", {"HEIGHT": "163.0", "WEIGHT": "63.5"})

    def entering(self, form: str, answers: dict[str, str] | None = None) -> Entering:
        """A form open for entry, with answers typed and not saved."""
        made = Entering(self.session, self.uid, Place("D-4", form))
        for item, raw in (answers or {}).items():
            made.edit(Edit(0, item, raw))
        return made

    def saved(self, form: str, answers: dict[str, str]) -> Entering:
        """A form with answers saved."""
        made = self.entering(form, answers)
        made.save()
        return made

    def value(self, form: str, item: str, line: int = 0) -> Answer:
        """What the file has at an item."""
        return self.session.reader.context(self.uid, self.clock()).data.at(Place("D-4", form)).answer(item, line)


FILLED = {
    "ECOCCUR": "Y", "DOSEPRES": "1020", "ECLOT": "CY-4471", "ECEXP": "31-AUG-2027", "ECVOL": "250",
    "ECSTDAT": "05-MAR-2026", "ECSTTIM": "10:00", "ECENDAT": "05-MAR-2026", "ECENTIM": "11:00", "ECINT": "N",
}  # fmt: skip


class MemoryWindow:
    """A navigator that only remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []
        self.told: list[tuple[str, str]] = []
        self.state: list = []
        self.keys: list = []

    def footer(self, state, keys) -> None:
        self.state, self.keys = list(state), list(keys)

    def tell(self, sentence: str, kind: str = "calm") -> None:
        self.told.append((sentence, kind))

    def __getattr__(self, name: str):
        if not name.startswith(("show_", "back")):
            raise AttributeError(name)
        return lambda *args, **named: self.calls.append((name, *args, *named.values()))
