"""Several windows and programs on one file: none takes another's log or locks away, nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crf.faults import FileFault
from crf.store.verify import verify_file
from tests.crf.store.casebooks import LOG, VITALS, act, copy, enrol, entry, open_, save

ROOT = Path(__file__).parents[2]
WRITES = 40


def another_program(path: Path, what: str) -> subprocess.Popen[str]:
    """Start a process that works on the file."""
    command = [sys.executable, "-m", "tests.faults.test_store_windows", str(path), what]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def ended(child: subprocess.Popen[str]) -> None:
    """Wait for it."""
    _, said = child.communicate()
    assert child.returncode == 0, said


def test_a_window_closed_in_this_program_does_not_free_the_file_for_others(tmp_path: Path) -> None:
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        subject = enrol(file)
        open_(path).close()
        verify_file(path)
        open_(path, read_only=True).close()
        ended(another_program(path, "pulse"))
        assert path.with_name("a.casebook-wal").exists(), "the log this window writes to"
        save(file, subject, VITALS, WEIGHT="60")
    with open_(path) as file:
        answers = file.data(subject).at(VITALS).answers
        assert {item for _, item in answers} == {"PULSE", "WEIGHT"}
    assert verify_file(path)[0] == []


def test_two_programs_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        subject = enrol(file)
    children = [another_program(path, name) for name in ("one", "two")]
    for child in children:
        ended(child)
    with open_(path) as file:
        answers = file.data(subject).at(LOG).answers
        assert {item for _, item in answers} == {"one", "two"}
        assert len(answers) == 2 * WRITES
        assert len(file.acts()) == 2 + 2 * WRITES
    troubles, head = verify_file(path)
    assert troubles == []
    assert head.n == 2 + 2 * WRITES


def main(path: Path, what: str) -> None:
    """The other program: one value, or many under its own name."""
    with open_(path) as file:
        subject = file.subjects()[0].uid
        if what == "pulse":
            save(file, subject, VITALS, PULSE="70")
            return
        for line in range(WRITES):
            try:
                file.commit(act("enter", subject), [entry(LOG, what, str(line), line)])
            except FileFault as fault:
                raise AssertionError(line) from fault


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
