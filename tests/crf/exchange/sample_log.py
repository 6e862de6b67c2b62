"""The adverse event log of the target picture, and events like it."""

from __future__ import annotations

from crf.exchange.pages.sheets import Sheet
from crf.forms.events import DrugRelation, EventLine, GradeSpan
from crf.forms.layout import Page
from crf.forms.record import Place
from tests.crf.exchange.sample_forms import ATTESTS, head

DRUGS = (
    ("CTX", "Cyclophosphamide", "Cyclo-phosp."),
    ("TRA", "Trastuzumab", "Trastu-zumab"),
    ("PER", "Pertuzumab", "Pertu-zumab"),
    ("NK", "NK cells", "NK cells"),
    ("IL2", "Interleukin-2", "Inter-leukin-2"),
)
ACTIONS = {"NA": "not applicable", "0": "dose not changed"}


def _drugs(marks: list[str]) -> tuple[DrugRelation, ...]:
    return tuple(
        DrugRelation(
            code,
            name,
            short,
            None if mark == "-" else mark.startswith("x"),
            mark.strip("x-"),
            ACTIONS.get(mark.strip("x-"), ""),
            mark != "-",
        )
        for (code, name, short), mark in zip(DRUGS, marks, strict=True)
    )


def event(number: int, term: str, **more: object) -> EventLine:
    """An event of grade 1 that recovered; `related` gives box and action of each drug, "-" where it wasn't given."""
    drugs = _drugs(str(more.pop("related", "NA 0 0 NA NA")).split())
    known: dict[str, object] = {
        "place": Place("LOG", "AE", "", str(number)),
        "number": number,
        "term": term,
        "code": "10000000",
        "soc": "General disorders",
        "verbatim": term.lower(),
        "grades": (GradeSpan(1, "2026-03-10", "Mild"),),
        "exists": (True,) * 5,
        "start": "2026-03-10",
        "start_time": "",
        "start_day": "D2",
        "end": "2026-03-11",
        "end_time": "",
        "end_day": "D3",
        "ongoing": False,
        "outcome": "recovered",
        "serious": False,
        "seriousness": (),
        "special": False,
        "drugs": drugs,
        "treatment": "none",
        "tlt": "no",
        "tlt_day": 1,
        "status": "complete",
    }
    return EventLine(**{**known, **more})  # type: ignore[arg-type]


def _first_two() -> tuple[EventLine, ...]:
    return (
        event(
            1,
            "Nausea",
            soc="Gastrointestinal disorders",
            verbatim="loss of appetite",
            exists=(True, True, True, False, False),
            start="2026-03-05",
            start_day="D-4",
            start_time="20:00 +01:00",
            end="2026-03-07",
            end_day="D-2",
            related="xNA - - - -",
            tlt="before",
            tlt_day=None,
            grades=(GradeSpan(1, "2026-03-05", "Loss of appetite without alteration in eating habits", "D-4"),),
        ),
        event(
            2,
            "Fever",
            start_time="21:10 +01:00",
            end_time="08:00 +01:00",
            related="NA 0 0 xNA x0",
            treatment="drug: paracetamol, CM line 2",
            grades=(GradeSpan(1, "2026-03-10", "38.0 - 39.0 degrees C", "D2"),),
        ),
    )


def _next_two() -> tuple[EventLine, ...]:
    return (
        event(
            3,
            "Injection site reaction",
            verbatim="injection site tender",
            start="2026-03-12",
            start_day="D4",
            start_time="14:00 +01:00",
            end="2026-03-16",
            end_day="D8",
            related="NA 0 0 NA x0",
            tlt_day=3,
            grades=(GradeSpan(1, "2026-03-12", "Tenderness with or without associated symptoms", "D4"),),
        ),
        event(
            4,
            "Lymphocyte count decreased",
            verbatim="lymphocytes low",
            soc="Investigations",
            exists=(True, True, True, True, False),
            start="2026-03-16",
            start_day="D8",
            end="2026-03-30",
            end_day="D22",
            related="xNA 0 0 NA NA",
            tlt_day=7,
            grades=(
                GradeSpan(3, "2026-03-16", "<0.5 - 0.2 x 10e9 /L", "D8"),
                GradeSpan(1, "2026-03-23", "<LLN - 0.8 x 10e9/L", "D15"),
            ),
        ),
    )


def events() -> tuple[EventLine, ...]:
    """The five events of the target picture."""
    return (
        *_first_two(),
        *_next_two(),
        event(
            5,
            "Diarrhea",
            verbatim="loose stools",
            soc="Gastrointestinal disorders",
            start="2026-04-24",
            start_day="D47",
            end="2026-04-26",
            end_day="D49",
            related="NA 0 x0 NA NA",
            tlt="after",
            tlt_day=None,
            grades=(GradeSpan(1, "2026-04-24", "Increase of <4 stools per day over baseline", "D47"),),
        ),
    )


def log(lines: tuple[EventLine, ...] | None = None, fill: str = "completed", **more: object) -> Sheet:
    """The adverse event log."""
    run = head(visit="Running log", day="all visits", form="AE", name="Adverse events")
    legend = (
        "One event per line, one line until it ends; a change of grade is a line within it. CTCAE version 5.0."
        " Days count from D1 = 09-MAR-2026, no day 0. Causality and action for each drug are the investigator’s."
    )
    note = (
        "End of the log: 5 events, none ongoing, none serious, none of special interest."
        " No further event recorded up to 20-MAY-2026."
    )
    known: dict[str, object] = {"attests": ATTESTS, "log_note": note, "legend": legend}
    return Sheet(
        run,
        Page("AE", "Adverse events", "1", "", (), log=True),
        fill,
        ("Running log", "Adverse events"),
        log=events() if lines is None else lines,
        **{**known, **more},
    )  # type: ignore[arg-type]
