"""The spans of the shipped example, when its articles are edited as articles are: none stands wrong and unflagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from sqlite3 import connect

import pytest

from annotui.anchoring import reanchor
from annotui.core.model import Fragment
from annotui.core.quotes import quote_of
from annotui.corpus.decoding import decode

from .tracked_edits import EDITS, figures

OWN = Path(__file__).parents[1] / "annotations.db"


@pytest.fixture(scope="module")
def own() -> Mapping[str, list[Fragment]]:
    """The text of each shipped article, with all that was annotated in it, by hand."""
    found: dict[str, list[Fragment]] = {}
    with closing(connect(f"{OWN.as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(
            'SELECT article.text, start, "end" FROM fragment JOIN annotation ON annotation.uid = annotation '
            "JOIN article ON article.id = annotation.article ORDER BY article.id, start"
        )
        for text, start, end in rows:
            found.setdefault(text, []).append(Fragment(start, end))
    return found


@pytest.mark.parametrize("name", sorted(EDITS))
def test_no_edit_leaves_a_span_of_the_example_wrong_and_unflagged(own: Mapping[str, list[Fragment]], name: str) -> None:
    assert sum(map(len, own.values())) >= 400
    random, total = Random(name), Counter[str]()
    for text, spans in own.items():
        after = EDITS[name]([(char, at) for at, char in enumerate(text)], random)
        total += figures(text, after, spans)
    whole = {kind: number for kind, number in total.items() if kind.startswith("whole")}
    assert whole.get("whole, exact", 0) >= 0.75 * sum(whole.values()), total
    print(f"{name}: " + ", ".join(f"{kind} {number}" for kind, number in sorted(total.items())))  # seen with -rP


def test_line_ends_of_another_system_move_nothing(own: Mapping[str, list[Fragment]]) -> None:
    for text, spans in own.items():
        for line_end in ("\r\n", "\r"):
            read = decode(text.replace("\n", line_end).encode()).text
            answers = reanchor(text, read, [[quote_of(text, span)] for span in spans])
            assert [(answer.anchor, answer.fragments) for answer in answers] == [("exact", (span,)) for span in spans]
