"""Projects to open, and a terminal to open them in."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from .driver import ANNOTUI, Terminal

FERRIES = """\
title: Ferries under three flags
date: 2022-04-16

HELSINKI, April 16. The night boat to Tallinn was late again, and nobody on the quay was surprised.

The timetable goes back to the agreements between the leaders of Finland, Estonia and Latvia - as of March 3, 2020; \
May 14 and October 9, 2021. Harbour masters read them in three languages and sigh in one.

A retired pilot, Aino Saarinen, keeps the first of them framed above her stove. She says that the ink has not faded.
"""
"""An article whose middle paragraph names three agreements in one phrase."""

PAGE = "his log says that the lamp was lit at dusk, that the goats were quiet, and that a boat went by."
LIGHTHOUSE = """\
title: A keeper for the lighthouse
date: 2022-05-02

TALLINN, May 2. The lighthouse on the shoal has a keeper again. Jaan Tamm rowed out with two goats and a radio.

""" + "\n".join(f"Page {number} of {PAGE}\n" for number in range(1, 61))
"""An article of several screens; every paragraph has a number of its own."""

CATALOGUE = """\
id,title,short,dates,place,parties,kind
ferry-2020,Agreement on night ferries,Night ferries 2020,2020-03-03,Helsinki,Finland;Estonia;Latvia,agreement
ferry-may-2021,Agreement on harbour dues,Harbour dues 2021,2021-05-14,Tallinn,Finland;Estonia;Latvia,agreement
ferry-october-2021,Agreement on ice and tugs,Ice and tugs 2021,2021-10-09,Riga,Finland;Estonia;Latvia,agreement
herring-1998,Convention on the herring of the gulf,Herring 1998,1998-06-01,Turku,Finland;Estonia,convention
"""


class MakeProject(Protocol):
    """Gives a new project: the two articles and four records, or `articles` by name and no more."""

    def __call__(
        self, articles: Mapping[str, str | bytes] | None = None, *, name: str = "gulf", catalogue: str = ""
    ) -> Path: ...


class Start(Protocol):
    """Opens a project in a terminal; `env` changes the environment, `arguments` are annotui's."""

    def __call__(
        self,
        project: Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        *,
        arguments: Sequence[str] = (),
        program: Sequence[str] = ANNOTUI,
    ) -> Terminal: ...


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
"""Runs a command of annotui in a project, without a terminal: run(project, "export"). Fails when it fails."""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the program gets: a terminal of today, a home of its own, where nothing is suggested unasked."""
    home = tmp_path_factory.mktemp("home")
    (home / ".config" / "annotui").mkdir(parents=True)
    (home / ".config" / "annotui" / "settings.toml").write_text("suggest = false\nhints = false\n")
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "ANNOTUI_ANNOTATOR": "ana",
    }


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Run:
    def run_it(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*ANNOTUI, *arguments], cwd=project, env=environment, capture_output=True, check=True)

    return run_it


@pytest.fixture(scope="session")
def gulf(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The project that every test gets a copy of."""
    folder = tmp_path_factory.mktemp("template") / "gulf"
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "ferries.txt").write_text(FERRIES)
    (corpus / "lighthouse.txt").write_text(LIGHTHOUSE)
    (folder / "catalogue.csv").write_text(CATALOGUE)
    run(folder, "init")
    run(folder, "agreements", "import", "catalogue.csv")
    return folder


@pytest.fixture
def make_project(tmp_path: Path, gulf: Path, run: Run) -> MakeProject:
    def make(articles: Mapping[str, str | bytes] | None = None, *, name: str = "gulf", catalogue: str = "") -> Path:
        folder = tmp_path / name
        if articles is None:
            shutil.copytree(gulf, folder)
            return folder
        (folder / "corpus").mkdir(parents=True)
        for path, content in articles.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / "corpus" / path).write_bytes(data)
        run(folder, "init", *(("--catalogue", catalogue) if catalogue else ()))
        return folder

    return make


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    """A project with two articles and a catalogue of four records."""
    return make_project()


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Start]:
    """Opens terminals, and ends what still runs in them after the test."""
    opened: list[Terminal] = []

    def start(
        project: Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        *,
        arguments: Sequence[str] = (),
        program: Sequence[str] = ANNOTUI,
    ) -> Terminal:
        given = {name: value for name, value in {**environment, **(env or {})}.items() if value is not None}
        begun = Terminal([*program, *arguments], folder=project, columns=columns, rows=rows, environment=given)
        opened.append(begun)
        return begun

    yield start
    for one in opened:
        one.close()
