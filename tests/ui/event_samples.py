"""Adverse events of one patient as the log answers them: story s1 on 24 APR 2026, and as many more as a test wants."""

from __future__ import annotations

from types import SimpleNamespace

from attrs import evolve

from crf.faults import CasebookError
from crf.forms.events import DrugRelation, EventLine, GradeSpan
from crf.forms.ongoing import Asked
from crf.forms.record import Finding, Place
from crf.forms.timeline import Bar, DoseMark, Timeline
from crf.reading.views import HistoryLine
from crf.text import message
from ui.pages.events_acts import Log
from ui.pages.events_history import Step
from ui.pages.events_words import EventRow

DRUGS = (
    ("CYC", "Cyclophosphamide", "CYC"),
    ("TRA", "Trastuzumab", "TRA"),
    ("PER", "Pertuzumab", "PER"),
    ("NK", "NK cells", "NK"),
    ("IL2", "Interleukin-2", "IL-2"),
)
ALL = (True, True, True, True, True)


def drugs(*related: str, not_changed: tuple[str, ...] = ()) -> tuple[DrugRelation, ...]:
    """Relations to the five study drugs: those named are related."""
    return tuple(
        DrugRelation(
            code,
            name,
            short,
            code in related,
            "DOSE NOT CHANGED" if code in not_changed else "NOT APPLICABLE",
            "not changed" if code in not_changed else "not applicable",
            True,
        )
        for code, name, short in DRUGS
    )


def event(number: int = 1, **changes: object) -> EventLine:
    """A grade 1 nausea with everything answered; name what differs."""
    nausea = EventLine(
        place=Place("LOG", "AE", form_key=f"ae{number}"),
        number=number,
        term="Nausea",
        code="10028813",
        soc="Gastrointestinal disorders",
        verbatim="loss of appetite",
        grades=(GradeSpan(1, "2026-03-05", "Loss of appetite without alteration in eating habits", "D-4"),),
        exists=(True, True, True, False, False),
        start="2026-03-05",
        start_time="20:00",
        start_day="D-4",
        end="2026-03-07",
        end_time="",
        end_day="D-2",
        ongoing=False,
        outcome="recovered",
        serious=False,
        seriousness=(),
        special=False,
        drugs=drugs("CYC"),
        treatment="None",
        tlt="before",
        tlt_day=None,
        status="complete",
    )
    return evolve(nausea, **changes)


NAUSEA = event()
FEVER = event(
    2,
    term="Fever",
    code="10016558",
    soc="General disorders and administration site conditions",
    verbatim="38.4 °C, single",
    grades=(GradeSpan(1, "2026-03-10", "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)", "D2"),),
    exists=ALL,
    start="2026-03-10",
    start_time="21:10",
    start_day="D2",
    end="2026-03-11",
    end_time="08:00",
    end_day="D3",
    drugs=drugs("NK", "IL2"),
    treatment="paracetamol 1 g",
    tlt="no",
    tlt_day=1,
)
INJECTION = event(
    3,
    term="Injection site reaction",
    code="10022095",
    soc="General disorders and administration site conditions",
    verbatim="injection site tender",
    grades=(GradeSpan(1, "2026-03-12", "Tenderness with or without associated symptoms", "D4"),),
    exists=ALL,
    start="2026-03-12",
    start_time="14:00",
    start_day="D4",
    end="2026-03-16",
    end_day="D8",
    drugs=drugs("IL2"),
    tlt="no",
    tlt_day=3,
)
LYMPHOCYTES = event(
    4,
    term="Lymphocyte count decreased",
    code="10025256",
    soc="Investigations",
    verbatim="lymphocytes low",
    grades=(
        GradeSpan(3, "2026-03-16", "<500 - 200/mm3; <0.5 - 0.2 x 10e9 /L", "D8"),
        GradeSpan(1, "2026-03-23", "<LLN - 800/mm3; <LLN - 0.8 x 10e9/L", "D15"),
    ),
    exists=(True, True, True, True, False),
    start="2026-03-16",
    start_time="08:30",
    start_day="D8",
    end="2026-03-30",
    end_day="D22",
    drugs=drugs("CYC", not_changed=("TRA", "PER")),
    tlt="no",
    tlt_day=7,
)
DIARRHEA = event(
    5,
    term="Diarrhea",
    code="10012727",
    verbatim="loose stools",
    grades=(
        GradeSpan(
            1,
            "2026-04-24",
            "Increase of <4 stools per day over baseline; mild increase in ostomy output compared to baseline",
            "D47",
        ),
    ),
    exists=ALL,
    start="2026-04-24",
    start_time="",
    start_day="D47",
    end="",
    end_day="",
    ongoing=True,
    outcome="",
    drugs=drugs("PER", not_changed=("TRA", "PER")),
    tlt="after",
    status="incomplete",
)
S1 = (NAUSEA, FEVER, INJECTION, LYMPHOCYTES, DIARRHEA)
VOIDED = event(6, term="Headache", verbatim="headache", void="Entered for the wrong subject", tlt="none")
OPEN = event(
    7,
    term="Cytokine release syndrome",
    code="10052015",
    soc="Immune system disorders",
    verbatim="CRS",
    grades=(GradeSpan(4, "2026-03", "Life-threatening consequences; urgent intervention indicated", ""),),
    start="2026-03",
    start_time="",
    start_day="",
    end="",
    end_day="",
    ongoing=True,
    outcome="not recovered",
    serious=True,
    seriousness=("life-threatening", "hospitalisation"),
    special=True,
    drugs=drugs("NK"),
    treatment="tocilizumab 8 mg/kg",
    tlt="asked",
    tlt_day=3,
    status="incomplete",
    findings=(Finding("AE-01", 0, "AETLT", "soft", message("", "Onset lies inside the TLT period: decide.")),),
)

