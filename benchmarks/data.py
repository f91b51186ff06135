"""The data to measure with: texts, projects with a large article, libraries; made once, kept in the work folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

from benchmarks import processes, texts
from benchmarks.environments import FILL, Say, Tools
from benchmarks.terminal import REST, Terminal

Size = Literal["10kb", "1mb", "10mb"]
SIZES: dict[Size, tuple[int, int]] = {"10kb": (10_000, 100), "1mb": (1_000_000, 10_000), "10mb": (10_000_000, 10_000)}
"""Bytes of an article, and how many spans it has."""

ARTICLE = "article.txt"
_LABELS = 6
_BESIDE = 200
_FILES_A_FOLDER = 1000
_SEED = 20220416
_GONE_SECONDS = 5.0
"""How long a program that was left may still write: its child processes end by themselves."""


@dataclass(frozen=True, slots=True)
class Data:
    """What there is in the work folder; each is made when it is first asked for."""

    work: Path
    tools: Tools
    say: Say

    @property
    def folder(self) -> Path:
        """Where it is kept. Its name changes with the format of the database and with what makes the data."""
        made_by = Path(texts.__file__).read_bytes() + FILL.read_bytes()
        return self.work / f"data-{hashlib.sha256(self.tools.format.encode() + made_by).hexdigest()[:12]}"

    def text(self, size: Size) -> Path:
        """The text of an article, as a file for programs that read one."""
        return self._made(f"{size}.txt", lambda at: at.write_text(_article(size), encoding="utf-8"))

    def article(self, size: Size, *, beside: bool = False) -> Path:
        """A project whose article of this size was open last; with `beside` it has 200 short ones too."""
        return self._made(f"article-{size}{'-beside' if beside else ''}", lambda at: self._article(at, size, beside))

    def library(self, count: int) -> Path:
        """A project with so many short articles, one in ten of them done."""
        return self._made(f"library-{count}", lambda at: self._library(at, count))

    def files(self, count: int, size: int) -> Path:
        """A folder of so many articles of about `size` bytes, with no project made of it yet."""

        def make(at: Path) -> None:
            for number in range(count):
                file = at / "corpus" / f"{number // _FILES_A_FOLDER:04}" / f"{number:07}.txt"
                file.parent.mkdir(parents=True, exist_ok=True)
                title = f"{texts.name(number)} as it happened"
                file.write_text(texts.article(size - 300, title=title, seed=number), encoding="utf-8")

        return self._made(f"files-{count}", make)

    def copy(self, project: Path, name: str) -> Path:
        """A copy of a project that may be written to; one of that name from before goes.

        It is on the disk, so that no program that is measured has to wait until the copy is.
        """
        place = self._cleared(name)
        shutil.copytree(project, place)
        os.sync()
        return place

    def scratch(self, name: str) -> Path:
        """An empty folder; one of that name from before goes."""
        place = self._cleared(name)
        place.mkdir(parents=True)
        return place

    def _cleared(self, name: str) -> Path:
        """A place where nothing is; what a program that was just left still writes there goes, too."""
        place = self.work / "run" / name
        end = perf_counter() + _GONE_SECONDS
        while place.exists() and perf_counter() < end:
            shutil.rmtree(place, ignore_errors=True)
        return place

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        folder = self.folder
        place = folder / name
        if not place.exists():
            self.say(f"making {name} in {folder}")
            for old in self.work.glob("data-*"):
                if old != folder:
                    shutil.rmtree(old)
            folder.mkdir(exist_ok=True)
            begun = folder / f"{name}.part"
            if begun.is_dir():
                shutil.rmtree(begun)
            make(begun)
            begun.rename(place)
        return place

    def _article(self, at: Path, size: Size, beside: bool) -> None:
        corpus = at / "corpus"
        corpus.mkdir(parents=True)
        text = _article(size)
        (corpus / ARTICLE).write_text(text, encoding="utf-8")
        for number in range(_BESIDE if beside else 0):
            (corpus / f"short-{number:04}.txt").write_text(texts.short(number), encoding="utf-8")
        self._annotui("init", at=at)
        found = texts.spans(text, SIZES[size][1], labels=_LABELS, seed=_SEED)
        spans = at / "spans.json"
        spans.write_text(json.dumps(found))
        self._fill("spans", str(at), ARTICLE, str(spans), at=at)
        spans.unlink()
        with Terminal(
            [self.tools.annotui], columns=80, rows=24, environment=self.tools.environment, folder=at
        ) as terminal:
            terminal.wait_written(title(size))
            terminal.quiet(REST)
            terminal.press(b"\r", lambda shown: shown.has(f"title: {title(size)}"), gap=REST)
            terminal.send(b"Q")
            terminal.wait_end()

    def _library(self, at: Path, count: int) -> None:
        for number in range(count):
            file = at / "corpus" / f"{number // _FILES_A_FOLDER:04}" / f"{number:07}.txt"
            if number % _FILES_A_FOLDER == 0:
                file.parent.mkdir(parents=True)
            file.write_text(texts.short(number), encoding="utf-8")
            if number == 0:
                self._annotui("init", at=at)
        self._fill("library", str(at), at=at)

    def _annotui(self, *arguments: str, at: Path) -> None:
        processes.run([self.tools.annotui, *arguments], environment=self.tools.environment, folder=at)

    def _fill(self, *arguments: str, at: Path) -> None:
        command = [self.tools.python, str(FILL), *arguments]
        processes.run(command, environment=self.tools.environment, folder=at)


def title(size: Size) -> str:
    """The title of the article of a size; a word that stands in nothing else."""
    return f"Harbours-{size}"


def _article(size: Size) -> str:
    return texts.article(SIZES[size][0], title=title(size), seed=_SEED)
