"""The program killed at any moment: what was acknowledged is there, what wasn't is there whole or not at all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from crf.store.file import CasebookFile
from crf.store.verify import verify_file
from tests.crf.store.casebooks import ADA, LOG, act, copy, enrol, entry, make, open_
from tests.crf.store.test_drafts import draft

VALUES = 12
"""Entries in one act."""

LONG_ENOUGH = 0.08
"""Seconds in which a casebook is made, and some more."""

LINE_LENGTH = 16
"""Bytes of one acknowledgement: "draft 000123.07" or "saved 000123.00", and a line end."""


def type_and_save(path: Path, say: Callable[[str], None]) -> None:
    """Type fields and save them line by line for ever, and say so after each keystroke and save."""
    with open_(path) as file:
        subject = file.subjects()[0].uid
        line = max((found for found, _ in file.heads(subject, place=LOG)), default=0)
        while True:
            line += 1
            for item in range(VALUES):
                file.keep_draft(draft(subject, f"I{item}", f"{line}-{item}", line, LOG))
                say(f"draft {line:06}.{item:02}")
            new = [entry(LOG, f"I{item}", f"{line}-{item}", line) for item in range(VALUES)]
            file.commit(act("enter", subject), new)
            say(f"saved {line:06}.00")


def killed(work: Callable[[Callable[[str], None]], None], random: Random, lines: int, within: float) -> list[str]:
    """Do work in a process of its own and kill it at a random moment; gives what it acknowledged till then.

    The moment comes after some of `lines` acknowledgements and up to `within` seconds.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(lambda line: os.write(writing, f"{line}\n".encode()) and None)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        heard = said.read(LINE_LENGTH * random.randrange(lines))
        until = time.perf_counter() + random.random() * within
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        heard += said.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was killed and didn't end by itself"
    return heard.decode().splitlines()


def check(path: Path, heard: list[str], before: int) -> int:
    """What was acknowledged is there; gives the number of lines saved by now."""
    saved = [int(line[6:12]) for line in heard if line.startswith("saved")]
    typed = [(int(line[6:12]), int(line[13:15])) for line in heard if line.startswith("draft")]
    last = saved[-1] if saved else before
    with open_(path) as file:
        subject = file.subjects()[0].uid
        answers = file.data(subject).at(LOG).answers
        lines = {line for line, _ in answers}
        assert lines in (set(range(1, last + 1)), set(range(1, last + 2))), (last, lines)
        assert {at: answer.value for at, answer in answers.items()} == {
            (line, f"I{item}"): f"{line}-{item}" for line in lines for item in range(VALUES)
        }
        drafts = {(found.line, found.item): found.raw for found in file.drafts(ADA, subject)}
        for line, item in typed:
            assert (line in lines) != (drafts.get((line, f"I{item}")) == f"{line}-{item}"), (line, item)
    assert verify_file(path)[0] == []
    return len(lines)


def campaign(folder: Path, rounds: int, seed: int) -> None:
    """Kill a program that enters forms at random moments, going on with the same file; then one that makes files."""
    random = Random(seed)
    path = copy(folder / "a.casebook")
    with open_(path) as file:
        enrol(file)
    reached = 0
    for _ in range(rounds):
        heard = killed(lambda say: type_and_save(path, say), random, lines=40, within=0.003)
        reached = check(path, heard, reached)
    assert reached > rounds / 2, "it was killed while it was at work"
    made = sum(killed_while_making(folder / f"{n}.casebook", random) for n in range(rounds))
    print(f"{reached} lines saved, {made} files whole", flush=True)


def killed_while_making(path: Path, random: Random) -> bool:
    """Whether a file was made before the kill: then it is whole."""

    def work(say: Callable[[str], None]) -> None:
        make(path)
        signal.pause()

    killed(work, random, lines=1, within=LONG_ENOUGH)
    if path.exists():
        assert verify_file(path)[0] == []
        with open_(path) as file:
            assert_new(file)
    return path.exists()


def assert_new(file: CasebookFile) -> None:
    """Nothing but the act that made it."""
    assert [done.verb for done in file.acts()] == ["create"]


def run(folder: Path, rounds: int) -> tuple[int, int]:
    """The campaign in a process that has no threads, so that it can fork."""
    command = [sys.executable, "-m", "tests.faults.test_store_kill", str(folder), str(rounds), "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    found = re.fullmatch(r"(\d+) lines saved, (\d+) files whole\n", done.stdout)
    assert found, done.stdout
    return int(found[1]), int(found[2])


def test_twenty_kills_lose_no_acknowledged_save_and_no_draft(tmp_path: Path) -> None:
    saved, _ = run(tmp_path, 20)
    assert saved > 10


@pytest.mark.campaign
def test_five_hundred_kills(tmp_path: Path) -> None:
    saved, made = run(tmp_path, 500)
    assert saved > 250
    assert 0 < made < 500, "some were killed before the file was whole, some after"


if __name__ == "__main__":
    campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
