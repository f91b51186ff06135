"""Where a project lies: on a disk of this machine, or on a network file system, whose locks cannot be relied on."""

from __future__ import annotations

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    (
        *("9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs"),
        *("nfs4", "orangefs", "pvfs2", "smb2", "smb3", "smbfs", "webdav", "fuse.davfs2", "fuse.gcsfuse"),
        *("fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    )
)


def network_file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The name of the network file system that a file or folder is on; empty where it is on none, or nobody can say.

    `mounts` is a table as Linux writes /proc/self/mountinfo: the device as major:minor in the third column, the kind of
    file system after a lone dash.
    """
    try:
        device = path.stat().st_dev
        table = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in table.splitlines():
        place, _, kind = line.partition(" - ")
        if place.split()[2:3] == [wanted]:
            name = kind.partition(" ")[0]
            return name if name in _NETWORK else ""
    return ""
