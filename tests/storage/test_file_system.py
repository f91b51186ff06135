"""A project on a network file system is told from one on a disk of this machine, by the table of what is mounted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotui.storage.file_system import network_file_system

LINE = "36 35 {device} / {place} rw,relatime shared:1 - {kind} server:/export rw,vers=4.2\n"


def table(tmp_path: Path, kind: str, device: str = "") -> Path:
    number = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        LINE.format(device="9999:9999", place="/elsewhere", kind="nfs4")
        + LINE.format(device=device or f"{os.major(number)}:{os.minor(number)}", place="/here", kind=kind)
    )
    return mounts


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_named(tmp_path: Path, kind: str) -> None:
    assert network_file_system(tmp_path, table(tmp_path, kind)) == kind


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "overlay", "btrfs"])
def test_a_disk_is_none(tmp_path: Path, kind: str) -> None:
    assert network_file_system(tmp_path, table(tmp_path, kind)) == ""


def test_where_nobody_can_say_it_is_none(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "no-table") == ""
    assert network_file_system(tmp_path / "no-folder", table(tmp_path, "nfs")) == ""
    assert network_file_system(tmp_path, table(tmp_path, "nfs", device="9999:9998")) == ""
