"""A disk that is full: the act is refused whole in one sentence, what was saved stays, and afterwards work goes on."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crf.faults import FileFault
from crf.store.acts import Cache
from crf.store.file import CasebookFile
from crf.store.verify import verify_file
from tests.crf.store.casebooks import ADA, LOG, VITALS, act, copy, enrol, entry, make, open_, save
from tests.crf.store.test_cache import FINDINGS, STATES
from tests.crf.store.test_drafts import draft, raws

TEXT = "long text " * 100
LIMIT = 600_000


def fill(file: CasebookFile, subject: str) -> int:
    """Save acts of 10 entries until the disk refuses; gives how many it took: none of them is there by half."""
    before = file.entry_count()
    taken, said = until_refused(file, subject, before)
    assert "disk" in said
    assert str(file.path) in said
    assert file.entry_count() == before + taken * 10
    return taken


def until_refused(file: CasebookFile, subject: str, line: int) -> tuple[int, str]:
    """How many acts the disk took, and how it refused the next."""
    for taken in range(10_000):
        new = [entry(LOG, "TEXT", TEXT, line=line + taken * 10 + n) for n in range(10)]
        try:
            file.commit(act("enter", subject), new, Cache(subject, STATES, FINDINGS))
        except FileFault as fault:
            return taken, str(fault)
    raise AssertionError("the disk never filled")


def fill_and_go_on(path: Path, free: Callable[[], None]) -> None:
    """Fill the disk, see what stands, make room, and save again."""
    with open_(path) as file:
        subject = enrol(file)
        save(file, subject, VITALS, WEIGHT="60")
        taken = fill(file, subject)
        assert taken > 0
        assert fill(file, subject) == 0, "refused again, and still in use"
        assert file.data(subject).at(VITALS).answer("WEIGHT").value == "60"
        with pytest.raises(FileFault):
            file.keep_draft(draft(subject, "NOTE", TEXT * 300))
        assert len(raws(file, subject)["NOTE"]) == 300_000, "kept in memory until there is room"
        free()
        assert file.flush_drafts()
        save(file, subject, VITALS, WEIGHT="61")
        assert file.states(subject) == {subject: STATES}
    with open_(path) as file:
        assert file.entry_count() == 3 + taken * 10
        assert len(file.drafts(ADA)[0].raw) == 300_000
    assert verify_file(path)[0] == []


def test_the_engine_s_own_limit(tmp_path: Path) -> None:
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        subject = enrol(file)
        (pages,) = file._connection.execute("PRAGMA page_count").fetchone()
        file._connection.execute(f"PRAGMA max_page_count={pages + 20}")
        _, said = until_refused(file, subject, 0)
        assert "is full and nothing was saved. Free some space" in said
        before = file.entry_count()
        file._connection.execute("PRAGMA max_page_count=1000000")
        save(file, subject, VITALS, WEIGHT=TEXT)
        assert file.entry_count() == before + 1
    assert verify_file(path)[0] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of a megabyte, None where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={LIMIT * 2}", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path | None, tmp_path: Path) -> None:
    if small_disk is None:
        under_a_limit(tmp_path)
        return
    path = copy(small_disk / "a.casebook")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * LIMIT)

    def free() -> None:
        subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)

    fill_and_go_on(path, free)


def test_no_casebook_is_made_on_a_full_disk(small_disk: Path | None, tmp_path: Path) -> None:
    if small_disk is None:
        under_a_limit(tmp_path)
        return
    (small_disk / "ballast").write_bytes(b"x" * (LIMIT * 2 - 40_000))
    with pytest.raises(FileFault, match="disk"):
        make(small_disk / "new.casebook")
    assert [found.name for found in small_disk.iterdir()] == ["ballast"]


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    under_a_limit(tmp_path)


def under_a_limit(folder: Path) -> None:
    """Fill up to a size limit in a process of its own."""
    path = copy(folder / "limited.casebook")
    command = [sys.executable, "-m", "tests.faults.test_store_disk", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr


def main(path: Path) -> None:
    """The child: its files may not grow beyond a limit until it lifts that."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    fill_and_go_on(path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
