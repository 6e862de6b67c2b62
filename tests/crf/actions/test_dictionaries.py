"""NCI's workbook in a casebook: definitions for v5.0, and v6.0 beside it; what was coded stays as it was coded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from crf.actions.amending import amend
from crf.actions.dictionaries import load_dictionary, load_into, print_table
from crf.actions.entering import Entering
from crf.actions.session import Session, open_casebook
from crf.actions.sources import set_source
from crf.actions.verifying import verify
from crf.ctcae import dictionary, search, term_of
from crf.ctcae.terms import shipped
from crf.ctcae.versions import to_json, versions
from crf.faults import FileFault, Refused
from crf.forms.record import Answer, Edit, Place
from crf.reading.dictionaries import PLACE
from crf.reading.log import event_log
from tests import workbooks
from tests.crf.actions.conftest import Clock
from tests.crf.store.casebooks import unguarded
from tests.second_version import second_version

FEVER, LUNG, THROMBOCYTOPENIA = "10016558", "10061229", "10043554"
WHY = "Protocol amendment 1"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """NCI's workbook of v6.0."""
    return workbooks.later(tmp_path_factory.mktemp("later") / "CTCAE_v6.0.xlsx")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """NCI's workbook of v5.0."""
    return workbooks.first(tmp_path_factory.mktemp("first") / "CTCAE_v5.0.xlsx")


@pytest.fixture
def pinned(tmp_path: Path) -> Iterator[Path]:
    """A further version of the study that codes in v6.0."""
    folder = second_version(tmp_path / "second")
    head = folder / "study.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('\nctcae = "5.0"', '\nctcae = "6.0"', 1), encoding="utf-8")
    return folder


def code(session: Session, uid: str, key: str, term: str, grade: str) -> Entering:
    """An event with a term and a grade, saved."""
    entering = Entering(session, uid, Place("LOG", "AE", "", key))
    for line, item, raw in ((0, "AETERM", "as told"), (0, "AEDECOD", term), (1, "AETOXGR", grade)):
        entering.edit(Edit(line, item, raw))
    entering.save("")
    return entering


def coded(session: Session, uid: str, key: str) -> Answer:
    """The term as it stands in the casebook."""
    return session.reader.data(uid).at(Place("LOG", "AE", "", key)).answer("AEDECOD")


def test_definitions_are_taken_for_the_version_that_ships(session: Session, first: Path) -> None:
    loaded = load_dictionary(session, first)
    assert (loaded.version, loaded.terms, loaded.definitions, loaded.differences) == ("5.0", 837, 837, ())
    assert loaded.summary == "837 definitions of CTCAE v5.0 were taken into the casebook."
    term = term_of(FEVER)
    assert term is not None
    assert term.definition == "A disorder that is characterized by fever."
    assert versions() == ("5.0",)


def test_other_texts_of_that_version_are_told_and_never_taken(session: Session, tmp_path: Path) -> None:
    rows = workbooks.rows_of(workbooks.FILE, workbooks.definition)
    rows[0] = rows[0] | {"Grade 1": "A little"}
    rows[1] = rows[1] | {"MedDRA Code": 99}
    loaded = load_dictionary(session, workbooks.first(tmp_path / "a.xlsx", rows))
    anemia = shipped().terms[0]
    assert loaded.differences == (
        f"Anemia (10002272), Grade 1: “A little” in the workbook, “{anemia.criteria(1)}” here.",
        f"{shipped().terms[1].term} ({shipped().terms[1].code}) isn't in the workbook.",
        f"{shipped().terms[1].term} (99) stands in the workbook only.",
    )
    assert loaded.definitions == 836
    assert [term.grades for term in dictionary().terms] == [term.grades for term in shipped().terms]
    assert term_of("99") is None


