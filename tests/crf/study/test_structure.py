"""A study goes into canonical JSON and back unchanged; its fingerprints tell meaning from words."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from attrs import asdict, evolve
from hypothesis import given, settings
from hypothesis import strategies as some

from crf.faults import DefinitionFault
from crf.study.model import Check, Form, Item, Study
from crf.study.reader import read, shipped
from crf.study.structure import fingerprints, from_json, structure, to_json
from tests.crf.study.small import write

NK_ACT = read(shipped()[0])
TEXT = to_json(NK_ACT)
WHOLE = json.dumps(asdict(NK_ACT), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""As a program wrote it that leaves nothing out."""

PRINTS = fingerprints(NK_ACT)


@pytest.fixture
def small(tmp_path: Path) -> Study:
    return read(write(tmp_path))


def test_a_study_comes_back_from_json_as_it_was(small: Study) -> None:
    assert from_json(TEXT) == without_examples(NK_ACT)
    assert from_json(to_json(small)) == without_examples(small) != small
    assert to_json(from_json(TEXT)) == TEXT
    assert fingerprints(from_json(TEXT)) == PRINTS


def without_examples(study: Study) -> Study:
    """As a casebook carries it."""
    forms = (evolve(one, checks=tuple(evolve(check, examples=()) for check in one.checks)) for one in study.forms)
    return evolve(study, forms=tuple(forms))


def test_what_goes_without_saying_stands_nowhere() -> None:
    table = json.loads(TEXT)
    vitals = next(one for one in table["forms"] if one["id"] == "VS")
    weight = next(item for group in vitals["groups"] for item in group["items"] if item["id"] == "WEIGHT")
    assert "seconds" not in weight
    assert "codelist" not in weight
    assert weight["required"] is False
    assert weight["unit"] == "kg"
    assert not any("examples" in check for check in vitals["checks"])


def test_a_casebook_of_an_older_program_reads_the_same() -> None:
    """It wrote every field of the model of its day, examples among them."""
    assert from_json(WHOLE) == NK_ACT
    assert fingerprints(from_json(WHOLE)) == PRINTS
    fewer = json.loads(WHOLE)
    for event in fewer["events"]:
        del event["numbers_from"]
    assert [one.numbers_from for one in from_json(json.dumps(fewer)).events if one.every] == [2, 2, 2]


def test_parts_read_do_not_share_what_they_hold() -> None:
    study = from_json(TEXT)
    first, second, *_ = [form for form in study.forms if not form.numbers]
    assert first.numbers == second.numbers == {}
    assert first.numbers is not second.numbers


@settings(max_examples=5)  # a whole study each time
@given(some.integers())
def test_the_order_of_keys_means_nothing(seed: int) -> None:
    random = Random(seed)

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    study = from_json(json.dumps(shuffled(json.loads(TEXT))))
    assert study == without_examples(NK_ACT)
    assert to_json(study) == TEXT
    assert fingerprints(study) == PRINTS


@pytest.mark.parametrize("text", ["", "{", "5", "[]", '{"id": "x"}', TEXT.replace('"kind":"log"', '"kind":"new"', 1),
                                  TEXT.replace('{"anchors"', '{"added":1,"anchors"'), TEXT[:-1]],
                         ids=lambda text: text[:12] or "nothing")  # fmt: skip
def test_json_of_another_program_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DefinitionFault, match="can't be read by this program"):
        from_json(text)


def with_form(study: Study, id: str, **changes: object) -> Study:
    forms = tuple(evolve(form, **changes) if form.id == id else form for form in study.forms)  # type: ignore[arg-type]
    return evolve(study, forms=forms)


def with_item(study: Study, form: str, id: str, **changes: object) -> Study:
    groups = tuple(
        evolve(group, items=tuple(evolve(item, **changes) if item.id == id else item for item in group.items))  # type: ignore[arg-type]
        for group in study.form(form).groups
    )
    return with_form(study, form, groups=groups)


def with_check(study: Study, form: str, **changes: object) -> Study:
    first, *rest = study.form(form).checks
    return with_form(study, form, checks=(evolve(first, **changes), *rest))  # type: ignore[arg-type]


def typos(study: Study) -> dict[str, Study]:
    numbers = {name: evolve(one, label="x", source="x") for name, one in study.numbers.items()}
    planned = study.form("CTX").rules["planned"]
    lists = tuple(
        evolve(one, name="x", choices=tuple(evolve(choice, text="x", short="x") for choice in one.choices))
        for one in study.codelists
    )
    return {
        "title": evolve(study, title="x"),
        "ask": with_item(study, "CTX", "ECDSTXT", ask="x"),
        "row": with_item(study, "CTX", "ECSTDAT", row="x"),
        "help": with_item(study, "CTX", "ECDSTXT", help="x"),
        "hint": with_item(study, "CTX", "ECDSTXT", hint="x"),
        "shown": with_item(study, "CTX", "DOSEPLAN", shown="x"),
        "name": with_form(study, "CTX", name="x", short="x", note="x", section="x"),
        "say": with_check(study, "CTX", say="x", source="x"),
        "choices": evolve(study, codelists=lists),
        "source": evolve(study, numbers=numbers),
        "rule label": with_form(study, "CTX", rules={"planned": evolve(planned, label="x", source="x")}),
        "event": evolve(study, events=tuple(evolve(one, name="x", short="x", phase="x") for one in study.events)),
    }


