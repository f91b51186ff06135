from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.cli.cells import cells


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "соглашение",
        "Հայաստան",
        "中文名字",
        "カタカナ",
        "한국어",
        "café",
        "cafe\u0301",
        "👨‍👩‍👧",
        "🇦🇲",
        "✔️",
        "ไทย",
        "…",
    ],
)
def test_cells_are_as_rich_counts_them(text: str) -> None:
    assert cells(text) == cell_len(text)
