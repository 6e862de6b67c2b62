"""The plan of visits and forms of a study written to a file: as PDF to read, as CSV to work with."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from crf.actions.printing import Paper, Printed, written
from crf.reading.plan import HEAD, plan_rows, plan_sheet
from crf.reading.sheets import blank_stamp
from crf.study.model import Study


def print_plan(study: Study, target: Path, paper: Paper = "A4") -> Printed:
    """Print which form is filled at which visit. FileFault where the file can't be written."""
    from crf.exchange.pages.draw import print_sheets

    buffer = io.BytesIO()
    pages = print_sheets([plan_sheet(study)], blank_stamp(study), buffer, paper).pages
    return written(buffer, target, pages)


def write_plan(study: Study, target: Path) -> int:
    """Write the plan as CSV, a row for each form of each visit; returns how many. FileFault where it can't be."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(HEAD)
    rows = list(plan_rows(study))
    table.writerows(rows)
    written(io.BytesIO(text.getvalue().encode("utf-8")), target, 0)
    return len(rows)
