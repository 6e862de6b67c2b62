"""Tables turned into the model's frozen objects and back, strictly: no text where a number belongs, no key unknown."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, frozen, has

from crf.faults import DefinitionFault
from crf.study.model import Study
from crf.text import Message, message, say

T = TypeVar("T")
Path = tuple[str | int, ...]
Trouble = tuple[Path, Message]
"""The keys and positions that lead to what is wrong, and what is wrong with it."""

WRITTEN: Mapping[str, str] = {
    "events": "event", "anchors": "anchor", "treatments": "treatment", "specials": "special", "phases": "phase",
    "clocks": "clock",
    "codelists": "codelist",
    "numbers": "number", "rules": "rule", "checks": "check", "items": "item", "choices": "choice", "examples": "try",
}  # fmt: skip
"""Names of the model that a definition's author writes otherwise."""

_NEEDED = {"id", "code", "title", "version"}
_WRONG = object()
_PLAIN = (str, int, bool)
_EMPTY: Mapping[object, Any] = {str: "", bool: False, tuple: ()}


def structure(table: object, cls: type[T]) -> tuple[T, list[Trouble]]:
    """A table as an object, with all that is wrong with it.

    What can't be read is taken as it was meant, where that can be guessed, else keeps its default or stands empty:
    so the rest can be looked at too.
    """
    troubles: list[Trouble] = []
    return _build(table, cls, (), troubles), troubles


def _build(value: Any, kind: Any, path: Path, troubles: list[Trouble]) -> Any:
    """The value as the kind a field asks for; what comes near it, with a fault, where it isn't one; else _WRONG."""
    origin = get_origin(kind)
    if origin is UnionType:
        inner = next(one for one in get_args(kind) if one is not NoneType)
        return None if value is None else _build(value, inner, path, troubles)
    if origin is Literal:
        return value if value in get_args(kind) else _choice(value, get_args(kind), path, troubles)
    if origin is tuple and isinstance(value, list | tuple):
        inner = get_args(kind)[0]
        found = [_build(one, inner, (*path, n), troubles) for n, one in enumerate(value)]
        return tuple(one for one in found if one is not _WRONG)
    if origin is dict and isinstance(value, dict):
        return {name: _build(one, get_args(kind)[1], (*path, name), troubles) for name, one in value.items()}
    if has(kind) and isinstance(value, dict):
        return _object(value, kind, path, troubles)
    if type(value) is kind:
        return value
    told = message("study.key.wrong", key=_key(path), expected=_expected(kind, path), found=show_value(value))
    troubles.append((path, told))
    return _guess(value, kind, path)


def _expected(kind: Any, path: Path) -> str:
    """A kind in words."""
    origin = get_origin(kind)
    if origin is tuple and has(get_args(kind)[0]):
        return say("study.type.tables", key=_key(path))
    return say("study.type.table" if has(kind) else f"study.type.{(origin or kind).__name__}")


def _guess(value: Any, kind: Any, path: Path) -> Any:
    """What a value of the wrong kind was meant to be; _WRONG where nobody can tell."""
    if has(kind):
        return _object({}, kind, path, [])
    if kind is str:
        return str(value)
    if kind is int and isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    return _WRONG


def _key(path: Path) -> str:
    """The last key of a path as its author writes it."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return WRITTEN.get(name, name)


def _choice(value: object, known: tuple[str, ...], path: Path, troubles: list[Trouble]) -> object:
    near = difflib.get_close_matches(str(value), known, 1)
    mend = ", ".join(near or known)
    troubles.append((path, message("study.key.choice", key=_key(path), found=show_value(value), mend=mend)))
    return near[0] if near else _WRONG


def _object(table: dict[str, Any], cls: type[T], path: Path, troubles: list[Trouble]) -> T:
    hints = _hints(cast("Any", cls))
    foreign = [key for key in table if key not in hints]
    for key in foreign:
        troubles.append(((*path, key), unknown_key(key, hints)))
        table = {meant_key(key, hints, table): table[key], **table}
    given: dict[str, Any] = {}
    for name, (kind, required) in hints.items():
        value = table.get(name, _WRONG)
        if type(value) is not kind and value is not _WRONG:
            value = _build(value, kind, (*path, name), troubles)
        if value is not _WRONG:
            given[name] = value
        elif required:
            given[name] = get_args(kind)[0] if get_origin(kind) is Literal else _EMPTY[get_origin(kind) or kind]
            if name not in table:
                troubles.append(((*path, name), message("study.key.lacking", key=WRITTEN.get(name, name))))
        if value == "" and name in _NEEDED:
            troubles.append(((*path, name), message("study.key.blank", key=name)))
    return cls(**given)


@cache
def _hints(cls: Any) -> Mapping[str, tuple[Any, bool]]:
    """The kind of every field of a class, and whether it must be given."""
    kinds = get_type_hints(cls)
    return {one.name: (kinds[one.name], one.default is NOTHING) for one in fields(cls)}


def unknown_key(key: str, known: Iterable[str]) -> Message:
    """A message about a key no one reads, with the nearest known one, or all."""
    names = [WRITTEN.get(name, name) for name in known]
    near = difflib.get_close_matches(key, names, 1)
    return message("study.key.unknown" if near else "study.key.foreign", key=key, mend=", ".join(near or names))


def meant_key(key: str, known: Iterable[str], table: Mapping[str, object]) -> str:
    """The known key that an unknown one was meant to be, where that one isn't there; else the key itself."""
    names = {WRITTEN.get(name, name): name for name in known}
    near = difflib.get_close_matches(key, names, 1)
    return names[near[0]] if near and names[near[0]] not in table else key


