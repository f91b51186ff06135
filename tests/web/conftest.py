"""A project that is served, and a browser to open it in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ANNOTUI = (sys.executable, "-m", "annotui")
ARTICLE = "HELSINKI, April 16. The Ferry Protocol holds, the harbour masters say.\n"
CATALOGUE = "id,title\nferry-2020,Ferry Protocol\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one article and one record, which stays as it is."""
    gulf = tmp_path_factory.mktemp("made") / "gulf"
    (gulf / "corpus").mkdir(parents=True)
    (gulf / "corpus/ferries.txt").write_text(ARTICLE)
    (gulf / "catalogue.csv").write_text(CATALOGUE)
    for command in (["init", "--annotator=vera"], ["agreements", "import", "catalogue.csv", "--annotator=vera"]):
        subprocess.run([*ANNOTUI, *command], cwd=gulf, capture_output=True, check=True)
    return gulf


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of that project, to work on."""
    return shutil.copytree(made, tmp_path / "gulf")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`annotui serve` at work in a folder: the address that it prints, and its process."""
    process = subprocess.Popen(
        [*ANNOTUI, "serve", *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where the project is served."""
    pytest.importorskip("textual_serve", reason="the extra web is not installed")
    with serving(folder) as (printed, _):
        yield printed


@pytest.fixture(scope="module")
def closed_address(made: Path) -> Iterator[str]:
    """Where a project is served to those who do not get in: nothing of it is changed."""
    pytest.importorskip("textual_serve", reason="the extra web is not installed")
    with serving(made) as (printed, _):
        yield printed


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[object]:
    """An empty page of a browser."""
    pytest.importorskip("aiohttp", reason="the extra web is not installed")
    from .browser import CHROMIUM, Browser

    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    async with Browser(tmp_path / "browser") as browser:
        yield await browser.page()
