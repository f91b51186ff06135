"""What the first keys will need is imported after the first paint, in a thread, so that no key waits for it long."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from time import sleep

SWITCH_SECONDS = 0.0005
"""How long a key waits at most for the interpreter meanwhile; Python's own 5 ms are longer than most keys take."""
PAUSE_SECONDS = 0.005
SOON_NEEDED = (
    "annotui.tui.screens.reader_pane",
    "annotui.core.dates",
    "annotui.core.lexicon",
    "annotui.core.phrases",
    "annotui.core.tagging",
    "annotui.core.sentence_ends",
    "annotui.core.choosing",
    "annotui.project.annotate",
    "annotui.tui.screens.reader_acts",
    "annotui.tui.widgets.prompt",
    "annotui.tui.screens.working",
    "annotui.tui.screens.reader_asks",
    "annotui.tui.screens.link_panel",
    "rapidfuzz.distance",
    "rapidfuzz.fuzz",
    "rapidfuzz.process",
    "annotui.linking.parties",
    "annotui.linking.evidence",
    "annotui.linking.candidates",
    "annotui.project.reading",
)
"""In the order in which they are likely to be needed; what takes long is parted."""


def warm(is_quiet: Callable[[], bool]) -> None:
    """Compile the pattern of words, and import what is needed soon; to be run in a thread of its own.

    Before each it waits until `is_quiet`: two threads at work take each other's time.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        pieces: list[Callable[[], object]] = [_compile_words, *(partial(import_module, name) for name in SOON_NEEDED)]
        for do in pieces:
            while not is_quiet():
                sleep(PAUSE_SECONDS)
            do()
    finally:
        sys.setswitchinterval(usual)


def _compile_words() -> None:
    from annotui.core.segments import word_at

    word_at("word", 0)
