"""Folders on other computers are told from those of this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.faults import FileFault
from crf.store import paths
from crf.store.network import DRIVE_REMOTE, REMOTE, file_system, is_network, linux_kind, windows_kind
from tests.crf.store.casebooks import copy, make, open_

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//nas/crf /mnt/crf cifs rw 0 0
/dev/sdb1 /mnt/crf/local xfs rw 0 0
nas:/trials /mnt/our\040trials nfs4 rw 0 0
ada@nas: /home/ada/nas fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/crf", "cifs"),
        ("/mnt/crf/01/a", "cifs"),
        ("/mnt/crf/local/a", "xfs"),
        ("/mnt/crfs", ""),
        ("/mnt/our trials/x", "nfs4"),
        ("/home/ada/nas", "fuse.sshfs"),
        ("/home/ada", ""),
        ("/tmp/x", "tmpfs"),
    ],
)
def test_the_innermost_mount_counts(folder: str, kind: str) -> None:
    assert linux_kind(Path(folder), MOUNTS) == kind


def test_the_root_of_a_container_is_its_own() -> None:
    assert linux_kind(Path("/data"), "none / 9p rw 0 0\n") == ""


def test_a_later_mount_hides_an_earlier_one() -> None:
    assert linux_kind(Path("/mnt/a"), "x /mnt/a nfs rw 0 0\ny /mnt/a ext4 rw 0 0\n") == "ext4"


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "CIFS", "fuse.sshfs", "9p", "vboxsf", REMOTE])
def test_network_file_systems_are_known(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize("kind", ["", "ext4", "btrfs", "xfs", "tmpfs", "overlay", "ntfs3", "vfat", "fuseblk", "zfs"])
def test_local_file_systems_are_not(kind: str) -> None:
    assert not is_network(kind)


@pytest.mark.parametrize(
    ("folder", "drive", "kind"),
    [
        (r"\\nas\trials", 0, REMOTE),
        ("//nas/trials", 0, REMOTE),
        (r"\\?\UNC\nas\trials", 0, REMOTE),
        (r"\\?\C:\trials", 3, ""),
        (r"C:\trials", 3, ""),
        (r"N:\trials", DRIVE_REMOTE, REMOTE),
    ],
)
def test_unc_paths_and_mapped_drives_are_remote(folder: str, drive: int, kind: str) -> None:
    assert windows_kind(folder, drive) == kind


def test_this_machine_can_be_asked(tmp_path: Path) -> None:
    assert not is_network(file_system(tmp_path))


def test_a_casebook_on_a_network_drive_is_neither_made_nor_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = copy(tmp_path / "there.casebook")
    monkeypatch.setattr(paths, "file_system", lambda folder: "cifs")
    with pytest.raises(FileFault, match="network drive"):
        make(tmp_path / "new.casebook")
    with pytest.raises(FileFault, match="network drive"):
        open_(there)
    assert [found.name for found in tmp_path.iterdir()] == ["there.casebook"]
