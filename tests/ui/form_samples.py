"""Forms to try the form page with, and an Entering that keeps everything in memory: the real engine, no file."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from crf.faults import refuse
from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.lay_out import lay_out
from crf.forms.record import BLANK, Answer, Edit, Finding, Place, Record, SubjectData
from crf.reading.views import FormHead, HistoryLine
from crf.study.model import Check, Choice, CodeList, Event, Form, Group, Item, Number, Rule, Study, Sum, Unit

NOW = datetime(2026, 3, 5, 10, 4, 37, tzinfo=UTC).astimezone(ZoneInfo("Europe/Madrid"))
CYC = Place("D-4", "CYC")


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

HELP = "The dose that reached the patient, in mg, over the whole infusion. Enter what was really given: it is saved even when it lies outside the limits."  # fmt: skip


def cyclophosphamide() -> Form:
    """The dose form of the target picture."""
    dose = Group("CYC.DOSE", "Dose", (
        Item("ECOCCUR", "Was the dose given?", "choice", codelist="YN"),
        Item("ECREASND", "Why was it not given?", "text", show="ECOCCUR = 'N'", length=100),
        Item("ECWEIGHT", "Weight for this dose", "decimal", unit="kg", method="last(VS.WEIGHT)", shown="today 07:40, from Vital signs D-4"),
        Item("HEIGHT", "Height", "decimal", unit="cm", method="last(VS.HEIGHT)"),
        Item("BSA", "Body surface", "decimal", unit="m2", method="bsa('Mosteller', HEIGHT, ECWEIGHT)"),
        Item("DOSEPLAN", "Planned dose", "decimal", unit="mg", method="dose(cyc, HEIGHT, ECWEIGHT)", decimals=2),
        Item("DOSEPRES", "Prescribed dose", "decimal", unit="mg", hint="as ordered"),
        Item("ECDOSE", "Given dose", "decimal", unit="mg", hint="what the patient really received", help=HELP, missing=("ND", "UNK"),
             source="Pharmacy sheet, lot CY-4471"),
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
        "CYC", "Cyclophosphamide", (dose, product, course), version="1.0", checks=checks,
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
        Item("DEC", "Decimal number", "decimal", unit="IU", units=(Unit("million IU", "1000000"),), missing=("ND", "NA", "UNK")),
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


def study() -> Study:
    """A small study with these forms at one visit."""
    forms = (vitals(), cyclophosphamide(), every_kind(), many(40), many(110))
    event = Event("D-4", "D-4 Conditioning", "D-4", tuple(form.id for form in forms))
    return Study("NK-ACT-BC_2020", "Sample", "1", "Europe/Madrid", (event,), forms, LISTS)


STUDY = study()


@frozen
class Saved:
    """What a save did."""

    count: int
    derived: int
    findings: int
    left: tuple[object, ...] = ()


class MemoryEntering:
    """Behaves as crf.actions.entering.Entering does, on a record in memory."""

    def __init__(self, form: str = "CYC", answers: dict[str, str] | None = None, saved: bool = False, now: datetime = NOW):
        self.place = Place("D-4", form)
        body = {"HEIGHT": "163.0", "WEIGHT": "63.5"}
        vital = Record("VS", {(0, item): Answer(value) for item, value in body.items()})
        data = SubjectData({Place("D-4", "VS"): vital}, "01-001")
        self.context = Context(STUDY, data, now, "Europe/Madrid")
        self.now = now
        record = Record(form, {(0, item): Answer(value) for item, value in (answers or {}).items()})
        self.saved_record = record if saved else Record(form)
        self.was_saved = saved
        self.step = advance(self.place, record, None, self.context, True)
        self.past: list[tuple[Record, Edit]] = []
        self.future: list[Record] = []
        self.restored = 0
        self.draft_kept_at = ""
        self.read_only = False
        self.reasons: list[str] = []
        self.lines_made = 0

    @property
    def record(self) -> Record:
        return self.step.record

    @property
    def dirty(self) -> bool:
        return self.record.drafts != {} or self.record.answers != self.saved_record.answers

    def page(self):
        return lay_out(STUDY.form(self.place.form), self.place, self.step, self.context)

    def head(self) -> FormHead:
        form = STUDY.form(self.place.form)
        return FormHead(
            "NK-ACT-BC_2020", "01", "01-001", "D-4  Conditioning", form.name, form.version,
            "D-4, Thu 05 MAR 2026", "window 04–06 MAR, planned D1 09 MAR", 9, 15, Place("D-4", "VS"), Place("D-4", "ALL"),
        )  # fmt: skip

    def _go(self, record: Record) -> None:
        self.step = advance(self.place, record, None, self.context, True)
        self.draft_kept_at = self.now.strftime("%H:%M")

    def edit(self, edit: Edit):
        self.past.append((self.record, edit))
        self.future.clear()
        self.step = advance(self.place, self.record, edit, self.context, True)
        self.draft_kept_at = self.now.strftime("%H:%M")
        return self.step

    def undo(self) -> bool:
        if not self.past:
            return False
        record, _ = self.past.pop()
        self.future.append(self.record)
        self._go(record)
        return True

    def redo(self) -> bool:
        if not self.future:
            return False
        self.past.append((self.record, Edit(0, "")))
        self._go(self.future.pop())
        return True

    def is_draft(self, line: int, item: str) -> bool:
        where = (line, item)
        return where in self.record.drafts or self.record.answers.get(where, BLANK) != self.saved_record.answers.get(where, BLANK)

    def needs_reason(self) -> bool:
        old = self.saved_record.answers
        return any(not answer.blank and self.record.answers.get(where, BLANK) != answer for where, answer in old.items())

    def save(self, reason: str = "") -> Saved:
        if self.needs_reason() and not reason:
            raise refuse("test.reason")
        old = self.saved_record.answers
        changed = [where for where, answer in self.record.answers.items() if old.get(where, BLANK) != answer]
        kept = {where: evolve(one, note="") if one.note == "proposed" else one for where, one in self.record.answers.items()}
        self._go(evolve(self.record, answers=kept))
        self.saved_record = self.record
        self.was_saved = True
        self.reasons.append(reason)
        self.past.clear()
        open_ones = [one for one in self.step.findings if one.open and one.level in ("soft", "deviation")]
        return Saved(len(changed), 0, len(open_ones), tuple(self.record.drafts.items()))

    def discard(self) -> None:
        self.restored = 0
        self._go(self.saved_record)

    def confirm(self, finding: Finding, reason: str) -> Saved:
        key = (finding.line, f"{finding.check}:{finding.item}")
        self._go(evolve(self.record, confirmed={**self.record.confirmed, key: (finding.rests, reason)}))
        return Saved(0, 0, 0)

    def withdraw(self, finding: Finding) -> None:
        key = (finding.line, f"{finding.check}:{finding.item}")
        self._go(evolve(self.record, confirmed={at: one for at, one in self.record.confirmed.items() if at != key}))

    def add_line(self, group: str) -> int:
        first = next(one for one in STUDY.form(self.place.form).groups if one.id == group).items[0]
        line = max((n for n, _ in (*self.record.answers, *self.record.drafts)), default=0) + 1
        self._go(evolve(self.record, answers={**self.record.answers, (line, first.id): BLANK}))
        return line

    def void_line(self, line: int, reason: str) -> None:
        self._go(evolve(self.record, voided={**self.record.voided, line: reason}))

    def void(self, reason: str) -> None:
        self.void_line(0, reason)

    def restore(self, reason: str, line: int = 0) -> None:
        self._go(evolve(self.record, voided={at: why for at, why in self.record.voided.items() if at != line}))

    def history(self, line: int, item: str) -> tuple[HistoryLine, ...]:
        answer = self.saved_record.answers.get((line, item))
        if answer is None:
            return ()
        return (HistoryLine("05 MAR 2026 10:02 +01:00", "S. Coordinator", "study coordinator", "", answer.value, "", False, "enter"),)


FILLED = {
    "ECOCCUR": "Y", "DOSEPRES": "1020", "ECLOT": "CY-4471", "ECEXP": "2027-08-31", "ECVOL": "250",
    "ECSTDAT": "2026-03-05", "ECSTTIM": "10:00", "ECENDAT": "2026-03-05", "ECENTIM": "11:00", "ECINT": "N",
}  # fmt: skip


class MemoryWindow:
    """A navigator that only remembers what it was asked."""

    def __init__(self, now: datetime = NOW):
        self.calls: list[tuple] = []
        self.told: list[tuple[str, str]] = []
        self.state: list = []
        self.keys: list = []
        self.session = SimpleNamespace(now=lambda: now, read_only=False, person=None)

    def footer(self, state, keys) -> None:
        self.state, self.keys = list(state), list(keys)

    def tell(self, sentence: str, kind: str = "calm") -> None:
        self.told.append((sentence, kind))

    def __getattr__(self, name: str):
        if not name.startswith(("show_", "back")):
            raise AttributeError(name)
        return lambda *args, **named: self.calls.append((name, *args, *named.values()))
