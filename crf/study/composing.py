"""A form put together from its own file and the groups it shares with others."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, fields

from crf.study.faults import Spot
from crf.study.model import Group
from crf.study.parts import Parts, Table, label
from crf.study.references import dangling
from crf.study.structure import WRITTEN
from crf.text import message

SHARED = "groups.toml"
GROUP_KEYS = (*(WRITTEN.get(one.name, one.name) for one in fields(Group)), "check")


@define
class Composer:
    """Puts forms together; `shared` are the groups of groups.toml by id."""

    parts: Parts
    shared: dict[str, Table] = field(factory=dict)

    def share(self, groups: list[Table]) -> None:
        """Take the groups that forms may name."""
        for raw in groups:
            group = self.parts.known(SHARED, (f"group {label(raw)}",), raw, GROUP_KEYS)
            if label(group) in self.shared:
                self.parts.note(SHARED, (f"group {label(group)}",), message("study.duplicate", id=label(group)))
            self.shared.setdefault(label(group), group)

    def form(self, file: str, raw: Table) -> Table:
        """A form with its groups in their order, shared ones put in, and all its checks."""
        spot = (f"form {label(raw)}",)
        self.parts.origins[spot] = (file, spot)
        table = self.parts.renamed(file, spot, raw, ("numbers", "rules"))
        own: dict[str, Table] = {}
        for one in self.parts.tables(file, spot, table, "group"):
            if label(one) in own:
                self.parts.note(file, (*spot, f"group {label(one)}"), message("study.duplicate", id=label(one)))
            own.setdefault(label(one), one)
        checks = [self._check(file, spot, one) for one in self.parts.tables(file, spot, table, "check")]
        wanted = self.parts.names(file, spot, table, "groups", list(own))
        groups: list[Table] = []
        for id in wanted:
            home = file if id in own else SHARED
            group = own.get(id) or self.shared.get(id)
            if group is None:
                self.parts.note(file, (*spot, "groups"), dangling("study.group.none", id, [*own, *self.shared]))
            else:
                groups.append(_Group(self, file, spot, checks).group(home, group))
        for id in own:
            if id not in wanted:
                self.parts.note(file, (*spot, f"group {id}"), message("study.group.unlisted", id=id))
        return {**table, "groups": groups, "checks": checks}

    def _check(self, file: str, spot: Spot, raw: Table) -> Table:
        """A check as the model has it: `try` holds the examples, `fires` in each the verdict."""
        at = (*spot, f"check {label(raw)}")
        table = {**raw}  # shared groups are looked at again for the next form
        examples = self.parts.tables(file, at, table, "try")
        table = self.parts.renamed(file, at, table, ())
        return {**table, "examples": [_example(one) for one in examples]}


@define
class _Group:
    """One group of a form in the making: its items in place, its checks added to the form's."""

    composer: Composer
    file: str
    form: Spot
    checks: list[Table]

    def group(self, home: str, raw: Table) -> Table:
        table, items = self._open(home, raw)
        return {**table, "items": list(self._items(home, raw, items, (label(raw),)))}

    def _open(self, home: str, raw: Table) -> tuple[Table, list[Table]]:
        """A group's own keys and its raw items; its checks go to the form, named for it."""
        parts, own = self.composer.parts, (f"group {label(raw)}",)
        where = own if home == SHARED else (*self.form, *own)
        table = parts.renamed(home, where, raw, ("items",))
        items = parts.tables(home, where, table, "items")
        for check in parts.tables(home, where, table, "check"):
            id = f"{self.form[0].removeprefix('form ')}-{label(check)}"
            self.checks.append({**self.composer._check(home, where, check), "id": id})
            self._written(home, f"check {id}", (*own, f"check {label(check)}"))
        self._written(home, own[0], own)
        return table, items

    def _items(self, home: str, group: Table, items: list[Table], way: tuple[str, ...]) -> Iterator[Table]:
        """Items, those taken from a shared group in the place of their `use`; `way` are the groups gone through."""
        for item in items:
            if "use" not in item:
                self._written(home, f"item {label(item)}", (f"group {label(group)}", f"item {label(item)}"))
                yield item
                continue
            id = label(item, "use")
            where = (*(() if home == SHARED else self.form), f"group {label(group)}", "use")
            shared = self.composer.shared.get(id)
            if set(item) != {"use"}:
                self.composer.parts.note(home, where, message("study.use.alone", group=id))
            elif shared is None:
                self.composer.parts.note(home, where, dangling("study.group.none", id, self.composer.shared))
            elif id in way:
                self.composer.parts.note(home, where, message("study.use.cycle", way=" → ".join([*way, id])))
            else:
                for key in sorted(set(shared) - {"id", "name", "item", "check"}):
                    told = message("study.use.key", group=id, key=key)
                    self.composer.parts.note(SHARED, (f"group {id}", key), told)
                yield from self._items(SHARED, shared, self._open(SHARED, shared)[1], (*way, id))

    def _written(self, home: str, part: str, spot: Spot) -> None:
        """Remember that a part of this form was written among the shared groups."""
        if home == SHARED:
            self.composer.parts.origins[(*self.form, part)] = (home, spot)


def _example(raw: Table) -> Table:
    verdict = {"fires": raw["fires"]} if "fires" in raw else {}
    return {**verdict, "values": {key: value for key, value in raw.items() if key != "fires"}}
