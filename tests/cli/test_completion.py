"""What a shell is offered: commands, options, and the words of the project; where there is none, nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.cli.main import run

if TYPE_CHECKING:
    from tests.cli.conftest import Result


@pytest.fixture
def offered(annotui: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """`offered("article set a")`: what bash is offered for the last word."""

    def ask(words: str) -> list[str]:
        with monkeypatch.context() as patched:
            patched.setenv("_ANNOTUI_COMPLETE", "bash_complete")
            patched.setenv("COMP_WORDS", f"annotui {words}")
            patched.setenv("COMP_CWORD", str(len(words.split(" "))))
            result = annotui()
        assert result.err == ""
        return [line.partition(",")[2] for line in result.out.splitlines() if line]

    return ask


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ex", ["export"]),
        ("export --fo", ["--format", "--force"]),
        ("export --format conl", ["conll2003"]),
        ("article set b", ["b-ferry.txt"]),
        ("article set b-ferry.txt", ["b-ferry.txt"]),
        ("article set sub/", ["sub/c-caf\u00e9.txt"]),
        ("agreements show h", ["harbour-2019", "harbour-2021"]),
        ("tag b-ferry.txt 0 5 pl", ["place"]),
        ("export --label o", ["organization"]),
        ("suggest a", ["a-harbour.txt"]),
        ("keys set article.d", ["article.done"]),
        ("--project /nowhere article set b", []),
        ("article set zzz", []),
    ],
)
def test_words_are_completed(offered: Callable[[str], list[str]], words: str, found: list[str]) -> None:
    assert offered(words) == found


def test_nothing_is_said_where_there_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("_ANNOTUI_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "annotui article set b")
    monkeypatch.setenv("COMP_CWORD", "3")
    run([])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_its_script(
    annotui: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("_ANNOTUI_COMPLETE", f"{shell}_source")
    result = annotui()
    assert result.code == 0
    assert "_ANNOTUI_COMPLETE" in result.out
