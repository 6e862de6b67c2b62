"""An amendment whose process is killed half-way: run again it finishes, and running it once more changes nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crf.actions.amending import amend
from crf.actions.enrol import enrol
from crf.actions.session import Person, new_casebook, open_casebook
from crf.actions.verifying import verify
from crf.faults import Refused
from crf.text import RESOURCES
from tests.second_version import second_version

WHY = "Protocol amendment 1"

KILLED = """
import os, signal, sys
from pathlib import Path
from crf.actions import amending
from crf.actions.session import open_casebook

real, left = amending.commit, int(sys.argv[3])

def commit(*asked):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return real(*asked)

amending.commit = commit
amending.amend(open_casebook(Path(sys.argv[1])), sys.argv[2], "Protocol amendment 1")
"""


@pytest.mark.req("PA-230")
@pytest.mark.parametrize("judged", [0, 1, 2])
def test_a_killed_amendment_goes_on_and_then_changes_nothing(tmp_path: Path, judged: int) -> None:
    path, folder = tmp_path / "site01.casebook", second_version(tmp_path / "second")
    made = new_casebook(path, "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"))
    subjects = [enrol(made, f"01-00{n}") for n in (1, 2, 3)]
    made.close()
    asked = [sys.executable, "-c", KILLED, str(path), str(folder), str(judged)]
    ended = subprocess.run(asked, cwd=RESOURCES.parent, check=False)
    assert ended.returncode == -signal.SIGKILL
    again = open_casebook(path)
    assert again.study.version == "2", "the version was in force when the process died"
    assert amend(again, str(folder), WHY).subjects == len(subjects) - judged
    assert [[act.verb for act in again.file.acts(subject=one)].count("renew") for one in subjects] == [1, 1, 1]
    acts = again.file.act_count()
    with pytest.raises(Refused, match="already"):
        amend(again, str(folder), WHY)
    assert again.file.act_count() == acts
    again.close()
    assert verify(path).troubles == ()
