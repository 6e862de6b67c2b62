"""Queries: a question about an item or a form, asked, answered, closed and opened again; its thread is its history."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.rights import may, require
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.marks import QUERY
from crf.forms.record import Answer, Place, Record, Where
from crf.forms.standing import Query, QueryState, queries

LONGEST = 2000
"""Characters of one step of a thread."""


def open_query(session: Session, uid: str, place: Place, where: Where, text: str) -> str:
    """Ask something about an item of a line, or about the form (item ""); returns the query's mark.

    Also of an item that has no answer, or a form not begun; refused at a row of a log that was never saved.
    """
    require(session, "query")
    line, item = where
    form = session.study.form(place.form)
    if form.log and not session.reader.data(uid).at(place).started:
        raise refuse("query.unsaved")
    if item:
        form.item(item)
    mark = f"{QUERY}{item}:{session.token()[:12]}"
    _write(session, "query", uid, place, (line, mark), "open", text)
    return mark


def answer_query(session: Session, uid: str, place: Place, where: Where, text: str) -> Done:
    """Answer an open query, named by its line and mark; the value it asks about stays as it is."""
    require(session, "answer")
    if find(session, uid, place, where).state != "open":
        raise refuse("query.not_open")
    return _write(session, "answer", uid, place, where, "answered", text)


def close_query(session: Session, uid: str, place: Place, where: Where, text: str) -> Done:
    """Close a query that is open or answered."""
    if find(session, uid, place, where).state == "closed":
        raise refuse("query.closed_already")
    _may_close(session, uid, place, where)
    return _write(session, "close", uid, place, where, "closed", text)


def reopen_query(session: Session, uid: str, place: Place, where: Where, text: str) -> Done:
    """Send an answered query back for more, or open a closed one again."""
    if find(session, uid, place, where).state == "open":
        raise refuse("query.open_already")
    _may_close(session, uid, place, where)
    return _write(session, "reopen", uid, place, where, "open", text)


def find(session: Session, uid: str, place: Place, where: Where) -> Query:
    """The query of a line and mark as it stands; refused where it was voided with its line or never was."""
    record: Record = session.reader.data(uid).at(place)
    found = next((one for one in queries(record) if (one.line, one.mark) == where), None)
    if found is None or 0 in record.voided:
        raise refuse("query.gone")
    return found


def may_close(session: Session, uid: str, place: Place, where: Where) -> bool:
    """Whether the person at the keyboard can close a query: monitor, data manager, or who opened it."""
    first = session.file.history(uid, place, where[0], where[1])[0]
    return may(session, "close") or first.act.person == session.person


def _may_close(session: Session, uid: str, place: Place, where: Where) -> None:
    if not may_close(session, uid, place, where):
        require(session, "close")


def _write(session: Session, verb: str, uid: str, place: Place, where: Where, state: QueryState, text: str) -> Done:
    if not text.strip():
        raise refuse("query.text")
    if len(text.strip()) > LONGEST:
        raise refuse("query.long", most=LONGEST)
    line, mark = where
    return commit(session, verb, uid, [Change(place, line, mark, Answer(state, note=text.strip()))])
