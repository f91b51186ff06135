"""A project that is served, and a browser to open it in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ANNOTUI = (sys.executable, "-m", "annotui")
ARTICLE = "HELSINKI, April 16. The Ferry Protocol holds, the harbour masters say.\n"
CATALOGUE = "id,title\nferry-2020,Ferry Protocol\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one article and one record."""
    (tmp_path / "gulf/corpus").mkdir(parents=True)
    (tmp_path / "gulf/corpus/ferries.txt").write_text(ARTICLE)
    (tmp_path / "gulf/catalogue.csv").write_text(CATALOGUE)
    for command in (["init"], ["agreements", "import", "catalogue.csv"]):
        subprocess.run([*ANNOTUI, *command], cwd=tmp_path / "gulf", capture_output=True, check=True)
    return tmp_path / "gulf"


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


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[object]:
    """An empty page of a browser."""
    pytest.importorskip("aiohttp", reason="the extra web is not installed")
    from .browser import CHROMIUM, Browser

    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    async with Browser(tmp_path / "browser") as browser:
        yield await browser.page()
