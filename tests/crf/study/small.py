"""A small sound study definition as files, to be broken in one place at a time."""

from __future__ import annotations

from pathlib import Path

STUDY = """
[study]
id = "TOY-1"
title = "A toy study"
version = "1"
timezone = "Europe/Madrid"
subject_pattern = "{site}-\\\\d{3}"
tlt_anchor = "D1"
tlt_days = "period"
forms = ["DOSE", "AE"]

[number]
period = { value = "28", unit = "days", source = "protocol 5.1" }
limit = { value = "10", unit = "%", source = "site default" }
which = { value = "Mosteller", unit = "text", source = "site default" }

[[anchor]]
id = "D1"
name = "First dose"
actual = "first(DOSE.DAY)"
planned = "first(DOSE.PLANNED)"
source = "protocol 4"

[[treatment]]
code = "DRUG"
name = "Drug"
short = "DRG"
form = "DOSE"
dated = "DAY"

[[phase]]
name = "Ended"
when = "any(AE.TERM)"

[[event]]
id = "V1"
name = "Visit {n}"
short = "V{n}"
anchor = "D1"
day = 8
first = 7
last = 9
every = 21
until = "add_days(anchor('D1'), 300)"
forms = ["DOSE"]
source = "protocol 4"

[[event]]
id = "LOG"
name = "Log"
short = "log"
kind = "log"
forms = ["AE"]
"""

CODELISTS = """
[[codelist]]
id = "WHY"
name = "Why"
choice = [{ code = "A", text = "Event" }, { code = "B", text = "Other" }]
"""

GROUPS = """
[[group]]
id = "COMMON"
name = "Common"

[[group.item]]
id = "NOTE"
ask = "Remark at {VISIT}"
type = "text"
pattern = "[a-z]+"
example = "fine"
help = "Within {period}; the rule is {planned}."

[[group.item]]
use = "DEEPER"

[[group]]
id = "DEEPER"
name = "Deeper"

[[group.item]]
id = "WHY"
ask = "Why?"
type = "choice"
codelist = "WHY"
default = "A"

[[group.check]]
id = "01"
on = "WHY"
fires = "WHY = 'B' and known(NOTE)"
say = "{WHY} needs no remark: {NOTE}. Take it away."
try = [{ WHY = "B", NOTE = "fine", fires = true }, { WHY = "A", fires = false }]
"""

DOSE = """
id = "DOSE"
name = "Dose"
note = "Planned is {planned}, off by {limit} at most."
groups = ["DOSE.MAIN", "DOSE.LINES"]

[number]
least = { value = "5", unit = "kg", source = "site default" }

[rule.planned]
rule = "8 mg/kg"
source = "protocol 4"

[sum]
rule = "planned"
planned = "PLAN"
prescribed = "GIVEN"
given = "GIVEN"
weight = "WEIGHT"
silent = "limit"
limit = "limit"

[[group]]
id = "DOSE.MAIN"
name = "Main"
show = "not missing(NOTE)"

[[group.item]]
id = "DAY"
ask = "Day"
type = "date"
dates_visit = true
low = "2020-01-01"
high = "2030-12-31"

[[group.item]]
id = "CLOCK"
ask = "Clock"
row = "Time for {WEIGHT}"
type = "time"
low = "06:00"
high = "22:30"

[[group.item]]
id = "PLANNED"
ask = "Planned day"
type = "date"
default = "=DAY"

[[group.item]]
id = "WEIGHT"
ask = "Weight"
type = "decimal"
unit = "kg"
units = [{ unit = "g", factor = "0.001" }]
low = "20"
high = "200"
missing = ["ND"]
show = "DAY <= today()"

[[group.item]]
id = "PLAN"
ask = "Planned"
type = "decimal"
unit = "mg"
method = "dose(planned, WEIGHT)"
shown = "{=amount(planned)} × {WEIGHT}, {limit}"

[[group.item]]
id = "GIVEN"
ask = "Given"
type = "decimal"
unit = "mg"

[[group.item]]
id = "SIGNS"
ask = "Signs"
type = "choices"
codelist = "WHY"
offer = "CHOICE != 'B' or GIVEN > 0"

[[group.item]]
use = "COMMON"

[[group]]
id = "DOSE.LINES"
name = "Lines"
repeats = true

[[group.item]]
id = "AT"
ask = "At"
type = "datetime"
low = "2020-01-01T08:00"

[[check]]
id = "DOSE-02"
on = "GIVEN"
level = "deviation"
fires = "abs(GIVEN / PLAN - 1) > limit or WEIGHT < least"
say = "Given {GIVEN} is {off} off, {limit} at most. Correct it."
values = { off = "percent(GIVEN, PLAN)" }
try = [
  { WEIGHT = "60", GIVEN = "600", DAY = "2026-03-05", fires = true },
  { WEIGHT = "60", GIVEN = "480", "@event" = "V1", "AE.TERM@LOG" = "rash", fires = false },
]
"""

AE = """
id = "AE"
name = "Events"
log = true

[[group]]
id = "AE.MAIN"
name = "Event"

[[group.item]]
id = "TERM"
ask = "Event"
type = "text"
"""

FILES = {
    "study.toml": STUDY,
    "codelists.toml": CODELISTS,
    "groups.toml": GROUPS,
    "forms/dose.toml": DOSE,
    "forms/ae.toml": AE,
}


def write(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The definition in a folder, each change (file, old, new) made; an old text must stand there just once."""
    files = dict(FILES)
    for file, old, new in changes:
        assert files[file].count(old) == 1, (file, old, files[file].count(old))
        files[file] = files[file].replace(old, new)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
