"""Files of any bytes in corpus/ and given to `add`: read or refused in words, and the project is sound afterwards."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from annotui.project.adding import add
from annotui.project.figures import check
from annotui.project.opening import create_project
from annotui.project.sync import sync

from .lengths import examples

WORDS = [
    "Oslo",
    "the accord of 9 May 2021",
    "\r\n",
    "\n\n",
    "\t",
    " ",
    "\ufeff",
    "\x1b[2J",
    "\u202e",
    "e\u0301",
    "漢字",
    "\0",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=20).map("".join)
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "latin-1", "utf-32"])
BYTES = st.binary(max_size=300) | st.tuples(TEXTS, CODECS).map(lambda made: made[0].encode(made[1], "replace"))
STEMS = st.sampled_from(["a", "b b", "c-ö", "d\u202e", "x" * 80, "-e", "=f", "sub/g", "sub/deep/h"])
ENDINGS = st.sampled_from([".txt", ".md", ".html", ".jsonl", ".csv", ".zip", ".tar.gz", ".TXT", ""])


def named(_: object, where: str, said: str) -> None:
    """What is told of a file names it, and is fit for a line of a terminal once it is made safe."""
    assert where
    assert "Traceback" not in said


def archive(ending: str, data: bytes) -> bytes:
    """An archive with a member of these bytes, whose name leads out."""
    packed = io.BytesIO()
    if ending == ".zip":
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("../out.txt", data)
            file.writestr("in.txt", data)
        return packed.getvalue()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name in ("/abs.txt", "in.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), mtime=0)


@examples(25)
@given(st.dictionaries(STEMS, BYTES, min_size=1, max_size=4), st.dictionaries(STEMS, BYTES, max_size=4))
def test_a_corpus_of_any_bytes_is_read_or_refused_in_words(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        with closing(create_project(folder, "vera")) as project:
            for state in (before, after):
                for stem, data in state.items():
                    file = folder / "corpus" / f"{stem}.txt"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
                sync(project, tell=named)
                assert not [fault for fault in check(project) if fault.kind != "orphaned"]
            assert not sync(project).changed


@examples(25)
@given(st.lists(st.tuples(STEMS, ENDINGS, BYTES, st.booleans()), min_size=1, max_size=4))
def test_files_of_any_bytes_are_added_or_refused_in_words(files: list[tuple[str, str, bytes, bool]]) -> None:
    with TemporaryDirectory() as place:
        folder, given_files = Path(place) / "project", Path(place) / "given"
        folder.mkdir()
        with closing(create_project(folder, "vera")) as project:
            paths = []
            for stem, ending, data, packed in files:
                file = given_files / (stem + ending)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(archive(ending, data) if packed and ending in (".zip", ".tar.gz") else data)
                paths.append(file)
            add(project, paths, tell=named)
            assert not check(project)
        outside = {path.name for path in Path(place).iterdir()} - {"project", "given"}
        assert not outside
        assert not any(path.is_symlink() for path in folder.rglob("*"))
