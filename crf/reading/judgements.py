"""Judgements that wait for an investigator, over all subjects or in one form; who confirmed the others, for paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from crf.forms.context import Context
from crf.forms.judged import state, waiting, waiting_in
from crf.forms.lay_out import item_numbers
from crf.forms.layout import Field
from crf.forms.marks import JUDGED
from crf.forms.record import Place, Record, Step, Where
from crf.forms.values import show
from crf.reading.attests import stamp_of
from crf.reading.findings import visit_title
from crf.reading.history import role
from crf.reading.reader import Reader
from crf.reading.views import FindingLine
from crf.store.acts import Act, Entry
from crf.study.model import Form
from crf.text import say

DAGGER = "†"
"""Beside a printed judgement that no investigator confirmed yet."""


@frozen
class Waiting:
    """The judgements of one form that wait: where they are, and their questions with the answers to confirm."""

    subject: str
    label: str
    place: Place
    visit: str
    form: str
    wheres: tuple[Where, ...]
    questions: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.wheres)


def waiting_judgements(reader: Reader, uid: str | None = None) -> list[Waiting]:
    """Every form with judgements to confirm, of a subject or of all by number; voided ones apart."""
    rows = [row for row in reader.subjects() if not row.voided and uid in (None, row.uid)]
    return [one for row in rows for one in _of_subject(reader, row.uid, row.label)]


def _of_subject(reader: Reader, uid: str, label: str) -> Iterator[Waiting]:
    context = reader.context(uid, reader.instant())
    for place in context.data.records:
        if not reader.study.has_form(place.form):
            continue
        form = context.index.forms[place.form]
        found = waiting_in(context, place)
        if found:
            record = context.data.at(place)
            asked = tuple(f"{question(form, where)} {answered(context, record, where)}" for where in found)
            name = form.short or form.name
            yield Waiting(uid, label, place, visit_title(context, place), name, found, asked)


def question(form: Form, where: Where) -> str:
    """A judgement's question, as short as the definition has it."""
    item = form.item(where[1])
    return item.row or item.ask


def waiting_lines(reader: Reader) -> list[FindingLine]:
    """The forms whose judgements wait as lines of the page of findings; each leads to its first judgement."""
    found = []
    for one in waiting_judgements(reader):
        asked = "; ".join(one.questions)
        told = say("findings.judged.one" if one.count == 1 else "findings.judged", count=one.count, questions=asked)
        line = FindingLine(
            one.subject, one.label, one.place, one.wheres[0], one.visit, one.form, one.questions[0], told, "judged"
        )
        found.append(line)
    return found


def answered(context: Context, record: Record, where: Where) -> str:
    """The answer an investigator would confirm."""
    line, id = where
    return show(context.study, context.items[record.form][id], record.answer(id, line))


# On paper


def daggers(fields: Iterable[Field]) -> Mapping[Where, str]:
    """What stands beside the printed answers that nobody confirmed, before the words that stand there anyway."""
    return {
        (one.line, one.item): f"{DAGGER} {one.aside}".strip()
        for one in fields
        if one.judged in ("unconfirmed", "reopened")
    }


@frozen
class Judged:
    """A printed form, or a row of a log (then numbered), with the entries that made it."""

    form: Form
    step: Step
    entries: Sequence[Entry]
    row: int = 0


def judged_notes(one: Judged) -> tuple[str, ...]:
    """The sentences under a printed form: what the dagger means, and who confirmed which judgements when."""
    notes = [say("sheet.judged.open", dagger=DAGGER)] if _open(one) else []
    for act, numbers in _confirmed(one):
        told = {"who": act.person.name, "role": role(act), "at": stamp_of(act)}
        id = "sheet.judged" if re.search("[,–]", numbers) else "sheet.judged.one"
        notes.append(say(id, numbers=numbers, **told))
    return tuple(notes)


def judged_rows(found: Sequence[Judged]) -> tuple[str, ...]:
    """The same under a log: how many wait in each row, and when each investigator confirmed which row."""
    counts = {one.row: _open(one) for one in found}
    rows = ", ".join(f"{row} ({count})" for row, count in counts.items() if count)
    notes = [say("sheet.judged.open_rows", dagger=DAGGER, rows=rows)] if rows else []
    people: dict[tuple[str, str], list[str]] = {}
    for one in found:
        for act, _ in _confirmed(one):
            people.setdefault((act.person.name, role(act)), []).append(f"{one.row}: {stamp_of(act)}")
    told = (say("sheet.judged.rows", rows="; ".join(when), who=who, role=of) for (who, of), when in people.items())
    return (*notes, *told)


def row_daggers(found: Sequence[Judged]) -> Mapping[Where, str]:
    """The dagger beside the number of each row in which a judgement waits."""
    return {(one.row, ""): DAGGER for one in found if _open(one)}


def _open(one: Judged) -> int:
    return len(waiting(one.form, one.step.record, one.step.visible))


def _confirmed(one: Judged) -> Iterator[tuple[Act, str]]:
    """The acts that confirmed judgements as they stand, with the numbers of their items."""
    record, asked = one.step.record, one.step.visible
    acts: dict[int, tuple[Act, list[str]]] = {}
    known = item_numbers(one.form)
    order = list(dict.fromkeys(known.values()))
    marks = {(entry.line, entry.item): entry.act for entry in one.entries if entry.item.startswith(JUDGED)}
    for item in one.form.items:
        for line in (0, *record.lines) if item.judged else ():
            if (line, item.id) in asked and state(one.form, record, item, line) == "confirmed":
                act = marks[line, JUDGED + item.id]
                acts.setdefault(act.id, (act, []))[1].append(known[item.id])
    for act, numbers in acts.values():
        yield act, spans(list(dict.fromkeys(numbers)), order)


def spans(numbers: Sequence[str], order: Sequence[str]) -> str:
    """Numbers of items, those that follow one another drawn together: 2.1–2.9, 3.2."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and order.index(number) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