def test_a_workbook_is_loaded_in_one_act_that_seals_it(session: Session, first: Path) -> None:
    before = session.file.act_count()
    loaded = load_dictionary(session, first)
    act = session.file.acts("")[-1]
    assert (session.file.act_count(), act.verb) == (before + 1, "dictionary")
    assert act.detail == f"CTCAE 5.0, SHA-256 {loaded.digest}"
    (text,) = [answer.value for answer in session.file.record("", PLACE).answers.values()]
    assert sha256(text.encode()).hexdigest() == loaded.digest


def test_it_travels_with_the_file_and_is_gone_with_it(session: Session, first: Path, later: Path) -> None:
    load_dictionary(session, first)
    load_dictionary(session, later)
    assert versions() == ("5.0", "6.0")
    session.close()
    assert (versions(), dictionary().defined) == (("5.0",), False)
    again = open_casebook(session.path, Clock())
    assert (versions(), dictionary().defined, len(dictionary("6.0").terms)) == (("5.0", "6.0"), True, 850)
    again.close()


def test_what_another_window_loaded_is_at_hand_once_its_change_was_seen(session: Session, later: Path) -> None:
    other = open_casebook(session.path, Clock())
    load_dictionary(other, later)
    other.close()
    assert versions() == ("5.0",)
    seen = session.changed()
    assert versions() == ("5.0", "6.0")
    assert session.changed() == seen


def test_verify_finds_a_dictionary_that_was_tampered_with(session: Session, later: Path) -> None:
    load_dictionary(session, later)
    session.close()
    assert verify(session.path).troubles == ()
    unguarded(session.path, "UPDATE entry SET value = replace(value, 'Fever', 'Ague') WHERE item = 'CTCAE 6.0'")
    assert any("CTCAE 6.0" in sentence and "changed after" in sentence for sentence in verify(session.path).troubles)


def test_a_version_that_is_there_stays_as_it_is(session: Session, first: Path, later: Path, tmp_path: Path) -> None:
    load_dictionary(session, first)
    load_dictionary(session, later)
    acts = session.file.act_count()
    for workbook in (first, later):
        with pytest.raises(Refused, match="from this workbook already"):
            load_dictionary(session, workbook)
    rows = workbooks.rows_of(workbooks.FILE, str.upper)
    with pytest.raises(Refused, match="already, with other texts, and keeps them"):
        load_dictionary(session, workbooks.first(tmp_path / "other.xlsx", rows))
    assert session.file.act_count() == acts


def test_a_workbook_without_definitions_gives_nothing_to_take(session: Session, tmp_path: Path) -> None:
    rows = workbooks.rows_of(workbooks.FILE, lambda term: "-")
    with pytest.raises(Refused, match=r"a\.xlsx has no definition of a known term"):
        load_dictionary(session, workbooks.first(tmp_path / "a.xlsx", rows))


@pytest.mark.req("PA-249")
def test_a_study_pinned_to_a_later_version_codes_in_it_and_what_was_coded_stays(
    session: Session, uid: str, later: Path, pinned: Path
) -> None:
    code(session, uid, "1", LUNG, "3")
    load_dictionary(session, later)
    assert session.study.ctcae == "5.0"
    amend(session, str(pinned), WHY)
    assert session.study.ctcae == "6.0"
    assert term_of(LUNG, "6.0") is None  # v6.0 has no such term
    second = code(session, uid, "2", THROMBOCYTOPENIA, "3")
    assert (coded(session, uid, "1"), coded(session, uid, "2")) == (Answer(LUNG), Answer(THROMBOCYTOPENIA, unit="6.0"))
    events = event_log(session.reader, uid)
    assert [(event.term, event.code) for event in events] == [
        ("Lung infection", LUNG), ("Thrombocytopenia", THROMBOCYTOPENIA),
    ]  # fmt: skip
    assert [event.grades[0].criterion for event in events] == [
        shipped().by_code(LUNG).criteria(3),  # type: ignore[union-attr]
        dictionary("6.0").by_code(THROMBOCYTOPENIA).criteria(3),  # type: ignore[union-attr]
    ]
    assert second.record.drafts == {}
    again = Entering(session, uid, Place("LOG", "AE", "", "1"))
    again.edit(Edit(0, "AEDECOD", LUNG, unit="5.0"))
    assert not again.dirty
    entered = code(session, uid, "3", FEVER, "1")
    entered.edit(Edit(0, "AEDECOD", FEVER, unit="5.0"))  # coded anew in another version, on purpose
    assert (entered.dirty, entered.record.answer("AEDICTV").value) == (True, "5.0")
    assert verify(session.path).troubles == ()


