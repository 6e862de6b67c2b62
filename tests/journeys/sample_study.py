"""A small study definition written as an author writes one: every kind of item, alone and in lines."""

from __future__ import annotations

from pathlib import Path

STUDY = r"""
[study]
id = "SAMPLE"
title = "A sample"
version = "3"
protocol = "1"
timezone = "Europe/Madrid"
subject_pattern = "{site}-\\d{3}"
changes = "REASON"
forms = ["ALL", "RANGES", "LOOSE"]

[number]
far = { value = "12", unit = "kg", label = "Far", source = "site default" }

[[event]]
id = "V1"
name = "Visit 1"
short = "V1"
phase = "Begun"
forms = ["ALL", "RANGES", "LOOSE"]
source = "site default"
"""

LISTS = r"""
[[codelist]]
id = "YN"
name = "Yes or no"
choice = [{ code = "Y", text = "Yes" }, { code = "N", text = "No" }]

[[codelist]]
id = "CODES"
name = "Codes that look like numbers"
choice = [{ code = "0030", text = "Low" }, { code = "9..9", text = "High" }]

[[codelist]]
id = "SITES"
name = "Sites"
choice = [{ code = "ARM", text = "Arm" }, { code = "LEG", text = "Leg" }, { code = "ABD", text = "Abdomen" }]

[[codelist]]
id = "ROUTES"
name = "Routes"
choice = [
  { code = "IV", text = "Intravenous" },
  { code = "IM", text = "Intramuscular" },
  { code = "SC", text = "Subcutaneous" },
]
"""

KINDS = (
    ("TXT", "Short text", 'type = "text"\nlength = 20'),
    ("LONG", "Remarks of {TXT}", 'type = "text"\nlines = 3\nrequired = false'),
    ("INT", "Whole number", 'type = "integer"'),
    ("DEC", "Decimal number", 'type = "decimal"\nmissing = ["ND", "UNK"]'),
    ("DAT", "Day", 'type = "date"\nmissing = ["UNK"]'),
    ("PART", "Day, perhaps in part", 'type = "date"\npartial = true'),
    ("TIM", "Time", 'type = "time"'),
    ("SEC", "Time to the second", 'type = "time"\nseconds = true'),
    ("DTM", "Moment", 'type = "datetime"'),
    ("YN", "Yes or no?", 'type = "choice"\ncodelist = "YN"'),
    ("CODE", "Code", 'type = "choice"\ncodelist = "CODES"'),
    ("MANY", "Sites", 'type = "choices"\ncodelist = "SITES"'),
)
"""Id, question and kind of an item of each kind."""

LOOSE = r"""
id = "LOOSE"
name = "What depends on what"
groups = ["LOOSE.ONE", "LOOSE.TAB"]

[[group]]
id = "LOOSE.ONE"
name = "Answers"

[[group.item]]
id = "ASK"
ask = "Was it seen?"
type = "choice"
codelist = "YN"
help = "Yes when somebody saw it."

[[group.item]]
id = "WHY"
ask = "What was seen?"
type = "text"
show = 'ASK = "Y"'
help = "In words."

[[group.item]]
id = "ROUTE"
ask = "Route"
type = "choice"
codelist = "ROUTES"
offer = 'not (ASK = "N" and CHOICE = "IV")'
help = "How it was given."

[[group.item]]
id = "DONOR"
ask = "Donor code"
type = "text"
pattern = "D-\\d{3}"
example = "D-017"
help = "Never a name."
required = false

[[group.item]]
id = "VOLUME"
ask = "Volume"
type = "decimal"
unit = "mL"
default = "250"
help = "As prepared."

[[group.item]]
id = "HIGH"
ask = "Height"
type = "decimal"
unit = "cm"
help = "In centimetres."
missing = ["ND"]

[[group.item]]
id = "HEAVY"
ask = "Weight"
type = "decimal"
unit = "kg"
help = "In kilograms."

[[group.item]]
id = "BMI"
ask = "Body mass index"
type = "decimal"
method = "HEAVY / (HIGH / 100 * HIGH / 100)"
decimals = 1
help = "Weight by the square of height."
required = false

[[group.item]]
id = "TWICE"
ask = "Twice the index"
type = "decimal"
method = "BMI * 2"
decimals = 1
help = "Of the rounded index."
required = false

[[group]]
id = "LOOSE.TAB"
name = "Readings"
repeats = true
style = "table"

[[group.item]]
id = "GOOD"
ask = "Regular?"
type = "choice"
codelist = "YN"
help = "Of the pulse."

[[group.item]]
id = "ODD"
ask = "What was it?"
type = "text"
show = 'GOOD = "N"'
help = "In words."
"""


def every_kind() -> str:
    """A form with one item of each kind, an instruction among them, and the same kinds in lines."""
    head = 'id = "ALL"\nname = "Every kind"\nversion = "7"\ngroups = ["ALL.ONE", "ALL.LINES"]\n'
    note = item("READ", "Read the label before you go on. Nothing is typed here.", 'type = "note"\nrequired = false')
    first, *others = [item(*kind) for kind in KINDS]
    one = '\n[[group]]\nid = "ALL.ONE"\nname = "One of each"\n' + first + note + "".join(others)
    lines = '\n[[group]]\nid = "ALL.LINES"\nname = "In lines"\nrepeats = true\nstyle = "cards"\n'
    kinds = ((f"L{id}", ask.replace("{TXT}", "the line"), kind) for id, ask, kind in KINDS)
    return head + one + lines + "".join(item(*kind) for kind in kinds)


def ranges() -> str:
    """A form of ranges of every kind that has them."""
    head = 'id = "RANGES"\nname = "Ranges"\ngroups = ["RANGES.ALL"]\n\n[[group]]\nid = "RANGES.ALL"\nname = "Ranges"\n'
    return head + "".join(
        item(id, f"Range {id}", f'type = "{kind}"\nlow = "{low}"\nhigh = "{high}"\nrequired = false')
        for id, kind, low, high in (
            ("RINT", "integer", "1", "100"),
            ("RDEC", "decimal", "1.5", "2.5"),
            ("RDAT", "date", "2026-01-01", "2026-01-31"),
            ("RTIM", "time", "08:00", "16:00"),
            ("RDTM", "datetime", "2026-01-01T08:00", "2026-01-31T16:00"),
        )
    )


def item(id: str, ask: str, kind: str) -> str:
    """One item as an author writes it."""
    return f'\n[[group.item]]\nid = "{id}"\nask = "{ask}"\nhelp = "Help for {id}."\n{kind}\n'


def write(folder: Path) -> Path:
    """The definition as a folder of files."""
    (folder / "forms").mkdir(parents=True)
    files = {
        "study.toml": STUDY,
        "codelists.toml": LISTS,
        "forms/all.toml": every_kind(),
        "forms/ranges.toml": ranges(),
        "forms/loose.toml": LOOSE,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
