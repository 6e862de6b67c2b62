"""Lines of the deviation log against the casebook as it is now: whether they still follow from what they name."""

from __future__ import annotations

from collections.abc import Iterator

from crf.forms.context import Context
from crf.forms.links import linked, place_in
from crf.forms.record import Finding, Place, Record
from crf.text import message

FORM, FROM_CHECK, FROM_VALUE = "DV", "DVLINK", "DVFROM"
CHECK = "undone"


def link(place: Place, finding: Finding) -> str:
    """What a line of the log comes from: question, line, visit and check."""
    where = "/".join(one for one in (place.event, place.event_key, place.form_key) if one)
    line = f"#{finding.line}" if finding.line else ""
    return f"{place.form}.{finding.item}{line}@{where} {finding.check}"


def undone(context: Context, record: Record, item: str) -> Iterator[Finding]:
    """A soft finding where the check a line came from, with a corrected date or dose, says nothing any more."""
    if record.form != FORM or item != FROM_CHECK:
        return
    value, check = record.answer(FROM_VALUE).value, record.answer(FROM_CHECK).value.rpartition(" ")[2]
    source, where = linked(context, value), place_in(value)
    if source is None or where is None or _holds(context, source, where[0], check):
        return
    yield Finding(CHECK, 0, item, "soft", message("check.undone", check=check), f"{value} {check}")


def _holds(context: Context, source: Place, line: int, id: str) -> bool:
    """Whether a check still fires on an item that is asked, or isn't in the definition any more to be judged by."""
    form = context.index.forms.get(source.form)
    check = next((one for one in form.checks if one.id == id), None) if form else None
    if form is None or check is None:
        return True
    record, scope = context.data.at(source), context.scope(source, line)
    conditions = (form.group_of(check.on).show, form.item(check.on).show, check.fires)
    struck = 0 in record.voided or line in record.voided
    return not struck and all(scope.result(one) is True for one in conditions if one)
