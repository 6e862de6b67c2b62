"""Finding a subject, a form or an answer by a few letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from crf.forms.record import Place
from crf.forms.schedule import visits
from crf.forms.values import show
from crf.reading.form import form_name, visit_name
from crf.reading.reader import Reader
from crf.reading.views import SearchHit
from crf.store.acts import SubjectRow

LIMIT = 30


def search(reader: Reader, text: str, limit: int = LIMIT, front: str = "") -> list[SearchHit]:
    """Hits for all words typed, in any order, case and accents ignored: subjects first, then forms, then answers; of
    each those of the subject at the `front` first, so that Enter doesn't lead into another's form unseen."""
    words = _fold(text).split()
    if not words:
        return []
    found: list[tuple[int, SearchHit]] = []
    for row in reader.subjects():
        found.extend(_subject(reader, row, words))
    found.sort(key=lambda pair: (pair[0], pair[1].subject != front))
    return [hit for _, hit in found[:limit]]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def _match(words: list[str], *texts: str) -> bool:
    joined = _fold(" ".join(texts))
    return all(word in joined for word in words)


def _subject(reader: Reader, row: SubjectRow, words: list[str]) -> Iterator[tuple[int, SearchHit]]:
    if _match(words, row.label):
        yield 0, SearchHit(row.label, row.voided, row.uid, None, None)
    context = reader.context(row.uid, reader.instant())
    for one in visits(context):
        for form in one.event.forms:
            name = form_name(reader.study, form)
            if _match(words, row.label, name, one.name, one.short):
                detail = f"{row.label} · {visit_name(one, context)}"
                yield 1, SearchHit(name, detail, row.uid, Place(one.event.id, form, one.key), None)
    for place, record in context.data.records.items():
        form_ = reader.study.form(place.form)
        for (line, id), answer in record.answers.items():
            item = context.items[place.form].get(id)
            text = show(reader.study, item, answer) if item and answer.value else ""
            if text and _match(words, row.label, text) and not _match(words, row.label):
                detail = f"{row.label} · {form_.short or form_.name} · {item.ask if item else id}"
                yield 2, SearchHit(text, detail, row.uid, place, (line, id))
