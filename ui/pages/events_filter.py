"""The filter over the event log: one row of chips with how many events each would leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QMenu, QSizePolicy, QWidget

from crf.forms.events import DrugRelation
from crf.reading.event_list import GRADES, Chosen, EventRow, count
from crf.text import say
from ui import icons, theme
from ui.controls import Pressable
from ui.widgets import row, width_of

CHIPS = ("open", "ended", "grade", "serious", "special", "tlt", "unconfirmed", "drug")
SIDE, GAP, HIGH, CARET, BETWEEN = 9, 5, 24, 14, 6


class Chip(Pressable):
    """One thing to filter by: its words and a count; `menu` says that several of its kind are offered in a menu."""

    def __init__(self, menu: bool):
        self.count, self.menu_, self.on = "", menu, False
        super().__init__()
        self.setProperty("ring", theme.RADIUS_PILL + 2)

    def show_count(self, text: str, count: int | None, on: bool) -> None:
        """Show other words and another count (none: no figure); `on` where it is chosen."""
        self.setText(text)
        self.count, self.on = "" if count is None else str(count), on
        said = say("events.filter.on" if on else "events.filter.off", name=text, count=self.count or "–")
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = width_of(self.text(), theme.NOTE, theme.STRONG) + 2 * SIDE + (CARET if self.menu_ else 0)
        wide += width_of(self.count, theme.NOTE) + GAP if self.count else 0
        return QSize(round(wide), theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(0.5, (self.height() - HIGH) / 2 + 0.5, self.width() - 1, HIGH - 1)
        fill, edge = ("accent ground", "accent") if self.on else ("sunken" if self.underMouse() else "surface", "line")
        theme.paint_box(painter, box, fill, edge, theme.RADIUS_PILL)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        weight = theme.STRONG if self.on else theme.REGULAR
        painter.setFont(theme.font(theme.NOTE, weight))
        painter.setPen(theme.color("accent" if self.on else "text"))
        painter.drawText(QRectF(SIDE, 0, self.width(), self.height()), middle, self.text())
        left = SIDE + width_of(self.text(), theme.NOTE, weight) + GAP
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("accent" if self.on else "muted"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self.count)
        if self.menu_:
            place = QRectF(self.width() - SIDE - 9, (self.height() - 10) / 2, 10, 10)
            icons.paint(painter, "caret-down", place, "accent" if self.on else "muted")


class FilterBar(QWidget):
    """The chips; `turned` names what a person chose or gave up, `left` that she leaves the row."""

    turned = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chips = {name: Chip(name in ("grade", "drug")) for name in CHIPS}
        for name, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, name=name: self._pressed(name))
        self.rows: Sequence[EventRow] = ()
        self.chosen: Chosen = frozenset()
        inside = row(*self.chips.values(), -1, spacing=BETWEEN)
        inside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(inside)
        self.setAccessibleName(say("events.filter"))

    def show_rows(self, rows: Sequence[EventRow], chosen: Chosen) -> None:
        """Show what is chosen and what each chip would leave of all events."""
        self.rows, self.chosen = rows, chosen
        for name, chip in self.chips.items():
            own = next((one for one in chosen if one == name or (chip.menu_ and one.startswith(name))), "")
            figure = None if chip.menu_ and not own else count(rows, chosen, own or name)
            chip.show_count(self._words(name, own), figure, bool(own))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Show the chips; where they don't fit, those that would leave nothing give way first, then the last ones."""
        offered = {name: chip for name, chip in self.chips.items() if self._offered(name)}
        room = self.width() + BETWEEN
        if self._wide(offered.values()) > room:
            offered = {name: chip for name, chip in offered.items() if chip.on or chip.count != "0"}
        for name in [name for name, chip in reversed(offered.items()) if not chip.on]:
            if self._wide(offered.values()) > room:
                del offered[name]
        for name, chip in self.chips.items():
            chip.setVisible(name in offered)

    def _wide(self, chips: Iterable[Chip]) -> int:
        return sum(chip.sizeHint().width() + BETWEEN for chip in chips)

    def _offered(self, name: str) -> bool:
        if name == "drug":
            return bool(self._drugs())
        return name != "tlt" or any(one.line.tlt != "none" for one in self.rows)

    def _words(self, name: str, own: str) -> str:
        if name == "grade":
            return say("events.filter.grade_from", grade=own[-1]) if own else say("events.filter.grade")
        if name == "drug" and own:
            short = next((one.short for one in self._drugs() if f"drug:{one.code}" == own), own)
            return say("events.filter.drug_of", drug=short)
        return say(f"events.filter.{name}")

    def _drugs(self) -> tuple[DrugRelation, ...]:
        return max((one.line.drugs for one in self.rows), key=len, default=())

    def _pressed(self, name: str) -> None:
        if not self.chips[name].menu_:
            self.turned.emit(name)
            return
        self.menu(name).popup(self.chips[name].mapToGlobal(QPoint(0, theme.CONTROL)))

    def menu(self, name: str) -> QMenu:
        """The menu of the grades, or of the drugs; each with how many events it would leave."""
        if name == "grade":
            offered = [(f"grade{n}", say("events.filter.grade_from", grade=n), str(n)) for n in GRADES]
        else:
            offered = [(f"drug:{one.code}", one.name, "") for one in self._drugs()]
        menu = QMenu(self)
        for id, text, key in offered:
            words = say("events.filter.offer", name=text, count=count(self.rows, self.chosen, id))
            action = menu.addAction(f"{words}\t{key}" if key else words)
            action.setCheckable(True)
            action.setChecked(id in self.chosen)
            action.triggered.connect(lambda _=False, id=id: self.turned.emit(id))
        return menu

    def enter(self) -> None:
        """Give the keyboard to the first chip."""
        self._shown()[0].setFocus()

    def _shown(self) -> list[Pressable]:
        return [one for one in self.chips.values() if not one.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        shown = self._shown()
        at = next((n for n, one in enumerate(shown) if one.hasFocus()), None)
        if step is not None and at is not None:
            shown[(at + step) % len(shown)].setFocus()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            event.ignore()
