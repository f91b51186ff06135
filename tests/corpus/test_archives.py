"""Archives: only plain files inside, read within limits, whatever their makers meant."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.corpus.archives import LIMITS, BadMember, Limits, Member, members
from annotui.corpus.incoming import Incoming, Rejected, incoming

SMALL = Limits(member=10_000, total=40_000, ratio=50, ratio_from=20_000, members=10)


def make_zip(path: Path, files: dict[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", pack) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def make_tar(path: Path, files: dict[str, bytes], **fields: object) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for field, value in fields.items():
                setattr(info, field, value)
            archive.addfile(info, io.BytesIO(data))
    return path


def read(path: Path, limits: Limits = LIMITS) -> list[Member | BadMember]:
    return list(members(path, lambda name: "" if name.endswith(".txt") else "no", limits))


def make(kind: str, folder: Path, files: dict[str, bytes]) -> Path:
    return make_zip(folder / "a.zip", files) if kind == "zip" else make_tar(folder / "a.tgz", files)


KINDS = pytest.mark.parametrize("kind", ["zip", "tar"])


@KINDS
def test_members_come_with_their_bytes(kind: str, tmp_path: Path) -> None:
    files = {"a.txt": b"one", "sub/b.txt": "два".encode(), "Ə.txt": b"three"}
    assert read(make(kind, tmp_path, files)) == [Member(name, data) for name, data in files.items()]


@KINDS
@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "b/../../a.txt", "C:/a.txt", "b\\a.txt"])
def test_a_name_that_leads_out_is_refused(kind: str, name: str, tmp_path: Path) -> None:
    found = read(make(kind, tmp_path, {name: b"x", "b.txt": b"y"}))
    assert found == [BadMember(name, "its name leads out of the archive"), Member("b.txt", b"y")]


@KINDS
def test_hidden_members_are_passed_over(kind: str, tmp_path: Path) -> None:
    files = {".a.txt": b"x", "__MACOSX/a.txt": b"x", "b/.c/d.txt": b"x", "e.txt": b"y"}
    assert read(make(kind, tmp_path, files)) == [Member("e.txt", b"y")]


@KINDS
def test_a_member_that_is_too_large_is_refused_and_the_others_are_read(kind: str, tmp_path: Path) -> None:
    noise = bytes(i * i % 251 for i in range(10_001))
    found = read(make(kind, tmp_path, {"a.txt": noise, "b.txt": b"y"}), SMALL)
    assert found == [BadMember("a.txt", "larger than 10,000 bytes"), Member("b.txt", b"y")]


@KINDS
def test_reading_stops_at_the_total(kind: str, tmp_path: Path) -> None:
    noise = bytes((i * i * i + i) % 251 for i in range(9_000))
    found = read(make(kind, tmp_path, {f"{n}.txt": noise for n in range(8)}), SMALL)
    assert isinstance(found[-1], BadMember)
    assert (found[-1].name, found[-1].reason) == ("", "more than 40,000 bytes unpacked; the rest was not read")
    assert 2 <= len(found) <= 5


@KINDS
def test_reading_stops_at_too_many_members(kind: str, tmp_path: Path) -> None:
    found = read(make(kind, tmp_path, {f"{n}.txt": b"x" for n in range(12)}), Limits(members=10))
    assert found[-1] == BadMember("", "more than 10 members; the rest was not read")
    assert len(found) == 11


def test_a_zip_bomb_spoils_itself_alone(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"bomb.txt": b"\0" * 30_000_000, "b.txt": b"y"})
    found = read(path, Limits(ratio_from=1_000_000))
    assert found == [BadMember("bomb.txt", "more than 200 times as large unpacked as packed"), Member("b.txt", b"y")]


def test_a_gzip_bomb_ends_the_reading(tmp_path: Path) -> None:
    found = read(make_tar(tmp_path / "a.tgz", {"bomb.txt": b"\0" * 30_000_000}), Limits(ratio_from=1_000_000))
    assert found == [BadMember("", "more than 200 times as large unpacked as packed; the rest was not read")]


def test_a_tar_header_that_wants_all_the_memory_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.txt")
        info.pax_headers = {"comment": "".join(chr(33 + i * i % 90) for i in range(1_500_000))}
        archive.addfile(info)
    found = read(path)
    assert found == [BadMember("", "a header larger than 1,048,576 bytes; the rest was not read")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind: bytes, tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tgz", {"a.txt": b""}, type=kind, linkname="/etc/hostname")
    assert read(path) == [BadMember("a.txt", "not a regular file")]


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/hostname")
    assert read(path) == [BadMember("a.txt", "not a regular file")]


def test_a_member_with_a_password_or_a_wrong_checksum_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"AAAA", "b.txt": b"BBBB", "c.txt": b"CCCC"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(b"AAAA")] = ord("x")
    central = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[central + 8] |= 1
    path.write_bytes(data)
    bad_a, bad_b, good = read(path)
    assert isinstance(bad_a, BadMember)
    assert "CRC" in bad_a.reason
    assert isinstance(bad_b, BadMember)
    assert "password" in bad_b.reason
    assert good == Member("c.txt", b"CCCC")


def test_utf8_names_without_their_flag_are_read_as_utf8(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"XXXXXX.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"XXXXXX", "Баз".encode()))
    assert read(path) == [Member("Баз.txt", b"x")]


def test_an_archive_within_an_archive_and_other_kinds_are_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"b.zip": b"PK", "c.tar.gz": b"", "d.pdf": b"%PDF", "e.txt": b"text"})
    found = list(incoming(path))
    assert found[3] == Incoming("e.txt", b"text", f"{path}: e.txt")
    reasons = [item.reason for item in found[:3] if isinstance(item, Rejected)]
    assert reasons[:2] == ["an archive within an archive"] * 2
    assert reasons[2].startswith("not a kind that is taken")


@KINDS
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_broken_archive_is_told_and_never_crashes(kind: str, tmp_path: Path, data: st.DataObject) -> None:
    path = make(kind, tmp_path, {"a.txt": b"one " * 50, "b.txt": b"two"})
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for found in read(path):
        assert isinstance(found, BadMember | Member)
