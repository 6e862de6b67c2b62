"""The pages of the window: what the shell expects of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator


class Page(QWidget):
    """A page in the shell: it knows its window and session, and reads anew when asked."""

    rail = "subjects"  # which line of the rail is lit

    def __init__(self, window: Navigator, session: Session | None):
        super().__init__()
        self.window_, self.session = window, session

    @property
    def title(self) -> str:
        """What the window's title says before the casebook's name."""
        return ""

    def refresh(self) -> None:
        """Read anew what is shown."""

    def enter(self) -> None:
        """Called each time the page comes to the front: says its footer, takes the keyboard."""

    def leave(self) -> None:
        """Called before another page comes to the front."""
