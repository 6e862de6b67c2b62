"""The source data list: where each item's source data is at this site."""

from __future__ import annotations

from attrs import evolve, frozen

from crf.exchange.pages.sheets import RunHead, Sheet
from crf.forms.lay_out import item_numbers
from crf.forms.layout import Field, Page, Row, Section
from crf.forms.record import Answer, Place
from crf.reading.reader import Reader
from crf.store.acts import SOURCE_FORM
from crf.text import say

PLACE = Place("", SOURCE_FORM)


@frozen
class Source:
    """An item and where its source data is; `changed` where the site's words replace the definition's."""

    form: str
    form_name: str
    item: str
    number: str
    question: str
    text: str
    changed: bool
    default: str


def sources(reader: Reader) -> list[Source]:
    """All items that a person answers, form by form, in order."""
    own = reader.data("").at(PLACE)
    found = []
    for form in reader.study.forms:
        numbers = item_numbers(form)
        for item in form.items:
            if item.method or item.type == "note":
                continue
            changed = own.answer(f"{form.id}.{item.id}").value
            text = changed or item.source
            found.append(
                Source(form.id, form.name, item.id, numbers[item.id], item.ask, text, bool(changed), item.source)
            )
    return found


def source_sheet(reader: Reader) -> Sheet:
    """The source data list as a sheet: a section for each form, a row for each item."""
    sections: dict[str, Section] = {}
    for one in sources(reader):
        hint = say("source.changed", default=one.default) if one.changed else ""
        answer = Answer(one.text)
        field = Field(one.item, 0, one.number, one.question, "text", hint=hint, answer=answer, text=one.text)
        part = sections.get(one.form) or Section(one.form, str(len(sections) + 1), one.form_name)
        sections[one.form] = evolve(part, rows=(*part.rows, Row((field,), number=one.number)))
    study = reader.study
    name = say("source.title")
    head = RunHead(study.id, study.title, reader.site, "", "", "", SOURCE_FORM.strip("_"), name, study.version)
    page = Page(SOURCE_FORM.strip("_"), name, study.version, "", tuple(sections.values()))
    return Sheet(head, page, "completed", (name,), legend=say("source.legend"))
