"""Forms with awkward contents: repeating sections, every state of an answer, long texts, other scripts."""

from __future__ import annotations

from attrs import evolve

from crf.exchange.pages.sheets import Correction, PrintedFinding, Sheet
from crf.forms.layout import Field, LogLine, Option, Section
from crf.forms.record import Answer
from tests.crf.exchange.sample_forms import ATTESTS, NY, TO_SIGN, choice, head, item, one, page


def repeating(style: str = "table", fill: str = "completed", count: int = 3) -> Sheet:
    """A repeating section as table or cards; its second line is void."""
    units = (Option("mg", "mg"), Option("ug", "µg"), Option("IU", "IU"))
    columns = (
        item("1.1", "CMTRT", "Medication"),
        item("1.2", "CMDOSE", "Dose", "decimal", width=6, decimals=1),
        choice("1.3", "CMDOSU", "Unit", units),
        item("1.4", "CMSTDAT", "Start", "date"),
        choice("1.5", "CMONGO", "Ongoing?", NY),
        item("1.6", "CMINDC", "Given for", missing=("UNK",)),
    )
    values = ("ondansetron", "8.0", "mg", "05-MAR-2026", "N", "prophylaxis of nausea")
    lines = tuple(
        LogLine(
            n,
            str(n),
            tuple(
                evolve(one, line=n, answer=Answer(value), text=value)
                for one, value in zip(columns, values, strict=True)
            ),
            "entered twice" if n == 2 else "",
        )
        for n in range(1, count + 1)
    )
    section = Section(
        "CM.LINES",
        "1",
        "Concomitant medication",
        columns=columns,
        lines=() if fill == "blank" else lines,
        style=style,
        blank_lines=6,
    )  # type: ignore[arg-type]
    return Sheet(
        head(form="CM", name="Concomitant medication"),
        page(section, id="CM", name="Concomitant medication"),
        fill,
        ("Running log", "Concomitant medication"),
    )  # type: ignore[arg-type]


def plain(fields: list[Field], fill: str = "completed", **more: object) -> Sheet:
    """A form of one section with a row for each field."""
    section = Section("ANY", "1", "Items", tuple(one(field) for field in fields))
    known: dict[str, object] = {"attests": ATTESTS if fill == "completed" else TO_SIGN}
    return Sheet(
        head(form="ANY", name="Any form"),
        page(section, id="ANY", name="Any form"),
        fill,
        ("Any visit", "Any form"),
        **{**known, **more},
    )  # type: ignore[arg-type]


def words(count: int, stem: str = "word") -> str:
    """A text of many different words, so that a lost one is missed."""
    return " ".join(f"{stem}{n}" for n in range(count))


def awkward() -> list[Sheet]:
    """Long texts, long words, many choices, many items, other scripts."""
    twelve = tuple(Option(f"C{n}", f"Choice number {n} of twelve") for n in range(12))
    short = tuple(Option(str(n), f"Level {n}") for n in range(7))
    asked = words(120, "question")
    return [
        plain(
            [
                item("1.1", "LONG", "A long comment", "text", words(1500), lines=4),
                item("1.2", "WORD", "A word without spaces", "text", "x" * 400),
                item("1.3", "ASKED", asked, "text", "short"),
                choice("1.4", "TWELVE", "One of twelve", twelve, "C7"),
                choice("1.5", "SEVEN", "One of seven", short, "3", missing=("ND", "NA", "UNK")),
                item("1.6", "MANY", "Many lines", "text", "\n".join(f"line{n}" for n in range(120))),
                item(
                    "1.7",
                    "CJK",
                    "体重を測りましたか",
                    "text",
                    "是的，体重是六十三公斤半，今天早上七点四十分在病房里称的。" * 4,
                ),
                item("1.8", "RTL", "שאלה בעברית", "text", "שלום עולם 123 and Latin مرحبا بالعالم"),
                item("1.9", "THAI", "Thai, emoji", "text", "สวัสดี 😀 ก็ e\u0301 x\u0304 ﷽ \U0001f9ec \u0000 \u200b end"),
                item("1.10", "EMPTY", "Nothing entered", "decimal", "", unit="mg", width=5, decimals=1),
            ]
        ),
        plain([item(f"1.{n}", f"I{n}", f"Item number {n}", "text", f"value {n}") for n in range(1, 61)]),
        plain([item(f"1.{n}", f"I{n}", f"Item number {n}", "date") for n in range(1, 61)], "blank"),
    ]