@pytest.mark.parametrize("what", typos(NK_ACT))
def test_a_corrected_word_is_no_amendment(what: str) -> None:
    changed = fingerprints(typos(NK_ACT)[what])
    assert changed.meaning == PRINTS.meaning
    assert changed.texts != PRINTS.texts


def amendments(study: Study) -> dict[str, Study]:
    days = evolve(study.numbers["weight_age"], value="8")
    planned = study.form("CTX").rules["planned"]
    first, *rest = study.events
    return {
        "number": evolve(study, numbers={**study.numbers, "weight_age": days}),
        "number more": evolve(study, numbers={**study.numbers, "text": days}),
        "rule": with_form(study, "CTX", rules={"planned": evolve(planned, rule="500 mg/m2 x BSA(Mosteller)")}),
        "check": with_check(study, "CTX", fires="1 = 1"),
        "level": with_check(study, "CTX", level="soft"),
        "value named name": with_check(study, "CTX", values={"name": "ECSTDAT"}),
        "window": evolve(study, events=(evolve(first, first=-29), *rest)),
        "unit": with_item(study, "CTX", "ECDSTXT", unit="g"),
        "range": with_item(study, "CTX", "ECDSTXT", high="5001"),
        "condition": with_item(study, "CTX", "ECDSTXT", show=""),
        "order": evolve(study, forms=study.forms[::-1]),
        "version": evolve(study, version="2"),
    }


@pytest.mark.parametrize("what", amendments(NK_ACT))
def test_another_meaning_is_another_fingerprint(what: str) -> None:
    assert fingerprints(amendments(NK_ACT)[what]).meaning != PRINTS.meaning


def test_one_more_example_changes_neither() -> None:
    assert fingerprints(with_check(NK_ACT, "CTX", examples=())) == PRINTS


def test_the_parts_of_a_study_are_found_by_id() -> None:
    assert NK_ACT.form("CTX").item("ECDSTXT").unit == "mg"
    assert NK_ACT.form("CTX").group_of("ECLOT").id == "CTX.PRODUCT"
    assert NK_ACT.event("D2").day == 2
    assert NK_ACT.anchor("NK").name == "NK infusion"
    found = NK_ACT.codelist("NY").choice("Y")
    assert found is not None
    assert found.text == "Yes"
    assert NK_ACT.codelist("NY").choice("X") is None
    assert NK_ACT.has_form("CTX")
    assert not NK_ACT.has_form("CTY")
    for lookup in (NK_ACT.form, NK_ACT.event, NK_ACT.anchor, NK_ACT.codelist, NK_ACT.form("CTX").item,
                   NK_ACT.form("CTX").group_of):  # fmt: skip
        with pytest.raises(KeyError, match="NONE"):
            lookup("NONE")


def test_a_table_that_is_none_becomes_an_empty_object() -> None:
    item, troubles = structure(5, Item)
    assert item == Item("", "", "text")
    assert [str(told) for _, told in troubles] == ["“” must be a table of keys, not 5."]
    form, troubles = structure({"id": "A", "name": "x" * 50, "groups": ["x" * 50]}, Form)
    assert form.groups[0].items == ()
    assert str(troubles[0][1]) == '“groups” must be a table of keys, not "' + "x" * 38 + "…."
    check, _ = structure({"id": "A", "on": "B", "fires": "C", "say": "D", "level": 5, "values": 5}, Check)
    assert (check.level, check.values) == ("soft", {})


def test_a_build_of_a_program_with_fewer_fields_is_read_with_their_defaults() -> None:
    table = json.loads(WHOLE)
    for form in table["forms"]:
        del form["short"]
        for group in form["groups"]:
            for item in group["items"]:
                item.pop("seconds")
    study = from_json(json.dumps(table))
    assert study == evolve(NK_ACT, forms=tuple(evolve(form, short="") for form in NK_ACT.forms))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"required":true', '"required":"true"'),
        ('"decimals":2', '"decimals":2.0'),
        ('"level":"soft"', '"level":"hard"'),
        ('"values":{}', '"values":{"a":1}'),
        ('"missing":["UNK"]', '"missing":[5]'),
        ('"numbers":{}', '"numbers":{"a":"b"}'),
        ('"sum":null', '"sum":5'),
        ('"title":', '"titel":'),
        ('"version":"1"', '"version":1'),
    ],
)
def test_a_value_of_another_kind_is_refused(old: str, new: str) -> None:
    assert old in WHOLE
    with pytest.raises(DefinitionFault, match="can't be read by this program"):
        from_json(WHOLE.replace(old, new, 1))
