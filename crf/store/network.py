"""Which folders lie on a network share, where SQLite's write-ahead log breaks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

NETWORK = frozenset(
    {
        *("9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs"),
        *("fuse.ceph", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "fuse.vmhgfs-fuse"),
    }
)
"""File systems whose other end is another computer: shared memory and locks don't reach there."""

REMOTE = "remote drive"
"""What `file_system` says of a UNC path or a mapped drive on Windows."""

DRIVE_REMOTE = 4  # GetDriveTypeW, Windows API


def is_network(kind: str) -> bool:
    """Whether a file system type as `file_system` tells it lies on another computer."""
    return kind.lower() in NETWORK or kind == REMOTE


def file_system(folder: Path) -> str:
    """The type of the file system a folder stands on, empty where it can't be told."""
    if sys.platform == "win32":
        return windows_kind(str(folder.resolve()), _drive_type(folder.resolve().anchor))
    mounts = Path("/proc/mounts")
    return linux_kind(folder.resolve(), mounts.read_text(encoding="utf-8", errors="replace")) if mounts.exists() else ""


def linux_kind(folder: Path, mounts: str) -> str:
    """The type of the longest mount that holds a folder, read from the text of `/proc/mounts`.

    The root of a machine counts as local: a container's own root may be handed in over 9p and is shared with nobody.
    """
    best, kind = Path("/"), ""
    for line in mounts.splitlines():
        _, point, found, *_ = line.split(" ")
        mount = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point))
        if mount != Path("/") and folder.is_relative_to(mount) and len(mount.parts) >= len(best.parts):
            best, kind = mount, found
    return kind


def windows_kind(folder: str, drive_type: int = 0) -> str:
    """`REMOTE` for a UNC path (not the local `\\\\?\\` form) or a drive that Windows calls remote, else empty."""
    plain = folder.replace("/", "\\")
    local = plain.startswith("\\\\?\\") and not plain.upper().startswith("\\\\?\\UNC\\")
    return REMOTE if (plain.startswith("\\\\") and not local) or drive_type == DRIVE_REMOTE else ""


def _drive_type(anchor: str) -> int:
    """What Windows calls the kind of a drive; 0 elsewhere."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(anchor))
