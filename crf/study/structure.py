"""Tables turned into the model's frozen objects and back, strictly: no text where a number belongs, no key unknown."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import asdict, frozen

from crf.study.model import Study

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
Trouble = tuple[str, str, str]
"""Kind (unknown, lacking, wrong), key, detail."""

_WORDS = {"ask", "help", "hint", "name", "say", "note", "text", "label", "title", "source", "short", "section", "shown"}


@cache
def _converter() -> Converter:
    # Imported late: a start page needs no definition.
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _strict)
    return converter


def _strict(value: Any, kind: type[T]) -> T:
    """The value itself where it is of just this kind: cattrs alone would turn 5 into "5"."""
    if type(value) is kind:
        return value
    raise TypeError(f"{kind.__name__} expected, found {value!r}")


def structure(table: object, cls: type[T]) -> tuple[T | None, list[Trouble]]:
    """A table as an object, or None and all that is wrong with it."""
    from cattrs.errors import ClassValidationError, IterableValidationError

    try:
        return _converter().structure(_plain(table), cls), []
    except (ClassValidationError, IterableValidationError) as error:
        return None, list(_troubles(error, ""))
    except (TypeError, ValueError, KeyError) as error:
        return None, [("wrong", "", str(error))]


def _plain(table: object) -> object:
    """Objects already built inside a table go back to tables, so that one converter sees one kind."""
    if isinstance(table, dict):
        return {key: _plain(value) for key, value in table.items()}
    if isinstance(table, list | tuple):
        return tuple(_plain(one) for one in table)
    return asdict(table) if hasattr(table, "__attrs_attrs__") else table


def _troubles(error: BaseException, path: str) -> list[Trouble]:
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    found: list[Trouble] = []
    if isinstance(error, ClassValidationError):
        named, others = error.group_exceptions()
        for inner, note in named:
            found.extend(_troubles(inner, f"{path}.{note.name}" if path else note.name))
        for other in others:
            found.extend(_troubles(other, path))
    elif isinstance(error, IterableValidationError):
        pairs, rest = error.group_exceptions()
        for inner, spot in pairs:
            found.extend(_troubles(inner, f"{path}[{spot.index}]"))
        for other in rest:
            found.extend(_troubles(other, path))
    elif isinstance(error, ForbiddenExtraKeysError):
        found.extend(("unknown", key, path) for key in sorted(error.extra_fields))
    elif isinstance(error, KeyError):
        found.append(("lacking", path or str(error.args[0]), ""))
    else:
        found.append(("wrong", path, str(error)))
    return found


def to_json(study: Study) -> str:
    """A study as canonical JSON: the same study gives the same text."""
    return json.dumps(asdict(study), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Study:
    """The study of a canonical JSON text, as a casebook file carries it."""
    return _converter().structure(json.loads(text), Study)


@frozen
class Fingerprints:
    """SHA-256 of what a definition means and of the words it uses: a corrected typo is no amendment."""

    meaning: str
    texts: str


def fingerprints(study: Study) -> Fingerprints:
    """Both fingerprints of a study, hexadecimal."""
    whole = asdict(study)
    meaning = json.dumps(_meaning(whole), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Fingerprints(_sha(meaning), _sha(to_json(study)))


def _meaning(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _meaning(inner) for key, inner in value.items() if key not in _WORDS}
    if isinstance(value, list | tuple):
        return [_meaning(inner) for inner in value]
    return value


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
