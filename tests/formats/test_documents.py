"""docs/formats.md says of each format what the registry says."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotui.formats.losses import LOSSES
from annotui.formats.registry import FORMATS, Format

DOCS = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")


def row(one: Format) -> str:
    endings = " ".join(f"`{ending}`" for ending in (one.parts if one.several else one.endings or one.parts))
    files = f"a folder or `.zip` with {endings}" if one.several else endings
    extra = f"; needs `annotui[{one.extra}]`" if one.extra else ""
    ways = f"{'x' if one.reads else ''} | {'x' if one.writes else ''}"
    return f"| `{one.name}` | {ways} | {files} | {one.about}{extra} |"


@pytest.mark.parametrize("one", FORMATS.values(), ids=lambda one: one.name)
def test_each_format_has_its_row_its_section_and_what_it_leaves_out(one: Format) -> None:
    assert row(one) in DOCS
    _, _, section = DOCS.partition(f"\n## {one.name}\n")
    section = section.partition("\n## ")[0]
    lost = "; ".join(loss.what for name, loss in LOSSES.items() if name in one.loses)
    assert f"\nLeft out: {lost or 'nothing'}.\n" in section
    assert len(section.split()) > 5


def test_no_other_format_is_told_of() -> None:
    assert [line.removeprefix("## ") for line in DOCS.splitlines() if line.startswith("## ")] == list(FORMATS)
    assert set(LOSSES) >= {name for one in FORMATS.values() for name in one.loses}