def show_value(value: object) -> str:
    """A value as a TOML file has it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def to_json(study: Study) -> str:
    """A study as canonical JSON, as a casebook file carries it: the same study gives the same text.

    Fields at their default stand nowhere in it, nor do the examples that prove the checks: whoever writes a definition
    needs them, a casebook never.
    """
    return _canonical(_lean(study))


def _lean(value: Any) -> Any:
    """A part as JSON holds it, without what goes without saying."""
    if has(type(value)):
        return {name: _lean(inner) for name, inner in _told(value) if name not in _SHOWN_NOWHERE}
    if isinstance(value, dict):
        return {key: _lean(inner) for key, inner in value.items()}
    return [_lean(inner) for inner in value] if isinstance(value, tuple) else value


def _told(thing: Any) -> Iterator[tuple[str, Any]]:
    """Name and value of each field of a part that isn't at its default."""
    cls: Any = type(thing)
    defaults = _defaults(cls)
    for name in _hints(cls):
        value = getattr(thing, name)
        if name not in defaults or value != defaults[name]:
            yield name, value


@cache
def _defaults(cls: Any) -> Mapping[str, Any]:
    """What each field of a class holds where nothing is said."""
    known = [(one.name, one.default) for one in fields(cls) if one.default is not NOTHING]
    return {name: default.factory() if hasattr(default, "factory") else default for name, default in known}


def from_json(text: str) -> Study:
    """The study of a canonical JSON text, as a casebook file carries it; DefinitionFault where it can't be read."""
    try:
        table = json.loads(text)
    except json.JSONDecodeError as error:
        raise DefinitionFault(message("study.json")) from error
    try:
        return cast("Study", _loader(Study)(table))
    except (TypeError, KeyError, AttributeError) as error:
        raise DefinitionFault(message("study.json")) from error


@cache
def _loader(kind: Any) -> Callable[[Any], Any]:
    """How a kind is made of canonical JSON: the quick way, which raises for anything that isn't as it should be."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is UnionType:
        inner = _loader(next(one for one in args if one is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is Literal:
        return {one: one for one in args}.__getitem__
    if origin is tuple:
        inner = _loader(args[0])
        return lambda value: tuple([inner(one) for one in value])
    if origin is dict and args[1] in _PLAIN:
        return lambda value: _all(args[1], value)
    if origin is dict:
        inner = _loader(args[1])
        return lambda value: {name: inner(one) for name, one in value.items()}
    return _object_loader(kind) if has(kind) else _plain_loader(kind)


def _all(kind: type, table: dict[str, Any]) -> dict[str, Any]:
    if set(map(type, table.values())) <= {kind}:
        return table
    raise TypeError(kind)


def _plain_loader(kind: type) -> Callable[[Any], Any]:
    def load(value: Any) -> Any:
        if type(value) is kind:
            return value
        raise TypeError(value)

    return load


def _object_loader(cls: type[Any]) -> Callable[[Any], Any]:
    """Plain fields are looked at all at once: most fields are, and a build has ten thousands."""
    kinds = {name: kind for name, (kind, _) in _hints(cast("Any", cls)).items()}
    values_of = itemgetter(*kinds)
    loaders = [(n, _loader(kind)) for n, kind in enumerate(kinds.values()) if kind not in _PLAIN]
    plain = tuple(kind for kind in kinds.values() if kind in _PLAIN)
    places = [n for n, kind in enumerate(kinds.values()) if kind in _PLAIN]
    defaults = _defaults(cast("Any", cls))

    def load(table: Any) -> Any:
        whole = {**defaults, **table}
        values = list(values_of(whole))
        if len(whole) != len(values) or tuple([type(values[n]) for n in places]) != plain:
            raise TypeError(cls)
        for n, loader in loaders:
            values[n] = loader(values[n])
        return cls(*values)

    return load


@frozen
class Fingerprints:
    """SHA-256 of what a definition means and of the words it uses: a corrected typo is no amendment."""

    meaning: str
    texts: str


WORDS = {
    "title", "ask", "row", "help", "hint", "shown", "name", "say", "note", "text", "label", "source", "short",
    "section", "phase",
}  # fmt: skip
"""Fields that only people read."""

_SHOWN_NOWHERE = {"examples"}
"""Fields that neither mean nor say anything to who fills a form."""


def fingerprints(study: Study) -> Fingerprints:
    """Both fingerprints of a study, hexadecimal."""
    return Fingerprints(_sha(_canonical(_half(study, words=False))), _sha(_canonical(_half(study, words=True))))


def _half(value: Any, *, words: bool) -> Any:
    """A study with only the fields that are words, or only those that aren't; what is at its default left out.

    So a program that knows a field more finds the same fingerprints in a definition that doesn't use it.
    """
    if has(type(value)):
        return {
            name: _half(inner, words=words)
            for name, inner in _told(value)
            if name not in _SHOWN_NOWHERE and (_holds(inner) or (name in WORDS) is words)
        }
    if isinstance(value, dict):
        return {key: _half(inner, words=words) for key, inner in value.items() if not words or _holds(inner)}
    if isinstance(value, tuple):
        return [_half(inner, words=words) for inner in value if not words or _holds(inner)]
    return value


def _holds(value: object) -> bool:
    """Whether fields stand inside a value."""
    return has(type(value)) or isinstance(value, dict | tuple)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