@pytest.mark.req("PA-249")
def test_each_version_is_searched_by_its_own_terms(session: Session, later: Path) -> None:
    load_dictionary(session, later)
    book = dictionary("6.0")
    assert search("thrombocytopenia", book=book)[0].term.code == THROMBOCYTOPENIA
    assert search("thrombocytopenia")[0].term.term == "Platelet count decreased"
    assert {hit.term for hit in search("fever", book=book)} <= set(book.terms)
    assert [search(term.term, book=book, limit=1)[0].term for term in book.terms] == list(book.terms)


def test_a_study_pinned_to_a_version_that_was_not_loaded_codes_nothing(
    session: Session, uid: str, later: Path, pinned: Path
) -> None:
    amend(session, str(pinned), WHY)
    entering = Entering(session, uid, Place("LOG", "AE", "", "1"))
    step = entering.edit(Edit(0, "AEDECOD", FEVER))
    assert "CTCAE v6.0 isn't at hand" in str(step.record.drafts[0, "AEDECOD"].fault)
    load_dictionary(session, later)
    assert entering.edit(Edit(0, "AEDECOD", FEVER)).record.answer("AEDECOD") == Answer(FEVER, unit="6.0")


def test_a_closed_casebook_takes_a_workbook_by_whoever_sat_there_last_or_is_named(
    path: Path, first: Path, later: Path, clock: Clock
) -> None:
    assert list(load_into(path, first, clock)) == ["837 definitions of CTCAE v5.0 were taken into the casebook."]
    (told,) = load_into(path, later, clock, "A. Other", "data")
    assert told.startswith("CTCAE v6.0 stands beside v5.0 in the casebook: 850 terms, 0 definitions.")
    session = open_casebook(path, clock)
    assert [act.person.name for act in session.file.acts("") if act.verb == "dictionary"] == ["B. Sample", "A. Other"]
    session.close()
    with pytest.raises(FileFault):
        list(load_into(path, path, clock))
    assert versions() == ("5.0",)


def test_the_table_of_a_casebook_has_its_definitions_and_versions(
    path: Path, first: Path, later: Path, clock: Clock
) -> None:
    def printed(find: str | None = None, version: str | None = None, file: Path | None = path) -> list[str]:
        target = io.StringIO()
        print_table(target, file, find, version)
        return target.getvalue().splitlines()

    plain = printed(file=None)
    assert printed() == plain
    for workbook in (first, later):
        list(load_into(path, workbook, clock))
    assert printed()[0] == plain[0] + ",definition"
    assert printed()[1].endswith(",A disorder that is characterized by anemia.")
    assert len(printed(version="6.0")) == 851
    assert printed(find=FEVER)[1].split(",")[3:] == ["code", "Fever"]
    assert "definition,Nausea" in " ".join(printed(find="is characterized by"))
    with pytest.raises(FileFault, match=r"CTCAE v6\.0 isn't at hand"):
        printed(version="6.0", file=None)


def test_the_same_table_is_kept_as_the_same_bytes(session: Session, later: Path) -> None:
    digest = load_dictionary(session, later).digest
    assert digest == sha256(to_json(dictionary("6.0")).encode()).hexdigest()


def test_an_amendment_is_not_held_up_by_what_stands_beside_the_forms(
    session: Session, uid: str, first: Path, pinned: Path
) -> None:
    load_dictionary(session, first)
    set_source(session, "VS", "WEIGHT", "Scale of ward 3", "asked")
    assert amend(session, str(pinned), WHY).version == "2"