def states(**more: object) -> Sheet:
    """One row for each way an answer can stand: blank, missing, corrected, kept though hidden, partial."""
    levels = tuple(Option(str(n), f"Grade {n}") for n in range(6))
    fields = [
        item("1.1", "BLANK", "Never answered", "decimal", unit="mg", width=6, decimals=1),
        evolve(
            item("1.2", "ND", "Marked not done", "integer", "Not done", unit="mL", missing=("ND", "NA", "UNK")),
            answer=Answer(missing="ND"),
        ),
        item("1.3", "TWICE", "Corrected twice", "integer", "80", unit="kg", range="30 to 250"),
        choice("1.4", "FLIP", "Choice corrected", NY, "Y"),
        item("1.5", "KEPT", "Hidden, its value kept", text="old words", visible=False, condition="asked if 1.4 is No"),
        item("1.6", "PART", "Partial date", "date", "UN-MAR-2026", hint="day may be unknown"),
        choice("1.7", "GRADE", "Six choices", levels, "2"),
        choice("1.8", "ODD", "Choice no longer offered", NY, "MAYBE"),
        item("1.9", "MULTI", "Several choices", "choices", "Grade 1, Grade 3", value="1|3", options=levels[:4]),
        item("1.10", "AT", "Date and time", "datetime", "05-MAR-2026 07:40:10 +01:00"),
        item("1.11", "DEF", "Default not saved", text="proposed words", proposed=True),
        item("1.12", "COMMENT", "Comment", text=words(70), lines=3),
        item("1.13", "FILLED", "First blank, then filled", text="now"),
    ]
    who = ("B. Sample", "study nurse", "05-MAR-2026 16:42 +01:00")
    corrections = (
        Correction((0, "TWICE"), "1.3", "Corrected twice", "60", "70", *who, "Read off the wrong line."),
        Correction((0, "TWICE"), "1.3", "Corrected twice", "70", "80", *who, "Scale checked."),
        Correction((0, "FLIP"), "1.4", "Choice corrected", "No", "Yes", *who, "Typing error."),
        Correction((0, "FILLED"), "1.13", "First blank, then filled", "", "now", *who, "Source found."),
    )
    findings = (
        PrintedFinding(
            (0, "TWICE"), "1.3", "Corrected twice", "VS-03", "Weight 80 kg is 14 % above the last one. " + words(25)
        ),
    )
    return plain(fields, corrections=corrections, findings=findings, **more)


def panel(fill: str = "completed") -> Sheet:
    """A laboratory panel: a table with a column more than is comfortable."""
    clinical = (Option("N", "No"), Option("NCS", "Not clinically significant"), Option("CS", "Clinically significant"))
    columns = (
        item("1.1", "LBTEST", "Test", width=24),
        item("1.2", "LBORRES", "Result", "decimal", width=7, missing=("ND",)),
        item("1.3", "LBORRESU", "Unit", width=8),
        item("1.4", "LBLO", "Low", "decimal", width=6),
        item("1.5", "LBHI", "High", "decimal", width=6),
        choice("1.6", "LBNR", "Out of range?", clinical),
        item("1.7", "LBGR", "Grade", "integer", width=1, derived=True),
        item("1.8", "LBCOM", "Comment", width=30, condition="asked if 1.6 is Clinically significant"),
    )
    rows = [("Haemoglobin", "11.3", "g/dL", "12.0", "15.5", "NCS", "1", "")] + [
        ("Alanine aminotransferase", "61", "U/L", "5", "33", "CS", "1", words(12))
    ] * 2
    lines = tuple(
        LogLine(
            n,
            str(n),
            tuple(
                evolve(one, line=n, answer=Answer(value), text=value) for one, value in zip(columns, row, strict=True)
            ),
        )
        for n, row in enumerate(rows, 1)
    )
    section = Section(
        "LB.PANEL",
        "1",
        "Chemistry",
        columns=columns,
        lines=lines if fill == "completed" else (),
        style="table",
        blank_lines=8,
    )
    return Sheet(
        head(form="LB", name="Chemistry"), page(section, id="LB", name="Chemistry"), fill, ("Screening", "Chemistry")
    )  # type: ignore[arg-type]
