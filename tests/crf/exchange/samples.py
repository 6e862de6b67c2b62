"""Sheets to print in tests: the cyclophosphamide form blank and filled, the event log, forms with awkward contents."""

from __future__ import annotations

from attrs import evolve

from crf.exchange.pages.sheets import Attest, Correction, PrintedFinding, RunHead, Sheet, Stamp
from crf.forms.events import DrugRelation, EventLine, GradeSpan
from crf.forms.layout import Field, LogLine, Option, Page, Row, Section
from crf.forms.record import Answer, Place

NY = (Option("N", "No"), Option("Y", "Yes"))
STAMP = Stamp(
    "01-001 / 7f3c 90ab", "1", "1", "5e1c90ab77e0c1d2", "21-MAY-2026 14:05 +02:00", "Casebook 1.0.0", "9c4177e0aa10"
)
BLANK_STAMP = Stamp("", "1", "1", "5e1c90ab77e0c1d2", "", "Casebook 1.0.0", "")


def item(number: str, id: str, question: str, kind: str = "text", text: str = "", **more: object) -> Field:
    """A field of line 0; its canonical value is taken from its text, which matters to choices only."""
    value = str(more.pop("value", text))
    return Field(id, 0, number, question, kind, answer=Answer(value), text=text, **more)  # type: ignore[arg-type]


def one(field: Field, *beside: Field) -> Row:
    return Row((field, *(evolve(other, beside=True) for other in beside)), number=field.number)


def choice(number: str, id: str, question: str, options: tuple[Option, ...], value: str = "", **more: object) -> Field:
    text = next((option.text for option in options if option.code == value), value)
    return item(number, id, question, "choice", text, value=value, options=options, **more)


def _dose() -> Section:
    why = (Option("AE", "Adverse event"), Option("SUBJ", "Subject’s decision"), Option("OTH", "Other"))
    asked = {"condition": "asked if 1.1 is No", "visible": False}
    rows = (
        one(choice("1.1", "ECOCCUR", "Was cyclophosphamide given?", NY, "Y")),
        one(
            choice("1.2", "ECREASOC", "If no, why not?", why, **asked),
            item(
                "1.2",
                "ECAELNO",
                "event line",
                "integer",
                width=2,
                condition="asked if 1.2 is Adverse event",
                visible=False,
            ),
            item("1.2", "ECREASOT", "specify", condition="asked if 1.2 is Other", visible=False),
        ),
        one(
            item(
                "1.3",
                "HEIGHT",
                "Height",
                "decimal",
                "163.0",
                unit="cm",
                width=5,
                decimals=1,
                hint="last recorded before the dose",
            )
        ),
        one(
            item(
                "1.4",
                "WEIGHT",
                "Body weight used",
                "decimal",
                "63.5",
                unit="kg",
                width=5,
                decimals=1,
                hint="latest within 7 days before the dose",
            )
        ),
        one(
            item("1.5", "WTDAT", "Weight measured on", "date", "05-MAR-2026"),
            item("1.5", "WTTIM", "", "time", "07:40", aside="+01:00"),
        ),
        one(
            item(
                "1.6",
                "BSA",
                "Body surface area, Mosteller",
                "decimal",
                "1.695623",
                unit="m²",
                width=8,
                decimals=6,
                derived=True,
            )
        ),
        one(
            item("1.7", "DOSEPLAN", "Planned dose", "decimal", "1017.37", unit="mg", width=7, decimals=2, derived=True)
        ),
        one(
            item(
                "1.8",
                "DOSEPRES",
                "Prescribed dose",
                "integer",
                "1020",
                unit="mg",
                width=4,
                aside="+0.26 % of planned (±5 %)",
            )
        ),
        one(
            item(
                "1.9",
                "ECDOSE",
                "Given dose",
                "integer",
                "1020",
                unit="mg",
                width=4,
                aside="0.00 % of prescribed (±5 %)",
            )
        ),
        one(
            choice("1.10", "ECADJ", "Dose modified from plan?", NY, "N"),
            item("1.10", "ECADJW", "why", visible=False, condition="asked if 1.10 is Yes"),
        ),
    )
    return Section("CTX.DOSE", "1", "Dose", rows)


