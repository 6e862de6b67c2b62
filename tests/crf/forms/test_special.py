"""Events of special interest: proposed from the term, held against the answer, and graded a second time where asked."""

from __future__ import annotations

from attrs import evolve

from crf.forms.advance import advance
from crf.forms.event_log import event_line
from crf.forms.record import Edit, Place, Record
from crf.forms.sentences import condition
from crf.forms.special import special_of
from crf.study.model import Choice, CodeList, Group, Item, Special
from tests.crf.forms.nkact import Patient, nkact
from tests.crf.forms.small import checks, context, form, group, record, step, study

CRS, OTHER = "10052015", "10021428"


def test_a_code_alone_or_with_words_of_the_report_is_of_special_interest() -> None:
    def found(code: str, words: str) -> str:
        one = special_of(nkact(), code, words)
        return one.id if one else ""

    assert found(CRS, "") == "CRS"
    assert found("10051792", "reaction to infusion") == "IRR"
    assert found(OTHER, "Acute GvHD of the skin") == "GVHD"
    assert found(OTHER, "sarcoidosis") == ""
    assert found("10016558", "fever") == ""


def test_the_answer_is_proposed_from_the_term_and_a_contrary_one_is_found() -> None:
    fresh = Patient()
    proposed = fresh.enter("LOG", "AE", row="a", AETERM="reaction to infusion", AEDECOD="10051792")
    assert proposed.record.answer("AESI").value == "Y"
    assert fresh.enter("LOG", "AE", row="b", AETERM="hot", AEDECOD="10016558").record.answer("AESI").value == "N"
    against = fresh.enter("LOG", "AE", row="a", AESI="N")
    assert [one.item for one in against.findings if one.check == "AE-16"] == ["AESI"]


ASTCT = CodeList("ASTCT", "ASTCT grade", tuple(Choice(str(n), f"Grade {n}") for n in range(1, 6)))


def car_t(*parts: Item | Group):
    """A study of CAR T cells: cytokine release syndrome is graded by the ASTCT consensus beside CTCAE."""
    term, words = Item("AEDECOD", "Term", "term"), Item("AETERM", "Event", "text")
    one = form(term, words, *parts, id="AE")
    special = Special("CRS", "Cytokine release syndrome", (CRS,), "protocol 7.2", grade="ASTCTGR")
    return study(one, codelists=(ASTCT,), specials=(special,))


GRADED = Item("ASTCTGR", "ASTCT grade", "choice", codelist="ASTCT", show='special(AEDECOD) = "CRS"')


def test_a_second_grade_is_asked_for_its_event_alone_and_told_beside_the_first() -> None:
    of = car_t(GRADED)
    syndrome = step(of, record("AE", AETERM="CRS"), Edit(0, "AEDECOD", CRS), place=Place("V1", "AE"))
    assert "required ASTCTGR" in checks(syndrome)
    other = step(of, record("AE", AETERM="fever"), Edit(0, "AEDECOD", "10016558"), place=Place("V1", "AE"))
    assert (0, "ASTCTGR") not in other.visible


def test_conditions_on_a_special_interest_are_told_by_its_name() -> None:
    of = car_t(GRADED)
    numbers = {"AEDECOD": "1.2", "AETERM": "1.1"}

    def told(text: str) -> str:
        return condition(of, of.form("AE"), text, numbers)

    assert told(GRADED.show) == "asked if the special interest of 1.2 is Cytokine release syndrome"
    assert told('special(AEDECOD, AETERM) = ""') == "asked if the special interest of 1.2 is none"


def further(of, found: Record) -> str:
    """What the log says of the second grade."""
    place = Place("LOG", "AE", form_key="a")
    seen = context(of, {place: found})
    return event_line(seen, place, 1, advance(place, found, None, seen)).further


def test_the_log_names_the_second_grade_and_its_course() -> None:
    items = nkact().form("AE").groups
    single = _with(evolve(items[0], items=(*items[0].items, GRADED)))
    answers = {"AEDECOD": CRS, "AETERM": "CRS"}
    assert further(single, record("AE", **answers, ASTCTGR="2")) == "ASTCT grade: Grade 2"
    assert further(single, record("AE", **answers)) == ""
    assert further(nkact(), record("AE", **answers)) == ""
    lines = evolve(items[1], items=(*items[1].items, GRADED))
    course = Record(
        "AE",
        {**record("AE", **answers).answers, **{(n, "ASTCTGR"): one for n, one in _answers("1", "3", "2").items()}},
        voided={2: "typed twice"},
    )
    assert further(_with(lines), course) == "ASTCT grade: Grade 1 → Grade 2"


def _answers(*values: str):
    return {n: record("AE", X=one).answer("X") for n, one in enumerate(values, 1)}


def _with(changed: Group):
    """The study as it ships, with a second grade for cytokine release syndrome in a group of its log."""
    ae = nkact().form("AE")
    groups = tuple(changed if one.id == changed.id else one for one in ae.groups)
    forms = tuple(evolve(one, groups=groups) if one.id == "AE" else one for one in nkact().forms)
    specials = tuple(evolve(one, grade="ASTCTGR") if one.id == "CRS" else one for one in nkact().specials)
    return evolve(nkact(), forms=forms, specials=specials, codelists=(*nkact().codelists, ASTCT))


def test_without_a_definition_nothing_is_of_special_interest() -> None:
    asked = Item("X", "Special?", "text", method="special(AEDECOD)")
    of = evolve(car_t(asked), specials=())
    assert step(of, record("AE", AEDECOD=CRS), place=Place("V1", "AE")).record.answer("X").value == ""
    assert group(asked).items == (asked,)
