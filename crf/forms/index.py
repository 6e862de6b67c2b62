"""A study's forms and items by id, so that none is searched for at each key stroke."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

from attrs import field, frozen

from crf.forms.layout import Field
from crf.study.expressions import parse, refs
from crf.study.model import Form, Group, Item, Study


@frozen(slots=False, eq=False)
class Index:
    """The look-up tables of one study."""

    study: Study
    fields: dict[tuple[str, str], Field] = field(factory=dict, init=False)
    """Empty fields by form and item, kept by crf.forms.lay_out."""
    judged_below: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(factory=dict, init=False)
    """Judgements that derived items are worked out from, kept by crf.forms.judged."""

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """Forms by id."""
        return {form.id: form for form in self.study.forms}

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, Item]]:
        """Items by form and id."""
        return {form.id: {item.id: item for item in form.items} for form in self.study.forms}

    @cached_property
    def repeating(self) -> frozenset[tuple[str, str]]:
        """Form and item ids of everything inside repeating groups."""
        groups = ((form.id, group) for form in self.study.forms for group in form.groups if group.repeats)
        return frozenset((form, item.id) for form, group in groups for item in group.items)

    @cached_property
    def graded(self) -> Mapping[str, tuple[tuple[Group, Item], ...]]:
        """Items by form whose values are graded, with the group they stand in."""
        found = {
            form.id: tuple((group, item) for group in form.groups for item in group.items if item.grades)
            for form in self.study.forms
        }
        return {form: items for form, items in found.items() if items}

    @cached_property
    def limited(self) -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
        """Items by the items that limit them, both as form and id."""
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for form in self.study.forms:
            for item in form.items:
                for ref in (ref for text in (item.lln, item.uln) if text for ref in refs(parse(text))):
                    found.setdefault((ref.form, ref.item), set()).add((form.id, item.id))
        return {limit: frozenset(items) for limit, items in found.items()}

    @cached_property
    def named(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Items that are, or ask for, the name a site's records are told apart by: where the names stand, by item."""
        found: dict[str, set[tuple[str, str]]] = {}
        for form in self.study.forms:
            for match in form.applies.match if form.applies else ():
                for item in (match.ask, match.equal) if match.free else ():
                    found.setdefault(item, set()).add((form.id, match.equal))
        return {item: frozenset(names) for item, names in found.items()}

    @cached_property
    def dating(self) -> Mapping[str, tuple[str, ...]]:
        """The dating items of each form."""
        return {form.id: dating_items(form) for form in self.study.forms}

    @cached_property
    def days(self) -> Mapping[tuple[str, str], Item]:
        """The date each time belongs to, by form and time: the item right before it."""
        pairs = ((form.id, *pair) for form in self.study.forms for pair in pairwise(form.items))
        return {(form, b.id): a for form, a, b in pairs if (a.type, b.type) == ("date", "time")}

    @cached_property
    def timing(self) -> Mapping[str, frozenset[str]]:
        """Items by form that dates, anchors and windows rest on."""
        found = {form: set(items) for form, items in self.dating.items()}
        texts = [text for one in self.study.anchors for text in (one.actual, one.planned)]
        for text in (*texts, *(event.until for event in self.study.events)):
            for ref in refs(parse(text)) if text else ():
                found.setdefault(ref.form, set()).add(ref.item)
        return {form: frozenset(items) for form, items in found.items()}


def dating_items(form: Form) -> tuple[str, ...]:
    """The item that dates a record of this form and the time item right after it; empty where nothing does."""
    items = form.items
    for n, item in enumerate(items):
        if item.dates_visit:
            after = items[n + 1 : n + 2]
            return (item.id, *(one.id for one in after if one.type == "time"))
    return ()
