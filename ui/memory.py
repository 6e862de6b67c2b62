"""What this machine remembers between two runs: window, theme, casebooks opened, last places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from crf.forms.record import Place

MOST = 8


def settings() -> QSettings:
    """The person's settings; never anything of a patient but opaque keys."""
    return QSettings("Casebook", "Casebook")


def recent() -> list[str]:
    """Casebooks opened lately that still exist, newest first."""
    return [name for name in _names() if Path(name).is_file()]


def _names() -> list[str]:
    return json.loads(str(settings().value("recent", "[]")))


def remember_file(path: Path) -> None:
    """Put a casebook first in the list."""
    name = str(path.resolve())
    names = [name, *(other for other in _names() if other != name)]
    settings().setValue("recent", json.dumps(names[:MOST]))


def geometry() -> QByteArray | None:
    """Where the window stood."""
    value = settings().value("geometry")
    return value if isinstance(value, QByteArray) else None


def remember_geometry(value: QByteArray) -> None:
    """Keep where the window stands."""
    settings().setValue("geometry", value)


def scheme() -> str:
    """Light, dark or system."""
    value = str(settings().value("scheme", "system"))
    return value if value in ("light", "dark", "system") else "system"


def remember_scheme(value: str) -> None:
    """Keep the theme."""
    settings().setValue("scheme", value)


def menu_bar() -> bool:
    """Whether the menus stand in a bar of their own."""
    return str(settings().value("menu bar", "no")) == "yes"


def remember_menu_bar(shown: bool) -> None:
    """Keep whether the menus stand in a bar."""
    settings().setValue("menu bar", "yes" if shown else "no")


def events_order(page: str) -> tuple[str, bool]:
    """The column the adverse events of a page (of one subject, of all) stand in order of, and whether downwards."""
    column, _, way = str(settings().value(f"events order/{page}", "")).partition(" ")
    return column, way == "down"


def remember_events_order(page: str, column: str, down: bool) -> None:
    """Keep the order of the adverse events of a page."""
    settings().setValue(f"events order/{page}", f"{column} {'down' if down else 'up'}")


def last_place(path: Path) -> tuple[str, Place | None]:
    """The subject and form looked at last in a casebook; empty where none was."""
    from crf.forms.record import Place

    kept = json.loads(str(settings().value(_key(path), "[]")))
    if not isinstance(kept, list) or len(kept) != 5:
        return "", None
    uid, *place = (str(part) for part in kept)
    return uid, Place(*place) if place[0] else None


def remember_place(path: Path, uid: str, place: Place | None = None) -> None:
    """Keep the subject and form looked at."""
    parts = [place.event, place.form, place.event_key, place.form_key] if place else ["", "", "", ""]
    settings().setValue(_key(path), json.dumps([uid, *parts]))


def _key(path: Path) -> str:
    return "places/" + str(path.resolve()).replace("/", "|").replace("\\", "|")
