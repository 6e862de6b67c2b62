"""Whatever is written in whatever order, the file reads back as a plain dict would, now and as of every act."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from crf.forms.record import Answer, Place, Record, SubjectData
from crf.store.acts import CONFIRM, VOID, NewEntry
from crf.store.file import CasebookFile
from crf.store.verify import verify_file
from tests.crf.store.casebooks import DOSE, LOG, VITALS, act, copy, enrol, open_

ITEMS = ("A", "B", VOID, CONFIRM + "C-1")
Key = tuple[Place, int, str]
Step = tuple[int, dict[Key, Answer]]


@st.composite
def answers(draw: st.DrawFn, item: str) -> Answer:
    """A value that fits its item."""
    if item == VOID:
        return Answer(draw(st.sampled_from(["Y", ""])))
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    if item.startswith(CONFIRM):
        return Answer(draw(text), note=draw(st.sampled_from(["", "reason"])))
    return Answer(draw(text), draw(st.sampled_from(["", "ND", "UNK"])), "", draw(st.sampled_from(["", "kg"])))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """One act: which of two subjects (2: site scope) and its entries."""
    keys = st.tuples(st.sampled_from([VITALS, DOSE, LOG]), st.integers(0, 2), st.sampled_from(ITEMS))
    chosen = draw(st.lists(keys, max_size=5, unique=True))
    return draw(st.integers(0, 2)), {key: draw(answers(key[2])) for key in chosen}


@define
class Model:
    """The same casebook as plain dicts: per subject what stands in force, and the reason of the act that put it."""

    heads: dict[str, dict[Key, tuple[Answer, str]]] = field(factory=dict)
    labels: dict[str, str] = field(factory=dict)

    def data(self, subject: str) -> SubjectData:
        """What `CasebookFile.data` has to say."""
        filled: dict[Place, tuple[dict, dict, dict]] = {}  # type: ignore[type-arg]
        for (place, line, item), (answer, reason) in self.heads.get(subject, {}).items():
            values, confirmed, voided = filled.setdefault(place, ({}, {}, {}))
            if item == VOID:
                voided.update({line: reason} if answer.value else {})
            elif item.startswith(CONFIRM):
                confirmed.update({(line, "C-1"): (answer.value, answer.note)} if answer.value or answer.note else {})
            else:
                values[line, item] = answer
        records = {place: Record(place.form, values, {}, yes, void) for place, (values, yes, void) in filled.items()}
        return SubjectData(records, self.labels.get(subject, ""))


def write(file: CasebookFile, model: Model, subject: str, entries: dict[Key, Answer], reason: str) -> int:
    """One act in both; gives its id."""
    heads = {place: file.heads(subject, place) for place, _, _ in entries}
    new = [
        NewEntry(at, line, item, answer, heads[at].get((line, item))) for (at, line, item), answer in entries.items()
    ]
    model.heads.setdefault(subject, {}).update({key: (answer, reason) for key, answer in entries.items()})
    return file.commit(act("enter", subject, reason=reason), new).id


@given(st.lists(steps(), max_size=10))
def test_the_file_reads_as_a_dict_now_and_as_of_every_act(done: list[Step]) -> None:
    model = Model()
    with TemporaryDirectory() as folder:
        path = copy(Path(folder) / "a.casebook")
        with open_(path) as file:
            subjects = [enrol(file, "01-001"), enrol(file, "01-002"), ""]
            model.labels = dict(zip(subjects, ("01-001", "01-002", ""), strict=True))
            seen = {}
            for number, (at, entries) in enumerate(done):
                upto = write(file, model, subjects[at], entries, f"reason {number}")
                seen[upto] = {subject: model.data(subject) for subject in subjects}
                assert {subject: file.data(subject) for subject in subjects} == seen[upto]
        with open_(path, read_only=True) as file:
            for upto, expected in seen.items():
                for subject in subjects:
                    assert file.data(subject, upto) == expected[subject]
                    for place in (VITALS, LOG):
                        assert file.record(subject, place, upto) == expected[subject].at(place)
            assert len(file.acts()) == 3 + len(done)
            assert file.entry_count() == 2 + sum(len(entries) for _, entries in done)
        assert verify_file(path)[0] == []


@given(st.lists(st.sampled_from(["60", "61", ""]), min_size=1, max_size=8))
def test_the_history_of_a_field_is_everything_ever_written_there(values: list[str]) -> None:
    with TemporaryDirectory() as folder, open_(copy(Path(folder) / "a.casebook")) as file:
        subject, model = enrol(file), Model()
        for value in values:
            write(file, model, subject, {(VITALS, 0, "A"): Answer(value), (VITALS, 1, "A"): Answer("x")}, "r")
        history = file.history(subject, VITALS, 0, "A")
        assert [entry.answer.value for entry in history] == values
        assert [entry.was for entry in history] == [None, *(entry.id for entry in history[:-1])]
