"""What a page may ask of the window it stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from crf.actions.session import Session
    from crf.forms.record import Place, Where

Kind = Literal["calm", "amber", "red"]
State = tuple[str, str, str]
"""A piece of the footer: mark (or empty), text, kind: "calm", "accent", "amber" or "red"."""
Key = tuple[str, str]
"""A key and what it does, for the footer's right side."""


class Navigator(Protocol):
    """The window as its pages see it."""

    session: Session

    def show_subjects(self) -> None:
        """The list of subjects."""

    def show_subject(self, uid: str, tab: str = "") -> None:
        """A subject's page, at a log's tab where its form is named."""

    def show_visit(self, uid: str, event: str, key: str) -> None:
        """A subject's page, at one of her visits."""

    def renew(self, told: str) -> None:
        """All pages anew after an amendment; `told` says what was done."""

    def show_site(self) -> None:
        """The forms of the site and the definition in force."""

    def show_form(self, uid: str, place: Place, where: Where | None = None) -> None:
        """A form to fill, at a field where one is named."""

    def show_events(self, uid: str | None = None, key: str = "") -> None:
        """The adverse events of a subject, or of the subject last looked at; `key` is the form key of a row to show."""

    def show_picker(self, entering: Entering, done: Callable[[], None]) -> None:
        """The CTCAE picker for the term of an event; `done` runs when it was taken or left."""

    def show_preview(
        self,
        uid: str | None = None,
        place: Place | None = None,
        event: str | None = None,
        blank: bool = False,
        cioms: bool = False,
    ) -> None:
        """The print of a subject's set, one visit or one form (a report as CIOMS form), as a page of the window."""

    def export_data(self) -> None:
        """The data of all subjects as files in a folder a person chooses."""

    def back(self) -> None:
        """Where the person came from."""

    def footer(self, state: Sequence[State], keys: Sequence[Key]) -> None:
        """What the footer says: states left, keys right."""

    def tell(self, sentence: str, kind: Kind = "calm") -> None:
        """One sentence that stands in the footer until the next one or a change of page."""
