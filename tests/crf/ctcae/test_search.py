"""What a site types finds the term it means."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.ctcae import dictionary, search
from crf.ctcae.passages import SNIPPET, excerpt
from crf.ctcae.spelling import american, british, fold, words

TERMS = [term.term for term in dictionary().terms]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("plate", "Platelet count decreased"),
        ("diarr", "Diarrhea"),
        ("neutro decr", "Neutrophil count decreased"),
        ("decr neutro", "Neutrophil count decreased"),
        ("DECREASED platelet", "Platelet count decreased"),
        ("pain", "Pain"),
        ("fever", "Fever"),
        ("hypertens", "Hypertension"),
        ("creat", "Creatinine increased"),
        ("NAUSÉA", "Nausea"),
        ("nause\u0301a", "Nausea"),
        ("palmar plantar", "Palmar-plantar erythrodysesthesia syndrome"),
        ("reflux gastro", "Gastroesophageal reflux disease"),
        ("reperfus cytok", ""),
        ("cytokine", "Cytokine release syndrome"),
        ("infusion related", "Infusion related reaction"),
        ("penia febr", "Febrile neutropenia"),
        ("death", "Death NOS"),
    ],
)
def test_begun_words_in_any_order(query: str, first: str) -> None:
    assert next((hit.term.term for hit in search(query)), "") == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("diarrho", "Diarrhea"),
        ("diarrhoea", "Diarrhea"),
        ("anaemia", "Anemia"),
        ("oedema limbs", "Edema limbs"),
        ("haemorrhage vaginal", "Vaginal hemorrhage"),
        ("haemorrhoids", "Hemorrhoids"),
        ("leucocytosis", "Leukocytosis"),
        ("leucocyte", "Leukocytosis"),
        ("leucopenia", "White blood cell decreased"),
        ("leukaemia", "Leukemia secondary to oncology chemotherapy"),
        ("oesophagitis", "Esophagitis"),
        ("gastro-oesophageal", "Gastroesophageal reflux disease"),
        ("dyspnoea", "Dyspnea"),
        ("tumour lysis", "Tumor lysis syndrome"),
        ("paraesthesia", "Paresthesia"),
        ("faecal", "Fecal incontinence"),
        ("localised oedema", "Localized edema"),
        ("hypokalaemia", "Hypokalemia"),
        ("methaemoglobinaemia", "Methemoglobinemia"),
        ("body odour", "Body odor"),
    ],
)
def test_british_spelling_finds_the_american_term(query: str, first: str) -> None:
    assert search(query)[0].term.term == first


@pytest.mark.parametrize(
    ("query", "first", "via"),
    [
        ("neutropenia", "Neutrophil count decreased", "neutropenia"),
        ("neutropaenia", "Neutrophil count decreased", "neutropenia"),
        ("thrombocytopenia", "Platelet count decreased", "thrombocytopenia"),
        ("ALT", "Alanine aminotransferase increased", "ALT"),
        ("alt increased", "Alanine aminotransferase increased", "ALT"),
        ("ast high", "Aspartate aminotransferase increased", "AST"),
        ("hair loss", "Alopecia", "hair loss"),
        ("itch", "Pruritus", "itch"),
        ("hand foot", "Palmar-plantar erythrodysesthesia syndrome", "hand-foot syndrome"),
        ("shortness of breath", "Dyspnea", "shortness of breath"),
        ("tired", "Fatigue", "tired"),
        ("CRS", "Cytokine release syndrome", "CRS"),
        ("LVEF", "Ejection fraction decreased", "LVEF"),
    ],
)
def test_the_words_of_the_sites_find_the_term_and_say_so(query: str, first: str, via: str) -> None:
    hit = search(query)[0]
    assert (hit.term.term, hit.via) == (first, via)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("low platelets", "Platelet count decreased"),
        ("liver failure", "Hepatic failure"),
        ("kidney colic", "Renal colic"),
    ],
)
def test_plain_words_stand_for_the_technical_one(query: str, first: str) -> None:
    assert search(query)[0].term.term == first


@given(st.sampled_from(TERMS), st.booleans())
def test_every_term_is_first_for_its_own_name(term: str, upper: bool) -> None:
    assert search(term.upper() if upper else f"  {term} ", limit=1)[0].term.term == term


@pytest.mark.req("PA-248")
def test_case_and_blanks_of_a_verbatim_text_do_not_matter() -> None:
    assert [hit.term.term for hit in search("  infusion  RELATED reaction ", limit=1)] == ["Infusion related reaction"]


@given(st.sampled_from(TERMS), st.integers(1, 6))
def test_the_first_letters_of_each_word_find_the_term(term: str, letters: int) -> None:
    typed = " ".join(word[:letters] for word in reversed(words(fold(term))))
    assert term in [hit.term.term for hit in search(typed) if hit.where == "term"]


def test_hits_in_the_term_come_before_hits_in_the_criteria_and_no_term_comes_twice() -> None:
    hits = search("fever")
    where = [hit.where for hit in hits]
    assert where == sorted(where, reverse=True)
    assert set(where) == {"term", "criteria"}
    assert max(Counter(hit.term.code for hit in hits).values()) == 1


def test_the_nearer_match_comes_first() -> None:
    found = [hit.term.term for hit in search("infection") if hit.where == "term"]
    assert found.index("Eye infection") < found.index("Anorectal infection") < found.index("Device related infection")
    assert found.index("Infections and infestations - Other, specify") == len(found) - 1


def test_a_name_beats_a_word_in_it_and_that_beats_letters_inside() -> None:
    found = [hit.term.term for hit in search("edema") if hit.where == "term"]
    begins, later, inside = (found.index(name) for name in ("Edema limbs", "Localized edema", "Lymphedema"))
    assert begins < later < inside


def found_terms(query: str) -> list[str]:
    return [hit.term.term for hit in search(query) if hit.where == "term"]


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("stoma obstruction", "Intestinal stoma obstruction", "Obstruction gastric"),  # in the order typed
        ("pain chest", "Chest wall pain", "Chest pain - cardiac"),  # both from their first word: the shorter name
        ("pne", "Pneumothorax", "Lung infection"),  # a name before a site word begun
        ("pne", "Lung infection", "Apnea"),  # a word begun before letters inside one
        ("low", "Lower gastrointestinal hemorrhage", "Vision decreased"),  # a name before a plain word
        ("ache", "Stomach pain", "Headache"),  # a further word of a site word before letters inside
        ("cardiac", "Cardiac arrest", "Non-cardiac chest pain"),
        ("cardiac chest", "Chest pain - cardiac", "Non-cardiac chest pain"),  # never the contrary first
        ("heart chest", "Chest pain - cardiac", "Non-cardiac chest pain"),
        ("non cardiac", "Non-cardiac chest pain", ""),
        ("low blood", "Hypotension", "Blood bicarbonate decreased"),  # a site word begun before words out of order
        (
            "skin and subcutaneous tissue disorders - other, specify",
            "Skin and subcutaneous tissue disorders - Other, specify",
            "",
        ),
    ],
)
def test_the_order_of_hits(query: str, before: str, after: str) -> None:
    found = found_terms(query)
    assert found.index(before) < (found.index(after) if after else len(found))
    assert after or found == [before]


def test_three_letters_are_found_inside_words_and_as_plain_words() -> None:
    assert "Anemia" in found_terms("emi")
    assert "Forced expiratory volume decreased" in found_terms("low")
    assert "Forced expiratory volume decreased" not in found_terms("lo")


def test_the_plural_of_a_word_is_the_word() -> None:
    assert search("platelets")[0].term.term == "Platelet count decreased"
    singular = {hit.term.term for hit in search("infection") if hit.where == "term"}
    assert singular <= {hit.term.term for hit in search("infections")}


def test_other_specify_comes_after_the_named_terms() -> None:
    found = [
        hit.term.term for hit in search("gastrointestinal") if hit.where == "term" and hit.term.term.startswith("G")
    ]
    assert found.index("Gastrointestinal disorders - Other, specify") == len(found) - 1


def test_marks_show_the_query_in_the_term() -> None:
    hit = search("decr neutro")[0]
    assert [hit.snippet[start:stop] for start, stop in hit.spans] == ["Neutro", "decr"]
    assert (hit.where, hit.grade, hit.snippet) == ("term", None, hit.term.term)


@pytest.mark.parametrize(
    ("query", "marked"),
    [("haem", ["Hem"]), ("haemolys", ["Hemolys"]), ("phaemia", [])],
)
def test_a_british_word_is_marked_in_its_american_place(query: str, marked: list[str]) -> None:
    hits = search(query)
    assert [hits[0].snippet[start:stop] for start, stop in hits[0].spans] == marked if marked else hits == []


def test_letters_inside_a_word_are_marked_in_both_spellings() -> None:
    for query in ("globinemia", "globinaemia"):
        hit = search(query)[0]
        assert hit.term.term == "Methemoglobinemia"
        assert [hit.snippet[start:stop] for start, stop in hit.spans] == ["globinemia"]


@given(st.text(max_size=12), st.sampled_from([None, *dictionary().socs]))
def test_any_text_is_a_query_and_marks_lie_inside_what_they_mark(query: str, soc: str | None) -> None:
    for hit in search(query, soc):
        assert soc in (None, hit.term.soc)
        assert all(0 <= start < stop <= len(hit.snippet) for start, stop in hit.spans)
        assert (hit.where == "criteria") == (hit.grade is not None)


@given(st.sampled_from(sorted({word for term in dictionary().terms for word in words(fold(term.criteria(2)))})))
def test_marks_in_the_criteria_mark_the_query(word: str) -> None:
    for hit in search(word):
        if hit.grade is not None:
            (start, stop), *_ = hit.spans
            assert fold(hit.snippet[start:stop]) == american(word)
            assert hit.snippet[start:stop] in hit.term.criteria(hit.grade)


def test_criteria_give_the_lowest_grade_and_a_phrase_before_scattered_words() -> None:
    hits = search("transfusion indicated")
    anemia = next(hit for hit in hits if hit.term.term == "Anemia")
    assert (anemia.grade, [anemia.snippet[a:b] for a, b in anemia.spans]) == (3, ["transfusion indicated"])
    scattered = search("indicated transfusion")
    assert {hit.term.code for hit in scattered} == {hit.term.code for hit in hits}
    assert len(next(hit for hit in scattered if hit.term.term == "Anemia").spans) == 2
    ordered = [hit.term.term for hit in hits if len(hit.spans) == 1]
    assert ordered == sorted(ordered, key=str.lower)


def test_three_letters_are_sought_in_the_criteria() -> None:
    assert {hit.where for hit in search("ADL")} == {"criteria"}


def test_british_spelling_works_in_the_criteria_too() -> None:
    assert [hit.term.code for hit in search("haemoglobin <8")] == [hit.term.code for hit in search("hemoglobin <8")]


def test_two_letters_are_sought_at_the_start_of_words_only() -> None:
    assert all(any(word.startswith("nk") for word in words(fold(hit.term.term))) for hit in search("nk"))
    assert all(hit.where == "term" for hit in search("se"))


def test_a_class_and_a_limit_narrow_the_search() -> None:
    soc = "Vascular disorders"
    assert {hit.term.soc for hit in search("hyper", soc)} == {soc}
    everything = search("hyper")
    assert search("hyper", limit=3) == everything[:3]
    assert search("hyper", limit=len(everything) - 1) == everything[:-1]
    assert search("hyper", "No such class") == []


def test_an_empty_query_lists_all_terms_by_name() -> None:
    assert [hit.term.term for hit in search("")] == sorted(TERMS, key=str.lower)
    vascular = search(" - ", "Vascular disorders", limit=2)
    assert [hit.term.term for hit in vascular] == ["Arterial thromboembolism", "Capillary leak syndrome"]


def test_nothing_is_found_for_nonsense() -> None:
    assert search("xyzzy") == search("plate xyzzy") == search("xyzzys") == []


def test_an_excerpt_is_cut_between_words_and_knows_its_shift() -> None:
    text = (
        "The quick fox jumps over the lazy dog while another, slower fox sleeps under an old oak tree in the warm sun."
    )
    for at in (0, 4, 40, text.index("warm")):
        piece, shift = excerpt(text, at)
        assert piece[at + shift :].startswith(text[at : at + 4])
        assert len(piece) <= SNIPPET + 4
        assert all(word in text.split() for word in piece.strip("… ").split())


def test_a_text_that_fits_is_no_excerpt() -> None:
    text = "a" * 30 + " " + "b" * (SNIPPET - 31)
    assert excerpt(text, 50) == (text, 0)
    assert excerpt(text + " c", 24) == (text + " …", 0)


def test_an_excerpt_of_one_endless_word_still_shows_the_place() -> None:
    text = "a" * 100 + "X" + "b" * 200
    piece, shift = excerpt(text, 100)
    assert piece[100 + shift] == "X"
    assert len(piece) <= SNIPPET + 4


def test_folding_keeps_every_place() -> None:
    for text in ("Ménière’s ≥38 İstanbul ß ﬁ", "plain"):
        assert len(fold(text)) == len(text)
    assert fold("ÉÄñ") == "ean"


def test_spellings_go_both_ways() -> None:
    assert british("anemia") == ("anaemia",)
    assert british("nausea") == ()
    assert british("leukopenia") == ("leucopaenia", "leucopenia", "leukopaenia")
    for word in ("anemia", "diarrhea", "esophagitis", "ischemia", "uremic", "hemolysis", "edema", "paresthesia"):
        assert american(british(word)[0]) == word


@pytest.mark.parametrize("words", ["GvHD", "acute gvhd", "graft versus host disease", "graft vs host"])
def test_what_has_no_term_of_its_own_leads_to_the_one_that_takes_it_in(words: str) -> None:
    assert search(words)[0].term.term == "Immune system disorders - Other, specify"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("k 2.8", "Hypokalemia"),
        ("K+ 6,4", "Hyperkalemia"),
        ("potassium: 6.4 mmol/L", "Hyperkalemia"),
        ("hb 7.9", "Anemia"),
        ("hb 79 g/L", "Anemia"),
        ("wbc <1", "White blood cell decreased"),
    ],
)
def test_a_parameter_with_its_value_finds_the_term_the_value_is_graded_by(query: str, first: str) -> None:
    hit = search(query, limit=1)[0]
    assert (hit.term.term, hit.where) == (first, "term")
    assert hit.via


def test_a_value_that_speaks_for_no_term_is_left_out_of_the_query() -> None:
    assert search("k 4.2", limit=1)[0].term.term != "Hypokalemia"
    assert [hit.term.term for hit in search("alt 24", limit=1)] == ["Alanine aminotransferase increased"]
    assert search("potassium 6.4 apples") == search("potassium apples")
    for query in ("neutros 0.4", "G3 neutros", "neutros 3x"):
        assert search(query, limit=1)[0].term.term == "Neutrophil count decreased", query


@pytest.mark.parametrize(
    ("query", "first"),
    [("neutropenie", "Neutrophil count decreased"), ("hematurie", "Hematuria"), ("creat up", "Creatinine increased")],
)
def test_foreign_endings_and_two_letter_words_of_a_side(query: str, first: str) -> None:
    assert search(query, limit=1)[0].term.term == first
