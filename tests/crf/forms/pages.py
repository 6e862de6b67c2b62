"""A page laid out from a small definition and a record, its parts by their ids, and a form with a dose and its sum."""

from __future__ import annotations

from typing import Any

from crf.forms.advance import advance
from crf.forms.lay_out import lay_out
from crf.forms.layout import Field, Page
from crf.forms.record import Edit, Record
from crf.study.model import Form, Item, Number, Rule, Study, Sum
from tests.crf.forms.small import HERE, context, form, study


def page(of: Study | Form, found: Record, *edits: Edit, propose: bool = False, **around: Any) -> Page:
    """The page of the first form after the edits."""
    whole = study(of) if isinstance(of, Form) else of
    seen = context(whole, **around)
    done = advance(HERE, found, None, seen, propose)
    for edit in edits:
        done = advance(HERE, done.record, edit, seen, propose)
    return lay_out(whole.forms[0], HERE, done, seen)


def field(found: Page, item: str, line: int = 0) -> Field:
    return next(one for one in found.fields if (one.item, one.line) == (item, line))


def rows(found: Page) -> list[tuple[str, list[str]]]:
    return [
        (row.kind, [one.item for one in row.fields] or [row.text]) for section in found.sections for row in section.rows
    ]


def sum_form(**more: Any) -> Form:
    return form(
        Item("KG", "Weight", "decimal", unit="kg"),
        Item("PLAN", "Planned", "decimal", unit="mg", method="dose(planned, KG)", decimals=2,
        shown="{=amount(planned)} × {KG}, {most}"),
        Item("PRES", "Prescribed", "decimal", unit="mg", required=False),
        Item("DONE", "Given", "decimal", unit="mg", required=False), Item("T", "T", "text", required=False),
        numbers={"most": Number("10", "here", "%")}, rules={"planned": Rule("8 mg/kg", "here")}, sum=Sum("planned",
        "PLAN", "PRES", "DONE", "KG"), **more,
    )  # fmt: skip
