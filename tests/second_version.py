"""A second version of NK-ACT-BC for tests: an item added, a window changed, a check tightened, a form of the site."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from crf.text import RESOURCES

FIRST = RESOURCES / "studies" / "nk-act-bc" / "1"

NEW_ITEM = """
[[group]]
id = "VS.MORE"
name = "Since version 2"

[[group.item]]
id = "WAISTX"
ask = "Waist"
type = "integer"
unit = "cm"
required = false
help = "Measured at the navel."
source = "Medical record"
"""

SITE_FORM = """
id = "CALX"
name = "Calibration of the scale"
scope = "site"
section = "Site"
groups = ["CALX.WHEN"]

[[group]]
id = "CALX.WHEN"
name = "When"

[[group.item]]
id = "CALDAT"
ask = "Date of the calibration"
type = "date"
help = "The day on the certificate."
source = "Certificate"

[[group.item]]
id = "CALBY"
ask = "Done by"
type = "text"
length = 40
help = "The firm on the certificate."
source = "Certificate"

[[check]]
id = "CALX-01"
on = "CALBY"
fires = 'CALBY = "nobody"'
say = "Somebody calibrated it. Correct {CALBY}."
source = "site default"
try = [{ CALBY = "nobody", fires = true }, { CALBY = "Weigh Ltd", fires = false }]
"""

SITE_EVENT = """
[[event]]
id = "SITEX"
name = "Site"
short = "site"
kind = "site"
forms = ["CALX"]
source = "site default"
"""


def second_version(folder: Path) -> Path:
    """Write it into a folder that isn't there yet; returns the folder.

    VS asks the waist; D8 may be from D6 to D10; the pressures must be 20 mmHg apart; the scale's calibration is asked.
    """
    copytree(FIRST, folder)
    _change(
        folder / "study.toml",
        (r'^version = "1"$', 'version = "2"'),
        (r'^forms = \[(?=")', 'forms = ["CALX", '),
        (r'(id = "D8"\n(?:.+\n)*?first = )7\nlast = 9\n', r"\g<1>6\nlast = 10\n"),
        (r"\Z", SITE_EVENT),
    )
    (folder / "forms" / "calx.toml").write_text(SITE_FORM.lstrip(), encoding="utf-8")
    _change(
        folder / "forms" / "vs.toml",
        (r'^id = "VS"$', 'id = "VS"\nversion = "2"'),
        (r'"VS.SIGNS"', '"VS.SIGNS", "VS.MORE"'),
        (r'fires = "DIABP >= SYSBP"', 'fires = "DIABP + 20 > SYSBP"'),
        (r"^\[\[check\]\]", NEW_ITEM.lstrip() + "\n[[check]]"),
    )
    return folder


def spoil(folder: Path) -> None:
    """Put two faults into a definition: a check on no item, a form nobody defines."""
    _change(folder / "forms" / "vs.toml", (r'^on = "DIABP"$', 'on = "NOSUCH"'))
    _change(folder / "study.toml", (r'forms = \["CALX"\]', 'forms = ["NOFORM"]'))


def _change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for pattern, put in changes:
        text, times = re.subn(pattern, put, text, count=1, flags=re.MULTILINE)
        assert times == 1, f"{pattern} is not in {file.name}"
    file.write_text(text, encoding="utf-8")
