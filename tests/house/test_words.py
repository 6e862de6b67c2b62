"""Every word a person reads stands in a catalogue, and every word of a catalogue is told somewhere."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter

from crf.text import TRANSLATIONS, catalogue
from tests.house.source import Told, as_told, branches, files, pattern_of, tellers, texts, told, tree_of

PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)\}")


def test_the_catalogue_has_each_id_that_code_tells() -> None:
    ids = catalogue("en")
    missing = [
        f"{one.where}: {one.pattern.pattern}" for one in told() if not any(one.pattern.fullmatch(id) for id in ids)
    ]
    assert not missing, "\n".join(missing)


def test_code_tells_each_id_of_the_catalogue() -> None:
    literal = set(texts())
    patterns = {one.pattern for one in told() if not one.literal} | {
        pattern_of(node)
        for file in files("crf", "ui")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.JoinedStr) and starts_like_an_id(node)
    }
    idle = [
        id for id in catalogue("en") if id not in literal and not any(pattern.fullmatch(id) for pattern in patterns)
    ]
    assert not idle, "\n".join(idle)


def starts_like_an_id(text: ast.JoinedStr) -> bool:
    """Whether an f-string can become a message id: it begins with a room's name and a point."""
    head = text.values[0]
    return isinstance(head, ast.Constant) and bool(re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_.]*", str(head.value)))


def test_code_gives_each_value_a_text_names() -> None:
    ids = catalogue("en")
    base = [one for one in told() if one.literal in ids and one.values is not None]
    short = [
        f"{one.where}: {one.literal} names {sorted(lacking)}"
        for one in base
        if (lacking := set(PLACEHOLDER.findall(ids[one.literal])) - (one.values or frozenset()))
        and not filled_later(one)
    ]
    assert not short, "\n".join(short)


def filled_later(one: Told) -> bool:
    """Whether the call stands where only the template is wanted: no value given at all, to be filled by the caller."""
    return one.values == frozenset()


def test_no_id_stands_in_two_catalogues() -> None:
    for language in TRANSLATIONS.iterdir():
        counted = Counter(id for file in language.glob("*.json") for id in json.loads(file.read_text(encoding="utf-8")))
        assert [id for id, times in counted.items() if times > 1] == []


def test_no_id_stands_twice_in_one_file() -> None:
    for file in TRANSLATIONS.rglob("*.json"):
        pairs = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list)
        counted = Counter(id for id, _ in pairs)
        assert [id for id, times in counted.items() if times > 1] == [], file.name


def test_ids_are_found_in_choices_f_strings_and_functions_that_pass_them_on() -> None:
    chosen = ast.parse('"a.b" if x else f"c.{y}" if z else "d." + e', mode="eval").body
    found = [one.pattern.pattern for branch in branches(chosen) for one in as_told("here", branch, None)]
    assert found == ["a\\.b", "c\\..+", "d\\..+"]
    assert {"say", "message", "refuse"} <= tellers().keys()
