"""The columns one question has in a table, and the cells one answer puts there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from crf.ctcae import term_of
from crf.exchange.tables.table import Column, Kind
from crf.forms.context import Context
from crf.forms.links import link_words
from crf.forms.record import Answer
from crf.forms.values import JOINT, as_typed, coded_in, in_unit, show
from crf.study.model import Choice, Item, Study
from crf.text import say

PART = "."
"""Between an item and what a further column says of its answer: no id of a definition holds it."""
OPTION = ":"
"""Between a multiple choice and the code a column of its own stands for."""

KINDS: Mapping[str, Kind] = {
    "integer": "integer", "decimal": "decimal", "date": "date", "time": "time", "datetime": "datetime",
    "choice": "code", "term": "code",
}  # fmt: skip


@frozen
class Asked:
    """A question with the study whose code lists its answers are read by."""

    study: Study
    item: Item

    def columns(self, coded: bool = False) -> tuple[Column, ...]:
        """Its columns: the answer as stored, then what may be said beside it.

        `coded` says that a missing code stands where the definition knows of none: then it has its column too.
        """
        item = self.item
        parts = (Column(f"{item.id}{PART}{part}", self._label(part), item=item.id) for part in self.parts(coded))
        options = (
            Column(f"{item.id}{OPTION}{one.code}", f"{item.ask}: {one.text}", "code", item.id)
            for one in self._options()
        )
        return (Column(item.id, item.ask, KINDS.get(item.type, "text"), item.id), *parts, *options)

    def cells(self, answer: Answer, context: Context, coded: bool = False) -> tuple[str, ...]:
        """The cells of an answer under those columns; all empty for a blank one."""
        told = {"missing": answer.missing}
        if answer.value:
            told |= {part: _TOLD[part](self, answer, context) for part in self.parts(coded) if part in _TOLD}
        chosen = answer.value.split(JOINT)
        options = (("Y" if one.code in chosen else "N") if answer.value else "" for one in self._options())
        return (answer.value, *(told.get(part, "") for part in self.parts(coded)), *options)

    def parts(self, coded: bool = False) -> Sequence[str]:
        """What is said beside the answer, by the names of the columns."""
        item = self.item
        found: list[str] = []
        if item.codelist or item.type == "term" or item.link:
            found.append("label")
        if item.type == "term":
            found += ["soc", "version"]
        if item.unit:
            found.append("unit")
        if item.units:
            found += ["reported", "reported_unit"]
        if item.missing or coded:
            found.append("missing")
        return found

    def _label(self, part: str) -> str:
        return say(f"export.part.{part}", question=self.item.ask)

    def _options(self) -> Sequence[Choice]:
        return self.study.codelist(self.item.codelist).choices if self.item.type == "choices" else ()


def _words(asked: Asked, answer: Answer, context: Context) -> str:
    """The answer as people read it; a code its list no longer has stands for itself."""
    return link_words(context, answer) if asked.item.link else show(asked.study, asked.item, answer)


def _class(asked: Asked, answer: Answer, context: Context) -> str:
    term = term_of(answer.value, coded_in(answer))
    return term.soc if term else ""


def _reported(asked: Asked, answer: Answer, context: Context) -> str:
    """The number in the unit it was reported in; in the item's own where it can't be told exactly in that one."""
    return in_unit(asked.item, answer.value, answer.unit) if as_typed(asked.item, answer) else answer.value


def _reported_unit(asked: Asked, answer: Answer, context: Context) -> str:
    return answer.unit if as_typed(asked.item, answer) else asked.item.unit


_TOLD: Mapping[str, Callable[[Asked, Answer, Context], str]] = {
    "label": _words,
    "soc": _class,
    "version": lambda asked, answer, context: coded_in(answer),
    "unit": lambda asked, answer, context: asked.item.unit,
    "reported": _reported,
    "reported_unit": _reported_unit,
}
