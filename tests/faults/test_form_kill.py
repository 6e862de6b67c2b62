"""The program killed at any moment while a person enters forms: acknowledged saves stand, what was typed is back."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from crf.actions.enrol import enrol, proposed_number
from crf.actions.entering import Entering
from crf.actions.session import Person, Session, new_casebook, open_casebook
from crf.actions.verifying import verify
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
STUDY = "NK-ACT-BC_2020"
REASON = "Typing error"
ACKS = 60
"""So many acknowledgements may come before the kill: two to three events."""

WITHIN = 0.004
"""Seconds after the last acknowledgement in which the kill falls: about one save."""

Where = tuple[int, str]
Stood = tuple[dict[Where, str], dict[Where, str]]
"""What is saved and what is typed besides, by line and item."""

TYPED: list[tuple[int, str, str]] = [
    (0, "AETERM", "f"), (0, "AETERM", "fe"), (0, "AETERM", "fever"), (0, "AEDECOD", "10016558"), (0, "AESTDAT", "10-M"),
    (0, "AESTDAT", "10-MAR-2026"), (0, "AESTTIM", "21:10"), (1, "AETOXGR", "1"), (0, "AEONGO", "N"),
    (0, "AEENDAT", "11-MAR-2026"), (0, "AEOUT", "RECOVERED"), (0, "AESER", "N"), (0, "AEREL_NK", "Y"),
]  # fmt: skip
CORRECTED: list[tuple[int, str, str]] = [(0, "AETERM", "fever, 38.4"), (0, "AEENDAT", "12-MAR-2026")]
STEPS: list[tuple[int, str, str] | None] = [*TYPED, None, *CORRECTED, None]
"""What is done for one event, None a save."""

HANDS = {(line, item) for line, item, _ in (*TYPED, *CORRECTED)}
"""What is typed by hand: the rest of an event is derived from it or proposed by the definition."""

MEANT = {"10-MAR-2026": "2026-03-10", "11-MAR-2026": "2026-03-11", "12-MAR-2026": "2026-03-12"}


def event(number: int) -> Place:
    """The place of an event."""
    return Place("LOG", "AE", form_key=f"event{number}")


def work(path: Path, say: Callable[[str], None]) -> None:
    """Enrol a subject and enter events of hers for ever; says so after every keystroke and every save."""
    session = open_casebook(path, lambda: NOW)
    uid = enrol(session, proposed_number(session))
    say("enrolled")
    number = 0
    while True:
        number += 1
        entering = Entering(session, uid, event(number))
        for at, step in enumerate(STEPS, 1):
            if step is None:
                entering.save(REASON if entering.needs_reason() else "")
            else:
                if step[0] and step[0] not in entering.record.lines:
                    entering.add_line("AE.GRADE")
                entering.edit(Edit(*step))
            say(f"{number} {at}")


def after(steps: int) -> Stood:
    """How an event stands after so many steps."""
    saved: dict[Where, str] = {}
    typed: dict[Where, str] = {}
    for step in STEPS[:steps]:
        if step is None:
            saved.update({where: MEANT.get(raw, raw) for where, raw in typed.items()})
            typed = {}
        else:
            typed[step[0], step[1]] = step[2]
    return saved, typed


def stands(session: Session, uid: str, number: int) -> Stood:
    """How an event stands in the casebook, as a person finds it who opens it again."""
    entering = Entering(session, uid, event(number))
    answers = {where: answer.value for where, answer in entering.saved.answers.items() if answer.value}
    assert not answers or answers[1, "AECRIT"], "what follows from an answer is saved with it"
    saved = {where: value for where, value in answers.items() if where in HANDS}
    typed = {row.place: {} for row in session.reader.drafts(uid)}
    for row in session.reader.drafts(uid):
        typed[row.place][row.line, row.item] = row.raw
    found = typed.get(event(number), {})
    assert entering.restored == len(found), "all of them are back in the form"
    for where, raw in found.items():
        draft = entering.record.drafts.get(where)
        now = draft.raw if draft else entering.record.answer(where[1], where[0]).value
        assert now == (raw if draft else MEANT.get(raw, raw)), where
    return saved, found


def killed(path: Path, random: Random) -> list[str]:
    """Enter forms in a process of its own and kill it at a random moment; gives what it acknowledged till then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(path, lambda line: os.write(writing, f"{line}\n".encode()) and None)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        heard = [said.readline() for _ in range(random.randrange(ACKS))]
        until = time.perf_counter() + random.random() * WITHIN
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        heard += said.readlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was killed and didn't end by itself"
    return [line.decode().strip() for line in heard if line.endswith(b"\n")]


def check(path: Path, heard: list[str], subjects: int) -> tuple[int, int, int]:
    """What was acknowledged stands; gives the number of subjects, and of the last her events saved and her drafts."""
    session = open_casebook(path, lambda: NOW)
    rows = session.reader.subjects()
    assert len(rows) in ((subjects + 1,) if heard else (subjects, subjects + 1))
    acked = [tuple(map(int, line.split())) for line in heard if line != "enrolled"]
    saved = drafts = 0
    if len(rows) > subjects:
        number, steps = acked[-1] if acked else (1, 0)
        for one in range(1, number):
            assert stands(session, rows[-1].uid, one) == after(len(STEPS))
        found = stands(session, rows[-1].uid, number)
        more = after(steps + 1) if steps < len(STEPS) else None
        assert found in (after(steps), more), (number, steps, found)
        if steps == len(STEPS):  # the next one may have been begun
            assert stands(session, rows[-1].uid, number + 1) in (({}, {}), after(1))
        page = subject_page(session.reader, rows[-1].uid, session.now())
        saved, drafts = page.logs[0].count, page.drafts
    session.close()
    assert verify(path).troubles == ()
    return len(rows), saved, drafts


def campaign(folder: Path, rounds: int, seed: int) -> None:
    """Kill a program that enters forms again and again, going on with the same file."""
    random = Random(seed)
    path = folder / "a.casebook"
    new_casebook(path, STUDY, "01", Person("B. Sample", "coordinator"), clock=lambda: NOW).close()
    subjects = events = drafts = 0
    for _ in range(rounds):
        heard = killed(path, random)
        subjects, saved, found = check(path, heard, subjects)
        events, drafts = events + saved, drafts + (found > 0)
    print(f"{subjects} subjects, {events} events saved, {drafts} times drafts came back", flush=True)


def run(folder: Path, rounds: int, seed: int = 11) -> tuple[int, int, int]:
    """The campaign in a process that has no threads, so that it can fork."""
    command = [sys.executable, "-m", "tests.faults.test_form_kill", str(folder), str(rounds), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    found = re.fullmatch(r"(\d+) subjects, (\d+) events saved, (\d+) times drafts came back\n", done.stdout)
    assert found, done.stdout
    return int(found[1]), int(found[2]), int(found[3])


def test_twenty_kills_while_forms_are_entered(tmp_path: Path) -> None:
    subjects, events, drafts = run(tmp_path, 20)
    assert subjects > 10, "it was killed while it was at work"
    assert events > 10
    assert drafts > 5, "in the middle of typing, too"


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_kills_while_forms_are_entered(tmp_path: Path, seed: int) -> None:
    subjects, events, drafts = run(tmp_path, 100, seed)
    assert (subjects > 60, events > 60, drafts > 30) == (True, True, True)


if __name__ == "__main__":
    campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