def _product() -> Section:
    rows = (
        one(item("2.1", "ECLOT", "Lot or batch number", text="CY-4471", hint="as printed on the vial")),
        one(item("2.2", "ECEXPDAT", "Expiry date", "date", "31-AUG-2027")),
        one(item("2.3", "ECVAMT", "Volume infused", "integer", "250", unit="mL", width=4, missing=("ND",))),
        one(item("2.4", "ECPREP", "Prepared by", text="PH-02", hint="staff code", pattern_example="PH-02")),
    )
    return Section("DRUG.PRODUCT", "2", "Product", rows)


def _course() -> Section:
    route = (Option("IV", "Intravenous"), Option("OTH", "Other"))
    access = (Option("C", "Central"), Option("P", "Peripheral"))
    rows = (
        one(
            item(
                "3.1",
                "ECSTDAT",
                "Date given",
                "date",
                "05-MAR-2026",
                hint="window D-5 to D-3, before D1",
                aside="D-4, window 04-MAR to 06-MAR-2026",
            )
        ),
        one(item("3.2", "ECSTTIM", "Start of infusion", "time", "10:00", aside="+01:00")),
        one(item("3.3", "ECENTIM", "End of infusion", "time", "11:00", aside="+01:00")),
        one(
            choice("3.4", "ECROUTE", "Route", route, "IV"),
            item("3.4", "ECROUTO", "specify", visible=False, condition="asked if 3.4 is Other"),
        ),
        one(choice("3.5", "ECACC", "Venous access", access, "P", missing=("ND",))),
        one(
            choice("3.6", "ECINT", "Infusion interrupted?", NY, "N", hint="if yes: why, from when, to when"),
            item("3.6", "ECINTW", "why", visible=False),
            item("3.6", "ECINTST", "from", "time", visible=False),
            item("3.6", "ECINTEN", "to", "time", visible=False),
        ),
        one(choice("3.7", "ECRATE", "Infusion rate changed?", NY, "N"), item("3.7", "ECRATEW", "why", visible=False)),
        one(
            choice("3.8", "ECPREM", "Premedication given?", NY, "Y", hint="line in Concomitant medication"),
            item("3.8", "ECPREML", "line", "integer", "1", width=2, aside="ondansetron 8 mg IV, 09:30"),
        ),
        one(
            choice("3.9", "ECREAC", "Infusion reaction?", NY, "N", hint="line in Adverse events"),
            item("3.9", "ECREACL", "line", "integer", width=2, visible=False),
        ),
        one(item("3.10", "ECGIVEN", "Given by", text="ST-07", hint="staff code", pattern_example="ST-07")),
    )
    return Section("DRUG.COURSE", "3", "Administration", rows)


def head(**more: str) -> RunHead:
    known = {
        "study": "NK-ACT-BC_2020",
        "title": "NK adoptive cell therapy, HER2+ breast cancer",
        "site": "01",
        "subject": "01-001",
    }
    known |= {
        "visit": "Conditioning",
        "day": "D-4",
        "form": "CTX",
        "name": "Cyclophosphamide administration",
        "version": "1",
    }
    return RunHead(**{**known, **more})


def page(*sections: Section, **more: object) -> Page:
    named = {"id": "CTX", "name": "Cyclophosphamide administration", **more}
    return Page(named.pop("id"), named.pop("name"), "1", "", sections, **named)  # type: ignore[arg-type]


