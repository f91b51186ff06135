from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Annotui = Callable[..., Any]

FERRY = "b-ferry.txt"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--project", "{}", "--annotator", "ann", "tag", FERRY, "0", "5", "place"),
        ("tag", "--project", "{}", "--annotator", "ann", FERRY, "0", "5", "place"),
        ("tag", FERRY, "0", "5", "place", "--project={}", "--annotator=ann"),
        (
            "--project",
            "/nowhere",
            "--annotator",
            "x",
            "tag",
            FERRY,
            "0",
            "5",
            "place",
            "--project",
            "{}",
            "--annotator",
            "ann",
        ),
    ],
)
def test_project_and_annotator_go_before_or_after_the_command(
    annotui: Annotui, project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert annotui(*(argument.replace("{}", str(project_folder)) for argument in arguments)).code == 0
    (row,) = table(annotui("export", "--project", str(project_folder)).out)
    assert row["annotator"] == "ann"


@pytest.mark.parametrize("group", ["agreements", "labels"])
def test_project_goes_between_the_words_of_a_command_too(
    annotui: Annotui, project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert annotui(group, "--project", str(project_folder), "list").code == 0
    assert annotui(group, "list").code == 2


def test_the_annotator_is_the_option_else_the_environment_else_the_login(
    annotui: Annotui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTUI_ANNOTATOR", "  ")
    monkeypatch.setenv("LOGNAME", "loginname")
    annotui("tag", FERRY, "0", "5", "place")
    monkeypatch.setenv("ANNOTUI_ANNOTATOR", "envname")
    annotui("tag", FERRY, "1", "5", "place")
    annotui("tag", FERRY, "2", "5", "place", "--annotator", "optname")
    assert [row["annotator"] for row in table(annotui("export").out)] == ["loginname", "envname", "optname"]


def test_version_and_help(annotui: Annotui) -> None:
    from annotui import __version__

    assert annotui("--version") == (0, f"annotui {__version__}\n", "")
    for arguments in (("--help",), ("-h",), ("export", "--help"), ("agreements", "import", "-h")):
        result = annotui(*arguments)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith("Usage: annotui")
    assert "Exit codes: 0 done, 1" in annotui("--help").out
