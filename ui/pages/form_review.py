"""What is said of a form without changing it: queries and answers, verification, signature, locks; each by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crf.actions import locking, querying
from crf.actions.rights import Right, may
from crf.actions.signing import sign, to_sign
from crf.actions.verifying_source import unverify_items, verify_form, verify_items
from crf.faults import CasebookError, Conflict
from crf.forms.marks import SIGNED
from crf.forms.record import Place, Where
from crf.forms.standing import queries, signed, to_verify, verified
from crf.reading.queries import field_queries
from crf.reading.standing import item_told, lock_told, marks_of, told, who
from crf.reading.views import QueryThread
from crf.text import say, tell
from ui.dialogs.lock import ask_lock, ask_unlock
from ui.dialogs.query import QueryDialog
from ui.dialogs.sign import SignDialog
from ui.panel_review import Said

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from ui.pages.form import FormPage as Base

    Told = tuple[str, str, list[tuple[str, Callable[[], None]]]]
    Entry = tuple[str, str, str, Callable[[], None] | None]
else:
    Base = object


RIGHTS: tuple[tuple[str, Right], ...] = (
    ("query_here", "query"),
    ("ask_form", "query"),
    ("verify_here", "verify"),
    ("verify_all", "verify"),
    ("sign_form", "sign"),
    ("lock_form", "lock"),
)


class Review(Base):
    """The acts of those who look a form over; each ends in one sentence and the form as it stands then."""

    whole = False  # whether the reply goes to the query on the whole form

    def look(self, act: Callable[[], str]) -> None:
        """Do something that marks the form; what was typed and not saved stays."""
        try:
            sentence = act()
        except Conflict:
            sentence = say("review.conflict")
        except CasebookError as fault:
            sentence = tell(fault.message)
            self.reread()
            self.window_.tell(sentence, "red")
            return
        self.reread()
        self.window_.tell(sentence)

    def reread(self) -> None:
        """Show what stands in the casebook now, with what was typed and not saved."""
        held = self.sheet.current
        self.entering.reread()
        self.close_band()
        self.show_band(self.band_for(self.entering))
        self.refresh(force=True)
        if held:
            self.sheet.go(held)

    @property
    def refuses(self) -> tuple[str, ...]:
        """What the person at the keyboard can't do."""
        return tuple(act for act, right in RIGHTS if not may(self.session, right))

    def another_person(self) -> None:
        """Somebody else took the keyboard: the form as she may use it, with her own drafts."""
        self.entering = self.open_entering()
        self.show_band(self.band_for(self.entering))
        self.refresh(force=True)

    @property
    def where_now(self) -> Where:
        """The field the keyboard is in; the form itself where it is in none."""
        return (self.field.line, self.field.item) if self.field else (0, "")

    # queries

    def threads(self) -> tuple[QueryThread, ...]:
        """The queries of this field, then those of the whole form."""
        asked: list[QueryThread] = []
        for where in dict.fromkeys((self.where_now, (0, ""))):
            asked += field_queries(self.session.reader, self.uid, self.place, where, self.now())
        return tuple(asked)

    def query_here(self) -> None:
        """Go to the query of this field that waits, or ask one."""
        if any(one.waits for one in (self.field.queries if self.field else ())):
            self.thread_here()
        else:
            self.ask_query()

    def thread_at(self, where: Where) -> None:
        """The thread of another field's query."""
        self.sheet.go(where)
        self.thread_here()

    def form_thread(self) -> None:
        """The thread of the query on the whole form."""
        self.thread_here(whole=True)

    def thread_here(self, whole: bool = False) -> None:
        """The thread of this field's query (of the form's, where `whole`) in the panel, the keyboard in the reply."""
        self.whole = whole
        if self.panel.isHidden():
            self.toggle_panel()
        self._show_panel()
        self.panel.take_reply()

    def ask_query(self) -> None:
        """Ask something about this field."""
        self._ask(self.where_now, f"{self.field.number} {self.field.question}" if self.field else self.what())

    def ask_form(self) -> None:
        """Ask something about the whole form."""
        self._ask((0, ""), self.what())

    def _ask(self, where: Where, about: str) -> None:
        if not may(self.session, "query"):
            self.window_.tell(say("review.cant"), "amber")
            return
        dialog = QueryDialog(self, about)
        dialog.given.connect(lambda text: self.look(lambda: self._asked(where, text)))
        dialog.open()

    def _asked(self, where: Where, text: str) -> str:
        querying.open_query(self.session, self.uid, self.place, where, text)
        return say("query.opened")

    def step_query(self, act: str, thread: QueryThread, text: str) -> None:
        """Take a step in a thread: answer, close or reopen."""
        done = {"answer": querying.answer_query, "close": querying.close_query, "reopen": querying.reopen_query}[act]

        def stepped() -> str:
            done(self.session, self.uid, self.place, (thread.where[0], thread.mark), text)
            return say(f"query.done.{act}")

        self.look(stepped)

    def steps_of(self, thread: QueryThread) -> tuple[str, ...]:
        """What the person at the keyboard can do in a thread."""
        closing = querying.may_close(self.session, self.uid, self.place, (thread.where[0], thread.mark))
        answer = thread.state == "open" and may(self.session, "answer")
        found = [("answer", answer), ("close", closing and thread.state != "closed")]
        found.append(("reopen", closing and thread.state != "open"))
        return tuple(act for act, can in found if can)

    # verification against the source

    def verify_here(self) -> None:
        """Say that this field was compared with its source, or take it back."""
        where = self.where_now
        if not may(self.session, "verify"):
            self.window_.tell(say("review.cant"), "amber")
        elif verified(self.entering.saved, where) == "holds":
            self.look(lambda: self._verified(unverify_items, where, "sdv.undone"))
        else:
            self.look(lambda: self._verified(verify_items, where, "sdv.done"))

    def _verified(self, act: Callable[..., object], where: Where, sentence: str) -> str:
        act(self.session, self.uid, self.place, [where])
        return say(sentence)

    def verify_on(self) -> None:
        """Space: verify this field where that is due, and go to the next."""
        where = self.where_now
        if not may(self.session, "verify"):
            return
        needed = where in to_verify(self.entering.form, self.entering.saved)
        if needed and verified(self.entering.saved, where) != "holds":
            self.look(lambda: self._verified(verify_items, where, "sdv.done"))
        if self.sheet.current in self.sheet.cells:
            self.sheet.advance(self.sheet.cells[self.sheet.current].editor)

    def verify_all(self) -> None:
        """Say it of every answer of the form."""

        def done() -> str:
            count = verify_form(self.session, self.uid, self.place).count
            return say("sdv.done_all.1" if count == 1 else "sdv.done_all", count=count)

        self.look(done)

    # signature and locks

    def sign_form(self) -> None:
        """Sign this form."""
        if may(self.session, "sign"):
            ask_signature(self, [self.place], None)
        else:
            self.window_.tell(say("review.cant"), "amber")

    def lock_form(self) -> None:
        """Lock this form, or open it again where it is locked by itself."""
        lock = self.entering.lock
        if not may(self.session, "lock"):
            self.window_.tell(say("review.cant"), "amber")
        elif lock is None:
            self._reasoned(ask_lock(self, self.what()), locking.lock_form, "lock.done")
        elif lock.scope == "form":
            self._reasoned(ask_unlock(self, self.what()), locking.unlock_form, "unlock.done")
        else:
            self.window_.tell(say(f"lock.elsewhere.{lock.scope}"), "amber")

    def _reasoned(self, dialog, act: Callable[..., object], sentence: str) -> None:
        def given(reason: str) -> str:
            act(self.session, self.uid, self.place, reason)
            return say(sentence)

        dialog.given.connect(lambda reason: self.look(lambda: given(reason)))
        dialog.open()

    # how it shows

    def said(self) -> Said:
        """What the panel shows of this field and form besides the answer."""
        record = self.entering.saved
        if not record.marks and self.entering.lock is None:
            return Said()
        acts = marks_of(self.session.reader, self.uid)
        lines = [item_told(acts, self.place, record, self.where_now), *told(self.entering.context, acts, self.place)]
        threads = self.threads()
        near = sorted(threads, key=lambda one: (one.state == "closed", self.whole and bool(one.where[1])))
        first = near[0] if near else None
        return Said(threads, tuple(line for line in lines if line), first, self.steps_of(first) if first else ())

    def standing_told(self, entering: Entering) -> Told | None:
        """Why a form is only looked at, or what a change would end: it is locked, or signed; None where neither."""
        lock = entering.lock
        if lock is not None:
            acts = marks_of(self.session.reader, self.uid)
            mends = (
                [(say("review.unlock"), self.lock_form)] if may(self.session, "lock") and lock.scope == "form" else []
            )
            return "", lock_told(entering.context, acts, self.place), mends
        if entering.restored:
            return None  # what to do with the drafts that came back is asked first
        asked = [one for one in queries(entering.saved) if one.waits and not one.item]
        if asked:
            mends = [(say("query.thread"), self.form_thread)]
            return "", say(f"query.notice.{asked[-1].state}", text=asked[-1].text), mends
        if signed(entering.saved) == "holds" and may(self.session, "enter"):
            act = marks_of(self.session.reader, self.uid)[self.place, 0, SIGNED]
            return "", say("sign.band", who=who(act)), []
        return None

    def review_entries(self) -> list[Entry]:
        """What the menu of the form offers to the person at the keyboard."""
        own = self.entering.lock is not None and self.entering.lock.scope == "form"
        offered = (
            ("query", "envelope-simple", "review.query", "Ctrl+Shift+Q", self.query_here),
            ("query", "envelope-simple", "review.query_form", "", self.ask_form),
            ("verify", "checks", "review.verify", "Ctrl+Shift+V", self.verify_here),
            ("verify", "checks", "review.verify_form", "", self.verify_all),
            ("sign", "pencil-simple", "review.sign", "Ctrl+Shift+G", self.sign_form),
            ("lock", "lock-open" if own else "lock", "review.unlock" if own else "review.lock", "Ctrl+Shift+L",
             self.lock_form),
        )  # fmt: skip
        return [(icon, say(words), key, act) for right, icon, words, key, act in offered if may(self.session, right)]


def ask_signature(page, places: list[Place], visit: tuple[str, str] | None) -> None:
    """Show what one signature would cover, ask for the name and sign; the page's `look` shows how things stand then."""
    session = page.session
    found = to_sign(session, page.uid, places, visit)
    if not found:
        page.window_.tell(say("sign.nothing"), "amber")
        return
    label = session.reader.data(page.uid).label or say("app.site", site=session.site)
    dialog = SignDialog(page, label, found, session.person.name)

    def signed(places: list[Place], name: str, knowing: bool) -> None:
        def done() -> str:
            sign(session, page.uid, places, name, knowing)
            return say("sign.done")

        page.look(done)

    dialog.signed.connect(signed)
    dialog.led.connect(lambda place, where: page.window_.show_form(page.uid, place, where))
    dialog.open()
