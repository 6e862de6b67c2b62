"""Reading a study definition from its TOML folder: every fault at once, each naming file, key and mend."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from attrs import fields

from crf.faults import DefinitionFault
from crf.study.model import (
    Anchor,
    Check,
    CodeList,
    Event,
    Form,
    Group,
    Item,
    Phase,
    Study,
    Treatment,
)
from crf.study.structure import structure
from crf.study.verifier import Fault, verify
from crf.text import RESOURCES, message

STUDIES = RESOURCES / "studies"
CODELISTS = RESOURCES / "codelists"
Table = dict[str, Any]
T = TypeVar("T")


def read(folder: Path) -> Study:
    """The study of a folder (one version, or a study with its versions: then the newest).

    Raises DefinitionFault with every fault found, or where the folder holds no definition.
    """
    root = version_folder(folder)
    reader = _Reader(root)
    study = reader.study()
    faults = reader.faults or (verify(study, reader.files) if study else [])
    if faults or study is None:
        lines = tuple(str(fault) for fault in faults)
        raise DefinitionFault(message("study.faults", folder=folder, count=len(lines)), lines)
    return study


def version_folder(folder: Path) -> Path:
    """The folder that holds study.toml: the one given, or its highest version."""
    if (folder / "study.toml").is_file():
        return folder
    versions = [inner.parent for inner in folder.glob("*/study.toml")] if folder.is_dir() else []
    if not versions:
        raise DefinitionFault(message("study.folder.none", folder=folder))
    return max(versions, key=lambda inner: (len(inner.name), inner.name))


def shipped() -> list[Path]:
    """The version folders of the studies that come with the program."""
    return [version_folder(folder) for folder in sorted(STUDIES.iterdir()) if any(folder.glob("*/study.toml"))]


class _Reader:
    """One pass over a folder; collects faults instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.files: dict[str, str] = {}  # form or shared group id -> file it stands in
        self.groups: dict[str, Table] = {}

    def study(self) -> Study | None:
        head = self.load(self.root / "study.toml")
        if head is None:
            return None
        lists = self.codelists()
        self.shared_groups()
        forms = self.forms(head)
        table = {
            **head.pop("study", {}),
            "events": self.many("study.toml", "event", head.pop("event", []), Event),
            "anchors": self.many("study.toml", "anchor", head.pop("anchor", []), Anchor),
            "treatments": self.many("study.toml", "treatment", head.pop("treatment", []), Treatment),
            "phases": self.many("study.toml", "phase", head.pop("phase", []), Phase),
            "numbers": head.pop("number", {}),
            "forms": tuple(forms),
            "codelists": tuple(lists),
        }
        for key in head:
            self.unknown("study.toml", "", key, ("study", "event", "anchor", "treatment", "phase", "number"))
        return self.one("study.toml", "study", table, Study)

    def load(self, file: Path) -> Table | None:
        """A TOML file as a table; a fault where it is missing or no TOML."""
        name = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.name
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            self.fault(name, "", "study.file.unreadable", why=error.strerror or error)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(name, "", "study.file.toml", why=error)
        return None

    def codelists(self) -> list[CodeList]:
        lists: list[CodeList] = []
        for file in [*sorted(CODELISTS.glob("*.toml")), self.root / "codelists.toml"]:
            if not file.exists():
                continue
            for table in (self.load(file) or {}).get("codelist", []):
                table["choices"] = tuple(table.pop("choice", ()))
                found = self.one(file.name, f"codelist {table.get('id', '?')}", table, CodeList)
                lists.extend([found] if found else [])
        return lists

    def shared_groups(self) -> None:
        file = self.root / "groups.toml"
        for table in (self.load(file) or {}).get("group", []) if file.exists() else []:
            id = str(table.get("id", "?"))
            if id in self.groups:
                self.fault("groups.toml", f"group {id}", "study.duplicate", id=id)
            self.groups[id] = table

    def forms(self, head: Table) -> list[Form]:
        order = head.get("study", {}).pop("forms", [])
        found: dict[str, Form] = {}
        for file in sorted((self.root / "forms").glob("*.toml")):
            name = f"forms/{file.name}"
            table = self.load(file)
            form = self.form(name, table) if table is not None else None
            if form is None:
                continue
            if form.id in found:
                self.fault(name, f"form {form.id}", "study.duplicate", id=form.id)
            if form.id not in order:
                self.fault("study.toml", "study.forms", "study.form.unlisted", form=form.id, file=name)
            self.files[form.id] = name
            found[form.id] = form
        if not self.faults:
            for id in order:
                if id not in found:
                    self.fault("study.toml", "study.forms", "study.form.none", form=id)
        return [found[id] for id in order if id in found]

    def form(self, file: str, table: Table) -> Form | None:
        own = {str(group.get("id", "?")): group for group in table.pop("group", [])}
        checks: list[Table] = list(table.pop("check", []))
        groups: list[Table] = []
        where = f"form {table.get('id', '?')}"
        for id in table.pop("groups", list(own)):
            source = own.get(id) or self.groups.get(id)
            if source is None:
                self.fault(file, f"{where}, groups", "study.group.none", group=id)
                continue
            group = self.group(file, where, source, checks, str(table.get("id", "")))
            group["items"] = tuple(self.many(file, f"{where}, item", group["items"], Item))
            groups.append(group)
        body = {
            **table,
            "numbers": table.pop("number", {}),
            "rules": table.pop("rule", {}),
            "groups": tuple(self.many(file, f"{where}, group", groups, Group)),
            "checks": tuple(self.many(file, f"{where}, check", [self.check(one) for one in checks], Check)),
        }
        for key in ("number", "rule"):
            body.pop(key, None)
        return self.one(file, where, body, Form)

    def group(self, file: str, where: str, table: Table, checks: list[Table], form: str) -> Table:
        """A group with the items it takes from shared ones put in place, and its checks named for the form."""
        items: list[Table] = []
        for item in table.get("item", []):
            if set(item) == {"use"}:
                shared = self.groups.get(item["use"])
                if shared is None:
                    self.fault(file, f"{where}, group {table.get('id')}", "study.group.none", group=item["use"])
                    continue
                filled = self.group(file, where, shared, checks, form)
                items.extend(filled["items"])
            else:
                items.append(item)
        for check in table.get("check", []):
            checks.append({**check, "id": f"{form}-{check.get('id', '?')}"})
        kept = {key: value for key, value in table.items() if key not in ("item", "check")}
        return {**kept, "items": items}

    def check(self, table: Table) -> Table:
        """A check as the model has it: `try` holds the examples, `fires` in each the verdict."""
        examples = tuple(
            {"fires": one.get("fires", True), "values": {k: v for k, v in one.items() if k != "fires"}}
            for one in table.get("try", [])
        )
        return {**{key: value for key, value in table.items() if key != "try"}, "examples": examples}

    def many(self, file: str, where: str, tables: Iterable[Table], cls: type[T]) -> list[T]:
        found = [self.one(file, f"{where} {table.get('id', n)}", table, cls) for n, table in enumerate(tables, 1)]
        return [one for one in found if one is not None]

    def one(self, file: str, where: str, table: Table, cls: type[T]) -> T | None:
        """A table as an object of the model, or its faults."""
        built, troubles = structure(table, cls)
        for kind, key, detail in troubles:
            if kind == "unknown":
                self.unknown(file, where, key, tuple(field.name for field in fields(cls)))  # type: ignore[arg-type]
            else:
                self.fault(file, where, f"study.key.{kind}", key=key, detail=detail)
        return built

    def unknown(self, file: str, where: str, key: str, known: tuple[str, ...]) -> None:
        near = difflib.get_close_matches(key, known, 1)
        mend = near[0] if near else ", ".join(known)
        self.fault(file, where, "study.key.unknown" if near else "study.key.foreign", key=key, mend=mend)

    def fault(self, file: str, where: str, id: str, /, **values: object) -> None:
        self.faults.append(Fault(file, where, message(id, **values)))
