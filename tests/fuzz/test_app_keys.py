"""Any keys, typed at the app: nothing raises, and undoing all of it gives what there was at the start."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.keymap import COMMANDS
from annotui.formats.agreements import read_agreements
from annotui.project import annotate
from annotui.project.exchange import export_agreements, export_labels
from annotui.project.exporting import Selection, export
from annotui.project.figures import check
from annotui.project.opening import Project, create_project
from annotui.project.sync import sync
from annotui.storage.catalogue import put_agreement
from annotui.tui.app import AnnotuiApp

from ..conftest import CATALOGUE, TEXTS
from .lengths import examples

_ALL = sorted({key for c in COMMANDS.values() for its in c.keys.values() for keys in its for key in keys.split()})
KEYS = [key for key in _ALL if key not in {"Q", "ctrl+z", "q"} and "-" not in key[1:]] + list("abchnmoxy 0123456789")
TYPED = st.sampled_from(["harbour", "2019", "place", ":help", "agreement", "note ü", "50%"])
STEPS = st.lists(st.sampled_from(KEYS).map(lambda key: [key]) | TYPED.map(list) | st.just(["enter"]), max_size=40)
BOUND_SECONDS = 20


def state(project: Project) -> list[object]:
    """All that acts can change, as it goes out; times and what only tells that somebody was here left out."""
    out, catalogue, labels = BytesIO(), BytesIO(), BytesIO()
    export(project, out, "jsonl", Selection())
    export_agreements(project, catalogue, "jsonl")
    export_labels(project, labels, "jsonl")
    return [*map(json.loads, out.getvalue().splitlines()), catalogue.getvalue(), labels.getvalue()]


def made(folder: Path) -> Project:
    """A project with three articles and three records, and a few spans."""
    for path, text in TEXTS.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    project = create_project(folder, "vera")
    with project.store.setting_up("vera") as writer:
        lines = "\n".join(json.dumps(record) for record in CATALOGUE).encode()
        for record in read_agreements(lines, "jsonl", "catalogue").records:
            put_agreement(writer, record)
    sync(project)
    return project


async def typed(project: Project, steps: list[list[str]]) -> None:
    """Type at the app, and wait until all is done; ends it where it has not ended."""
    app = AnnotuiApp(project)
    async with app.run_test(size=(80, 24)):
        for keys in steps:
            for key in keys:
                app.simulate_key("space" if key == " " else key)
        drawn = asyncio.Event()

        async def after_keys() -> None:
            await app.all_shown()
            app.screen.call_after_refresh(drawn.set)

        app.call_later(after_keys)
        async with asyncio.timeout(BOUND_SECONDS):
            while not drawn.is_set() and app.return_code is None:
                await asyncio.sleep(0.002)
        if app.return_code is None:
            app.leave()
    assert app.crash is None


@pytest.mark.parametrize("begin", [[], ["enter"]], ids=["library", "reader"])
@examples(15)
@given(STEPS)
def test_any_keys_can_be_typed_and_taken_back(begin: list[str], steps: list[list[str]]) -> None:
    with TemporaryDirectory() as place:
        project = made(Path(place))
        try:
            before = state(project)
            asyncio.run(typed(project, [begin, *steps]))
            assert not check(project)
            while (past := annotate.to_undo(project)) is not None:
                annotate.undo(project, past)
            assert state(project) == before
        finally:
            project.close()
