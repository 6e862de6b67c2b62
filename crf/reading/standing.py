"""What stands on a form besides its answers, in words: its status, who verified, signed and locked it, and when."""

from __future__ import annotations

from collections.abc import Mapping

from crf.forms.context import Context
from crf.forms.marks import LOCKED, SIGNED, VERIFIED
from crf.forms.record import Place, Record, Status, Where
from crf.forms.standing import all_verified, lock_of, signed, status_of, to_verify, verified
from crf.reading.history import role, show_stamp
from crf.reading.reader import Reader
from crf.reading.views import CellStatus
from crf.store.acts import SUBJECT_FORM, VISIT_FORM, Act, FormState
from crf.study.model import Form
from crf.text import say

Acts = Mapping[tuple[Place, int, str], Act]


def form_status(context: Context, place: Place, status: Status) -> Status:
    """The status of a form in one word, from that of its data."""
    record, form = context.data.at(place), context.study.form(place.form)
    return status_of(status, form, record, lock_of(context.data, place) is not None)


def stage_of(form: Form, record: Record, status: CellStatus) -> CellStatus:
    """What the data have reached, where the status says that findings or queries hang on them."""
    if status not in ("findings", "queries"):
        return status
    return "verified" if all_verified(form, record) else "complete"


def cell_status(context: Context, place: Place, state: FormState | None, drafts: int) -> CellStatus:
    """How a form stands in the matrix or a log: voided, typed and not saved, or its status."""
    if state is not None and state.voided:
        return "voided"
    status = form_status(context, place, state.status if state else "not started")
    return "draft" if drafts and status != "locked" else status


def told(context: Context, acts: Acts, place: Place) -> tuple[str, ...]:
    """Who verified, signed and locked a form, a sentence each; also what was changed since."""
    record = context.data.at(place)
    lines = (_verified(context, acts, place, record), _signed(acts, place, record), lock_told(context, acts, place))
    return tuple(line for line in lines if line)


def _verified(context: Context, acts: Acts, place: Place, record: Record) -> str:
    needed = to_verify(context.study.form(place.form), record)
    states = [verified(record, where) for where in needed]
    done, changed = states.count("holds"), states.count("changed")
    if not done and not changed:
        return ""
    last = max((act for (at, _, mark), act in acts.items() if at == place and mark.startswith(VERIFIED)), key=_order)
    text = say("standing.verified", count=done, of=len(needed), who=who(last))
    return f"{text} {say('standing.verified.changed', count=changed)}" if changed else text


def _signed(acts: Acts, place: Place, record: Record) -> str:
    state, act = signed(record), acts.get((place, 0, SIGNED))
    if not state or act is None:
        return ""
    return say("standing.signed" if state == "holds" else "standing.signed.changed", who=who(act))


def lock_told(context: Context, acts: Acts, place: Place) -> str:
    """What locks a form, by whom and why; empty where nothing does."""
    lock = lock_of(context.data, place)
    if lock is None:
        return ""
    at = {
        "form": place,
        "visit": Place(place.event, VISIT_FORM, place.event_key),
        "subject": Place("", SUBJECT_FORM),
    }[lock.scope]
    return say(f"standing.locked.{lock.scope}", who=who(acts[at, 0, LOCKED]), reason=lock.reason)


def item_told(acts: Acts, place: Place, record: Record, where: Where) -> str:
    """Whether an item was verified, by whom; empty where nobody said so."""
    state, act = verified(record, where), acts.get((place, where[0], VERIFIED + where[1]))
    if not state or act is None:
        return ""
    return say("standing.item" if state == "holds" else "standing.item.changed", who=who(act))


def who(act: Act) -> str:
    """A. Vidal, Monitor, 16 MAR 2026 09:12 +01:00."""
    return f"{act.person.name}, {role(act)}, {show_stamp(act)}"


def marks_of(reader: Reader, uid: str) -> Acts:
    """The acts behind what stands of a subject."""
    return reader.file.mark_acts(uid)


def _order(act: Act) -> int:
    return act.id
