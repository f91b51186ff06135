"""Where formats of several files go: an archive, or a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO, Final, NamedTuple

_MADE: Final = (1980, 1, 1, 0, 0, 0)


class Member(NamedTuple):
    """A file of several: its name, `/`-separated, and its bytes."""

    name: str
    data: bytes


def write_zip(out: BinaryIO, members: Iterable[Member]) -> None:
    """Write files as a zip archive, one at a time; the same files give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            about = zipfile.ZipInfo(member.name, _MADE)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, member.data)
