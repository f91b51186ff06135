"""The command line run in this process, on a project of its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from annotui.cli.main import run
from annotui.project.opening import Project


class Result(NamedTuple):
    """What a command said and with which code it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def annotui(
    make_project: Callable[..., Project], project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """`annotui("export", "--raw")`: the result of a command in the small project's folder."""
    make_project().close()
    monkeypatch.chdir(project_folder)

    def command(*arguments: str, stdin: bytes = b"") -> Result:
        raw_out, raw_err = io.BytesIO(), io.BytesIO()
        out = io.TextIOWrapper(raw_out, encoding="utf-8", newline="")
        err = io.TextIOWrapper(raw_err, encoding="utf-8", newline="")
        with monkeypatch.context() as patched:
            patched.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patched.setattr("sys.stdout", out)
            patched.setattr("sys.stderr", err)
            code = run(arguments)
            out.flush()
            err.flush()
        result = Result(code, raw_out.getvalue().decode(), raw_err.getvalue().decode())
        assert "Traceback" not in result.err
        return result

    return command
