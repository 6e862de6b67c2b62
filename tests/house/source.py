"""What the house's own code says of itself: files, docstrings and the message ids it tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
FIRST = ("say", "message", "refuse", "Message")
OWN_WORDS = {"message": 1, "Message": 2}  # from this argument on an author's own template stands in for the catalogue
DOTTED = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)+")


@frozen
class Told:
    """A message id as code names it; `pattern` where a part is filled in at run time."""

    where: str
    pattern: re.Pattern[str]
    literal: str
    values: frozenset[str] | None  # None: not known here


def files(*rooms: str) -> list[Path]:
    """Every Python file of the rooms, the door among them when it is named."""
    found: list[Path] = []
    for room in rooms:
        place = ROOT / room
        found += [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))
    return found


@cache
def tree_of(file: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


@cache
def tellers() -> dict[str, int]:
    """Functions that take a message id, with the place of that argument: the known ones and all that pass theirs on."""
    known = dict.fromkeys(FIRST, 0)
    functions = [
        node for file in files("crf", "ui") for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef)
    ]
    while True:
        more = {
            function.name: place
            for function in functions
            if function.name not in known and (place := passes_on(function, known)) is not None
        }
        if not more:
            return known
        known |= more


def passes_on(function: ast.FunctionDef, known: dict[str, int]) -> int | None:
    """Which argument a function hands to a teller as the message id, counted as its callers do; None for none."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    for call, given in id_arguments(function, known):
        if call is not function and isinstance(given, ast.Name) and given.id in names:
            return names.index(given.id)
    return None


def id_arguments(tree: ast.AST, known: dict[str, int]) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Every call of a teller with the expression that stands for its message id."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = known.get(name)
            own_words = name in OWN_WORDS and len(node.args) > OWN_WORDS[name]
            if place is not None and len(node.args) > place and not own_words:
                yield node, node.args[place]


def told() -> Iterator[Told]:
    """Every message id the code tells by name, wholly or in part."""
    for file in files("main.py", "crf", "ui"):
        for call, given in id_arguments(tree_of(file), tellers()):
            where = f"{file.relative_to(ROOT)}:{call.lineno}"
            known = getattr(call.func, "id", "") in FIRST[:3] and all(keyword.arg for keyword in call.keywords)
            values = frozenset(keyword.arg or "" for keyword in call.keywords) if known else None
            for branch in branches(given):
                yield from as_told(where, branch, values)


def branches(given: ast.expr) -> list[ast.expr]:
    """Both sides of a choice made on the spot."""
    return [*branches(given.body), *branches(given.orelse)] if isinstance(given, ast.IfExp) else [given]


def as_told(where: str, given: ast.expr, values: frozenset[str] | None) -> Iterator[Told]:
    """The id an expression stands for, if it can be told without running it."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and DOTTED.fullmatch(given.value):
        yield Told(where, re.compile(re.escape(given.value)), given.value, values)
    elif isinstance(given, ast.JoinedStr | ast.BinOp):
        yield Told(where, pattern_of(given), "", values)


def pattern_of(text: ast.expr) -> re.Pattern[str]:
    """An f-string, or a sum of strings, as the pattern of all it can become."""
    if isinstance(text, ast.BinOp):
        return re.compile(pattern_of(text.left).pattern + pattern_of(text.right).pattern)
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    known = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts)
    return re.compile("".join(known))


def texts() -> Iterator[str]:
    """Every string the code holds, docstrings apart: ids wait in tables before they are told."""
    for file in files("main.py", "crf", "ui"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
