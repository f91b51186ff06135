"""Small projects of our own for every test that needs one, and an environment that is nobody's."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from annotui.formats.agreements import read_agreements
from annotui.project.opening import Project, create_project, open_project
from annotui.project.sync import sync
from annotui.storage.catalogue import put_agreement

TEXTS: Mapping[str, str] = {
    "a-harbour.txt": (
        "Harbour talks end\n\nEnvoys of Norland and Sudria met in Port Vale. The Harbour Accord of 3 May 2019 holds.\n"
        "Mira Tolen called the Accord a beginning.\n"
    ),
    "b-ferry.txt": "Ferry line reopens\n\nThe Ferry Protocol was signed in Port Vale on 7 June 2020.\n",
    "sub/c-caf\u00e9.txt": "Caf\u00e9 \U0001f600 news\n\nNo treaty is named here, only \u0218tefan's caf\u00e9.\n",
}
CATALOGUE: tuple[Mapping[str, object], ...] = (
    {
        "id": "harbour-2019",
        "title": "Harbour Accord between Norland and Sudria",
        "short": "Harbour Accord",
        "dates": ["2019-05-03"],
        "place": "Port Vale",
        "parties": ["Norland", "Sudria"],
        "kind": "accord",
        "aliases": ["Port Vale accord"],
    },
    {"id": "ferry-2020", "title": "Ferry Protocol", "dates": ["2020-06-07"], "kind": "protocol"},
    {"id": "harbour-2021", "title": "Second Harbour Accord", "dates": ["2021-05"]},
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much is tried of what takes long."""
    parser.addoption(
        "--faults", choices=["sample", "all"], default="sample", help="of the tests marked faults: a sample, or all"
    )
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="try N examples in each test of tests/fuzz")


def pytest_configure(config: pytest.Config) -> None:
    """Pass on how much is tried: it is asked for when the tests are read."""
    if config.getoption("--fuzz"):
        os.environ["ANNOTUI_FUZZ"] = str(config.getoption("--fuzz"))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests in a terminal wait more than they compute."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and annotator of our own, not the machine's: nothing is suggested unasked but where a test wants it."""
    settings = tmp_path_factory.getbasetemp() / "settings.toml"
    settings.write_text("suggest = false\nhints = false\n", encoding="utf-8")
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(settings))
    monkeypatch.setenv("ANNOTUI_ANNOTATOR", "vera")


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    """Where `make_project` makes its project."""
    return tmp_path / "project"


@pytest.fixture
def make_project(project_folder: Path) -> Iterator[Callable[..., Project]]:
    """`make_project(texts, catalogue, annotator)`: a project with these articles and records, read in and open.

    None of that is an act, so there is nothing to undo.
    Called again it opens the same project as another annotator. Everything is closed at the end.
    """
    opened: list[Project] = []

    def make(
        texts: Mapping[str, str] = TEXTS,
        catalogue: tuple[Mapping[str, object], ...] = CATALOGUE,
        annotator: str = "vera",
    ) -> Project:
        if (project_folder / "annotations.db").exists():
            project = open_project(project_folder, annotator, busy_seconds=0.2)
        else:
            for path, text in texts.items():
                file = project_folder / "corpus" / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
            project = create_project(project_folder, annotator)
            if catalogue:
                lines = "\n".join(json.dumps(record) for record in catalogue).encode()
                with project.store.setting_up(annotator) as writer:
                    for record in read_agreements(lines, "jsonl", "catalogue").records:
                        put_agreement(writer, record)
            sync(project)
        opened.append(project)
        return project

    yield make
    for project in opened:
        project.close()


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """A project with three articles and three agreements, opened as vera."""
    return make_project()


@pytest.fixture
def exported() -> Callable[..., list[dict[str, object]]]:
    """`exported(project)`: every article with its annotations, as the JSONL export has them."""
    from annotui.project.exporting import Selection, export

    def read(project: Project) -> list[dict[str, object]]:
        out = io.BytesIO()
        export(project, out, "jsonl", Selection())
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return read
