"""The documents: their commands run, what they link to is there, and they speak of commands that there are."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotui.cli.names import HOMES
from annotui.project.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
BLOCKS = {
    name: found
    for name, text in {"README.md": (ROOT / "README.md").read_text(encoding="utf-8"), **TEXTS}.items()
    if (found := re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
}
"""The commands of each page: blocks marked `sh`. Those that cannot run here are marked `text` or `console`."""


def command(*arguments: str, folder: Path) -> str:
    """Run a command of annotui as anna; fails when it fails."""
    environment = {**os.environ, "ANNOTUI_ANNOTATOR": "anna"}
    done = subprocess.run(
        [sys.executable, "-m", "annotui", *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which anna has tagged something, with a program `annotui` and a home that has news in it."""
    folder = tmp_path_factory.mktemp("talks") / "talks"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "harbour.txt").write_text("Envoys met in Port Vale.\n", encoding="utf-8")
    command("init", "--catalogue", "starter", folder=folder)
    command("tag", "harbour.txt", "14", "23", "place", folder=folder)
    (folder.parent / "news").mkdir()
    (folder.parent / "news" / "ferry.txt").write_text("The ferry line is open again.\n", encoding="utf-8")
    (folder.parent / "bin").mkdir()
    program = folder.parent / "bin" / "annotui"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m annotui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("name", BLOCKS)
def test_the_commands_of_a_page_run(talks: Path, name: str) -> None:
    path = f"{talks.parent / 'bin'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(talks.parent), "ANNOTUI_ANNOTATOR": "anna"}
    for block in BLOCKS[name]:
        done = subprocess.run(["bash", "-euc", block], cwd=talks, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, block + done.stderr
        assert "refused" not in done.stderr.replace(" 0 refused", ""), block + done.stderr


@pytest.mark.parametrize("name", ["keys.md", "commands.md", "annotui.1"])
def test_what_is_made_from_the_program_is_as_it_is_now(name: str) -> None:
    made = runpy.run_path(str(ROOT / ".ci" / "documents.py"))["PAGES"]
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made[name](), "run python .ci/documents.py"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_can_be_set_in_80_columns_without_a_complaint() -> None:
    page = ROOT / "docs" / "annotui.1"
    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww", "-rLL=80n", "-P-cbou", str(page)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    told = done.stdout.split()
    assert {"--project", "ANNOTUI_ANNOTATOR", "annotui.toml", "--dry-run"} <= set(told)
    assert "`" not in done.stdout


def test_every_page_can_be_found_from_the_others() -> None:
    listed = set(re.findall(r": (\S+\.md)$", (ROOT / ".ci" / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_page_speaks_of_is_there(name: str, tmp_path: Path) -> None:
    text = TEXTS[name]
    for word in re.findall(r"`annotui ([a-z][a-z-]+)", text):
        assert word in HOMES, f"{name} speaks of `annotui {word}`"
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / "docs" / target).exists(), f"{name} links to {target}"
    for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        (tmp_path / "settings.toml").write_text(block, encoding="utf-8")
        assert Settings.read(tmp_path / "settings.toml").problems == ()