S1_TIME = Timeline(
    lanes=tuple((code, name) for code, name, _ in DRUGS),
    doses=(
        DoseMark("CYC", -4, "1020 mg"),
        *(DoseMark(code, day, "as prescribed") for day in (1, 22, 44) for code in ("TRA", "PER")),
        DoseMark("NK", 2, "1.8e8 cells"),
        *(DoseMark("IL2", day, "0.85 million IU") for day in (2, 4, 6)),
    ),
    bars=tuple(
        Bar(number, first, last, grade, first, last)
        for number, first, last, grade in (
            (1, -4, -2, 1),
            (2, 2, 3, 1),
            (3, 4, 8, 1),
            (4, 8, 15, 3),
            (4, 15, 22, 1),
            (5, 47, None, 1),
        )
    ),
    ticks=((-4, "D-4"), (1, "D1"), (8, "D8"), (15, "D15"), (22, "D22"), (30, "D30"), (44, "D44")),
    today=47,
    tlt=(2, 29),
    tlt_text="TLT period, 10 MAR – 06 APR",
)


def many(count: int) -> tuple[EventLine, ...]:
    """That many events, numbered from 1, going round the five of the story."""
    return tuple(evolve(S1[n % 5], number=n + 1, place=Place("LOG", "AE", form_key=f"ae{n + 1}")) for n in range(count))


class FakeWindow:
    """A window that only notes what its page asks for."""

    session = None

    def __init__(self) -> None:
        self.went: list[tuple[object, ...]] = []
        self.told: list[tuple[str, str]] = []
        self.state = ""
        self.keys: list[tuple[str, str]] = []

    def show_subjects(self) -> None:
        self.went.append(("subjects",))

    def show_subject(self, uid: str, tab: str = "") -> None:
        self.went.append(("subject", uid))

    def show_form(self, uid: str, place: Place, where: object = None) -> None:
        self.went.append(("form", uid, place, where) if where else ("form", uid, place))

    def show_events(self, uid: str | None = None, key: str = "") -> None:
        self.went.append(("events", uid))

    def show_picker(self, entering: object, done: object) -> None:
        self.went.append(("picker", entering, done))

    def show_preview(self, *what: object, **more: object) -> None:
        self.went.append(("preview", *what))

    def back(self) -> None:
        self.went.append(("back",))

    def footer(self, state: list[tuple[str, str, str]], keys: list[tuple[str, str]]) -> None:
        self.state, self.keys = " ".join(text for _, text, _ in state), keys

    def tell(self, sentence: str, kind: str = "calm") -> None:
        self.told.append((sentence, kind))


class FakeLog:
    """The acts of the event log over events held in memory."""

    def __init__(self, *lines: EventLine, time: Timeline | None = S1_TIME, writable: bool = True) -> None:
        self.rows = [EventRow("u1", "01-001", line) for line in lines]
        self.time, self.writable = time, writable
        self.begun: list[str] = []
        self.asked: Asked | None = None
        self.fault: CasebookError | None = None

    def read(self, uid: str | None) -> Log:
        rows = tuple(row for row in self.rows if uid in (None, row.uid))
        time, asked = (self.time, self.asked) if uid else (None, None)
        return Log(rows, time, "01-001" if uid else "", "Fri 24 APR 2026, D47", 2026, asked)

    def still_ongoing(self, uid: str) -> int:
        if self.fault:
            raise self.fault
        asked, self.asked = self.asked, None
        assert asked is not None
        return len(asked.places)

    def last_grade(self, row: EventRow) -> tuple[int, str]:
        return (len(row.line.grades), "AETOXGR")

    def reasons(self) -> list[tuple[str, str]]:
        return [("ERROR", "Entered in error"), ("SUBJECT", "Wrong subject")]

    def void(self, row: EventRow, reason: str) -> None:
        if self.fault:
            raise self.fault
        at = self.rows.index(row)
        self.rows[at] = evolve(row, line=evolve(row.line, void="" if row.line.void else reason))

    def history(self, row: EventRow) -> list[Step]:
        who = "study coordinator"
        first = HistoryLine("16 MAR 2026 09:12 +01:00", who, "", "", "3", "", False, "enter")
        second = HistoryLine("17 MAR 2026 10:02 +01:00", who, "", "3", "2", "Typing error", False, "correct")
        return [Step("Grade", second), Step("Grade", first)]

    def begin(self, uid: str) -> object:
        self.begun.append(uid)
        return SimpleNamespace(place=Place("LOG", "AE", form_key="new"), dirty=False)
