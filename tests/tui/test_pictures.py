"""Each screen as a picture, in three sizes and looks.

`ANNOTUI_PICTURES=write` makes them anew, to be looked at. They are in tests/pictures/; where one differs the new one is
written to the test's folder.
"""

from __future__ import annotations

import os
import re
from asyncio import Event
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project, open_project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

pytestmark = pytest.mark.screens

PICTURES = Path(__file__).parent.parent / "pictures"
TALKS = "talks.txt"
TEXTS = {
    TALKS: (
        "Envoys leave Port Vale without a paper\n\nPORT VALE, 4 June 2022. Mira Tolen of Norland, the Sudrian Deputy "
        "Foreign Minister \u0218tefan Ionescu and \u674e\u660e met again. They spoke of the statements of the leaders "
        "of Norland, Sudria and Ostmark of May 3, 2019, June 7, 2020, and May 2021.\n\nThe Harbour Accord holds, "
        "said Ms Tolen: \u201cclause 9 of the Accord\u201d was meant. \u041c\u0438\u0440\u0430 \u0422\u043e\u043b\u0435"
        "\u043d did not name the second one.\n\nAlso read: Ferries under three flags\n\nOur website uses cookies. "
        "By staying here you agree to the ones we need.\n"
    ),
    "a-harbour.txt": "Harbour talks end\n\nEnvoys of Norland and Sudria met. The Harbour Accord of 3 May 2019 holds.\n",
    "b-ferry.txt": "Ferry line reopens\n\nThe Ferry Protocol was signed in Port Vale on 7 June 2020.\n",
}
SCREENS = {
    "library": ("", ""),
    "reader": (TALKS, "tab tab tab i"),
    "candidates": (TALKS, "/ s t a t e m e n t s enter P 1"),
    "catalogue": ("", "A j"),
    "card": ("", "A enter"),
    "concordance": (TALKS, "/ A c c o r d enter F"),
    "labels": ("", "E j"),
    "help": (TALKS, "?"),
}
"""What is open first, and the keys that lead to the screen."""
SIZES = ((80, 24), (120, 40), (200, 50))
LOOKS = ("terminal", "annotui-light", "no colour")
SCENES = [
    (screen, size, LOOKS[(place + number) % len(LOOKS)])
    for place, screen in enumerate(SCREENS)
    for number, size in enumerate(SIZES)
]
"""Each screen in each size, and each once in every look."""


@pytest.fixture
def talks(make_project: Callable[..., Project]) -> Project:
    """Articles with what is hard to draw: nested and crossing spans, several links, wide letters, long phrases."""
    project = make_project(TEXTS)
    text = reading.article(project, TALKS).text

    def tag(quote: str, label: str, *ids: str) -> None:
        start = text.index(quote)
        links = [Link(id) for id in ids]
        annotate.tag(project, TALKS, [Fragment(start, start + len(quote))], label, links=links)

    tag("Mira Tolen", "person")
    tag("\u674e\u660e", "person")
    tag("Sudrian Deputy Foreign Minister \u0218tefan Ionescu", "event")
    tag("\u0218tefan Ionescu", "person")
    tag("The Harbour Accord holds", "agreement", "harbour-2019", "harbour-2021")
    tag("Accord holds, said", "event")
    tag("clause 9 of the Accord", "agreement")
    annotate.set_status(project, ["a-harbour.txt"], "done")
    return project


@pytest.mark.parametrize(("screen", "size", "look"), SCENES)
async def test_a_screen_looks_as_it_did(
    run: Run,
    talks: Project,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    screen: str,
    size: tuple[int, int],
    look: str,
) -> None:
    first, keys = SCREENS[screen]
    settings = tmp_path / "settings.toml"
    theme = f'theme = "{look}"\n' if look.startswith("annotui") else ""
    settings.write_text(f"suggest = false\nhints = false\n{theme}", encoding="utf-8")
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(settings))
    if look == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    project = open_project(talks.folder, "vera")
    try:
        async with run(project, size=size, reading=first) as app:
            await app.press(keys)
            quiet = Event()
            app.app.when_quiet(quiet.set)  # and all that waits for it has been done by then
            await app.until(quiet.is_set)
            await app.settle()
            picture = app.app.export_screenshot(title=f"{screen} {size[0]}x{size[1]} {look}")
    finally:
        project.close()
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # it would be fetched from elsewhere
    known = PICTURES / f"{screen}-{size[0]}x{size[1]}.svg"
    if os.environ.get("ANNOTUI_PICTURES") == "write":
        known.write_text(picture, encoding="utf-8")
    (tmp_path / known.name).write_text(picture, encoding="utf-8")
    assert known.is_file(), f"there is no picture yet: look at {tmp_path / known.name}"
    assert picture == known.read_text(encoding="utf-8"), f"it looks otherwise: see {tmp_path / known.name}"
