"""What the commands say of a damaged database, and what they can still do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotui.project.rescue import RESCUED

from ..damage import garble, pages_of

EXAMPLE = Path(__file__).parents[2]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the shipped example's database, in a folder of its own."""
    folder = tmp_path / "example"
    (folder / "corpus").mkdir(parents=True)
    return Path(shutil.copy(EXAMPLE / "annotations.db", folder))


def test_export_to_a_file_writes_what_can_be_read(annotui: Callable[..., Any], example: Path) -> None:
    project = example.parent
    expected = annotui("export", "--format", "csv", "--project", str(project)).out
    garble(example, pages_of(example, "fragment")[2])
    out = project / "out.csv"
    result = annotui("export", "-o", str(out), "--project", str(project))
    assert result.code == 1
    assert "A copy of it is kept: annotations.damaged.db." in result.err
    assert "Read: 982 annotations in 18 articles." in result.err
    assert sorted(out.read_bytes().decode().split()) == sorted(expected.split())
    checked = annotui("check", "--project", str(project))
    assert (checked.code, checked.out.split("\t")[0]) == (1, "damaged")
    shutil.move(project / RESCUED, example)
    assert annotui("check", "--project", str(project)).code in (0, 1)
    assert len(json.loads(annotui("export", "--format", "json", "--project", str(project)).out)["articles"]) == 18
