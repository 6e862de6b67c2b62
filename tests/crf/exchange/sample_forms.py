"""The cyclophosphamide form of the target pictures, blank and filled, and what builds such forms."""

from __future__ import annotations

from attrs import evolve

from crf.exchange.pages.sheets import Attest, Correction, PrintedFinding, RunHead, Sheet, Stamp
from crf.forms.layout import Field, Option, Page, Row, Section
from crf.forms.record import Answer

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


def _given() -> tuple[Row, ...]:
    """Whether it was given."""
    why = (Option("AE", "Adverse event"), Option("SUBJ", "Subject’s decision"), Option("OTH", "Other"))
    asked = {"condition": "asked if 1.1 is No", "visible": False}
    return (
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
    )


def _size() -> tuple[Row, ...]:
    """What the dose is reckoned from."""
    return (
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
    )


def _derived() -> tuple[Row, ...]:
    """What the program works out."""
    return (
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
    )


def _amounts() -> tuple[Row, ...]:
    """The dose prescribed and given."""
    return (
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


def _dose() -> Section:
    return Section("CTX.DOSE", "1", "Dose", (*_given(), *_size(), *_derived(), *_amounts()))


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


CORRECTION = Correction(
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
FINDING = PrintedFinding(
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


def completed() -> Sheet:
    """The form of the target picture, filled, with a correction and a finding."""
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
        (CORRECTION,),
        (FINDING,),
        ATTESTS,
        legend=legend,
        asides=asides,
    )


FORMULAS = {"BSA": "√(height × weight ÷ 3600)", "DOSEPLAN": "600 mg/m² × 1.6"}


def emptied(field: Field) -> Field:
    return evolve(field, answer=Answer(), text="", aside=FORMULAS.get(field.item, ""), visible=True)


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