ATTESTS = (
    Attest(
        "Entered",
        "B. Sample",
        "study nurse, site 01",
        "05-MAR-2026 11:34 +01:00",
        "corrected 05-MAR-2026 16:42 +01:00, note a",
    ),
    Attest(
        "Verified against source",
        "C. Specimen",
        "monitor, sponsor",
        "19-MAR-2026 10:05 +01:00",
        "all items of this form",
    ),
    Attest(
        "Signed by the investigator",
        "A. Example",
        "investigator, site 01",
        "20-MAR-2026 08:15 +01:00",
        "I have reviewed this form and approve it.",
        "3f9a71c208de44b1" + "0" * 48,
    ),
)
TO_SIGN = (Attest("Completed by"), Attest("Verified against source"), Attest("Signed by the investigator"))


def completed() -> Sheet:
    """The form of the target picture, filled, with a correction and a finding."""
    correction = Correction(
        (0, "ECLOT"),
        "2.1",
        "Lot or batch number",
        "CY-4417",
        "CY-4471",
        "B. Sample",
        "study nurse",
        "05-MAR-2026 16:42 +01:00",
        "Typing error; vial label and pharmacy log read CY-4471.",
    )
    finding = PrintedFinding(
        (0, "ECGIVEN"),
        "3.10",
        "Given by",
        "CTX-14",
        "ST-07 not delegated to give study drug on this day.",
        "A. Example",
        "investigator",
        "06-MAR-2026 09:12 +01:00",
        "Trained 04-MAR-2026; the delegation log was signed one day late. No risk to the subject.",
    )
    asides = {
        (0, "HEIGHT"): "from Vital signs, 16-FEB-2026",
        (0, "WEIGHT"): "from Vital signs, same day",
        (0, "BSA"): "√(163.0 cm × 63.5 kg ÷ 3600)",
        (0, "DOSEPLAN"): "600 mg/m² × 1.695623 m²",
    }
    legend = (
        "Single dose, 600 mg/m². Times local, with UTC offset. ƒ derived by the software from the inputs shown."
        " ND not done. — not asked."
    )
    return Sheet(
        head(),
        page(_dose(), _product(), _course()),
        "completed",
        ("Conditioning", "Cyclophosphamide administration"),
        (correction,),
        (finding,),
        ATTESTS,
        legend=legend,
        asides=asides,
    )


def emptied(field: Field) -> Field:
    return evolve(field, answer=Answer(), text="", aside="", visible=True)


def blank() -> Sheet:
    """The same form to fill in by hand."""
    sheet = completed()
    sections = tuple(
        evolve(section, rows=tuple(evolve(row, fields=tuple(map(emptied, row.fields))) for row in section.rows))
        for section in sheet.page.sections
    )
    legend = (
        "Single dose, 600 mg/m². Times local, 24 h. Strike an error with one line, write beside it, date and sign."
        " ƒ derived, may stay empty. ND not done."
    )
    return Sheet(
        head(site="", subject="", day="D-5 to D-3"),
        page(*sections),
        "blank",
        ("Conditioning", "Cyclophosphamide administration"),
        attests=TO_SIGN,
        legend=legend,
    )


DRUGS = (
    ("CTX", "Cyclophosphamide", "Cyclo-phosp."),
    ("TRA", "Trastuzumab", "Trastu-zumab"),
    ("PER", "Pertuzumab", "Pertu-zumab"),
    ("NK", "NK cells", "NK cells"),
    ("IL2", "Interleukin-2", "Inter-leukin-2"),
)
ACTIONS = {"NA": "not applicable", "0": "dose not changed"}


def event(number: int, term: str, **more: object) -> EventLine:
    """An event of grade 1 that recovered; `related` gives box and action of each drug, "-" where it wasn't given."""
    marks = str(more.pop("related", "NA 0 0 NA NA")).split()
    drugs = tuple(
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


def events() -> tuple[EventLine, ...]:
    """The five events of the target picture."""
    no45, no5 = (True, True, True, False, False), (True, True, True, True, False)
    return (
        event(
            1,
            "Nausea",
            soc="Gastrointestinal disorders",
            verbatim="loss of appetite",
            exists=no45,
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
            exists=no5,
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
