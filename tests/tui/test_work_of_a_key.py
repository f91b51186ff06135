"""No key does work that grows with the article, or with the number of its spans: counted, not timed."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region
from textual.strip import Strip

from annotui.core import finding
from annotui.core.folding import folded_text
from annotui.core.layout import Layout
from annotui.core.row_breaks import RowBreaks
from annotui.core.span_block import Block, Span
from annotui.project.opening import Project
from annotui.tui.warming import warm
from annotui.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

SENTENCE = "Envoys of Norland met Mira Tolen in Port Vale on 3 May 2019 and parted. "
KEYS = (
    *("w", "b", "e", "j", "k", ") (", "} {", "space", "ctrl+b", "ctrl+d", "ctrl+e", "ctrl+y", "$", "0"),
    *("tab", ",", "i", "G", "g g", ": 5 0 % enter", "v w w escape", "p p P escape", "V escape", "P escape"),
    *("4", "u", "ctrl+r", "!", "[", ">", "r p l a enter", "c x enter", "x", "u", "v w 5", ".", "m a G ' a", "' '"),
    *("/ n o r l a n d enter", "n", "N", "*", "escape", "f f l a enter", "tab", "f enter"),
)
"""What is pressed, one after the other; each is looked at by itself."""


def crowd(project: Project, path: str, places: list[tuple[int, int]]) -> None:
    """Put very many spans of vera's into an article, without acts."""
    connection = project.store.connection
    (article,) = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    with project.store.bulk():
        connection.execute("INSERT OR IGNORE INTO annotator VALUES ('vera', 'now')")
        connection.executemany(
            "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
            "VALUES (?, ?, 'place', 'vera', 'now', 'now')",
            [(f"{path}-{n}", article) for n in range(len(places))],
        )
        connection.executemany(
            "INSERT INTO fragment (annotation, position, start, \"end\", exact) VALUES (?, 0, ?, ?, 'x')",
            [(f"{path}-{n}", *place) for n, place in enumerate(places)],
        )


class Work:
    """Counts what is done: rows laid out and painted, lines drawn, spans looked at, text folded, SQL."""

    def __init__(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: Counter[str] = Counter()
        row_end, paint, span, lines = RowBreaks._row_end, TextView.paint_row, Block.span, TextView.render_lines

        def counted_row_end(breaks: RowBreaks, at: int, stop: int) -> int:
            self.done["rows laid out"] += 1
            return row_end(breaks, at, stop)

        def counted_paint(view: TextView, rows: Layout, row: int, width: int) -> Strip:
            self.done["rows painted"] += 1
            return paint(view, rows, row, width)

        def counted_span(block: Block, i: int) -> Span:
            self.done["spans"] += 1
            return span(block, i)

        def counted_lines(view: TextView, crop: Region) -> list[Strip]:
            self.done["lines"] += crop.height
            return lines(view, crop)

        def counted_fold(text: str) -> str:
            self.done["folded"] += len(text)
            return folded_text(text)

        monkeypatch.setattr(RowBreaks, "_row_end", counted_row_end)
        monkeypatch.setattr(TextView, "paint_row", counted_paint)
        monkeypatch.setattr(Block, "span", counted_span)
        monkeypatch.setattr(TextView, "render_lines", counted_lines)
        monkeypatch.setattr(finding, "folded_text", counted_fold)
        project.store.connection.set_trace_callback(lambda _: self.done.update(["statements"]))
        project.store.connection.set_progress_handler(lambda: self.done.update(["SQLite steps"]), 100)


async def work_of_keys(app: Driven, work: Work) -> dict[str, Counter[str]]:
    """What each of `KEYS` does; counting hits goes on between the keys and is left out."""
    app.reader._hits._go_on = lambda: None  # type: ignore[method-assign]
    found: dict[str, Counter[str]] = {}
    for number, keys in enumerate(KEYS):
        work.done.clear()
        await app.press(keys)
        found[f"{number}: {keys}"] = Counter(work.done)
        assert not app.said.startswith(("Conflict", "There is no"))
    return found


async def test_every_key_does_as_much_in_a_large_article_as_in_a_small_one(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"small.txt": (SENTENCE * 12 + "\n\n") * 12, "large.txt": (SENTENCE * 12 + "\n\n") * 1_200}
    project = make_project(texts)
    for path, step in (("small.txt", 120), ("large.txt", 120)):
        crowd(project, path, [(at, at + 6) for at in range(3, len(texts[path]) - 10, step)])
    work = Work(project, monkeypatch)
    counted: dict[str, dict[str, Counter[str]]] = {}
    for path in texts:
        async with run(project, reading=path) as app:
            counted[path] = await work_of_keys(app, work)
    for keys, large in counted["large.txt"].items():
        small = counted["small.txt"][keys]
        for what, bound in (
            *(("rows laid out", 400), ("rows painted", 60), ("lines", 90), ("spans", 600)),
            *(("folded", 40_000), ("statements", 70), ("SQLite steps", 40)),
        ):
            assert large[what] <= bound, f"{keys}: {what}"
            assert large[what] <= small[what] * 1.5 + 100 + (20_000 if what == "folded" else 0), f"{keys}: {what}"


@pytest.mark.parametrize("spans", ["over all", "nested"])
async def test_a_line_of_a_million_characters_opens_and_moves_at_once(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, spans: str
) -> None:
    text = "x" * 1_000_000
    project = make_project({"line.txt": text})
    crowd(project, "line.txt", [(n, len(text) - n) for n in range(1 if spans == "over all" else 5_000)])
    work = Work(project, monkeypatch)
    async with run(project, reading="line.txt") as app:
        assert app.reader.article.text.startswith("xxx")
        assert work.done["rows laid out"] < 500
        for keys, done in (await work_of_keys(app, work)).items():
            if keys.endswith((": 4", " 5", ".")):
                continue  # what is tagged there is a thousand characters long, and history keeps it
            assert done["rows laid out"] < 700, keys
            assert done["rows painted"] < 90, keys
            assert done["spans"] < 90 * 80 * 9, keys
            assert done["statements"] < 90, keys
            assert done["folded"] < 2_200_000, keys


async def test_thousands_of_keys_leave_nothing_behind(run: Run, make_project: Callable[..., Project]) -> None:
    text = (SENTENCE * 12 + "\n\n") * 300
    project = make_project({"long.txt": text})
    crowd(project, "long.txt", [(at, at + 6) for at in range(3, len(text) - 10, 240)])
    dice = random.Random(3)
    moves = ["w", "b", "j", "space", "tab", "i", ")", "ctrl+e", "e", "p escape", "v w escape", "G", "g g"]
    acts = ["4 u", "! u", "x u", "v w 5 u", "> u"]
    warm(lambda seconds: True)  # imports stay: they are no growth
    async with run(project, reading="long.txt") as app:

        async def press(count: int) -> None:
            keys = [dice.choice(acts if number % 4 == 0 else moves) for number in range(count)]
            for start in range(0, count, 20):
                await app.press(" ".join(keys[start : start + 20]))

        await press(400)
        tracemalloc.start()
        try:
            await press(400)
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            await press(1_200)
            gc.collect()  # how much waits to be collected hangs on when that was last done
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    assert grown < 400_000
