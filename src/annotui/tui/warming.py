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
QUIET_SECONDS = 0.03
"""How long after a key what moving and tagging need is imported: by then it has been answered."""
LONG_QUIET_SECONDS = 0.12
"""And how long after it the rest, which takes longer a piece: nobody is in the middle of moving about then."""
SOON_NEEDED = (
    "annotui.tui.screens.reader_pane",
    "annotui.core.date_tokens",
    "annotui.core.date_grammar",
    "annotui.core.dates",
    "annotui.core.lexicon",
    "annotui.core.phrase_tokens",
    "annotui.core.phrases",
    "annotui.core.acts",
    "annotui.core.tagging",
    "annotui.core.sentence_ends",
    "annotui.core.choosing",
    "annotui.project.annotate",
    "annotui.tui.screens.reader_acts",
)
"""What moving and tagging need, in the order in which it is likely to be needed; what takes long is parted."""
LATER_NEEDED = (
    "annotui.core.folding",
    "annotui.core.boilerplate",
    "annotui.tui.widgets.line_list",
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
    "annotui.storage.agreement_index",
    "annotui.project.catalogue_index",
)
"""What questions, linking and the library need, likewise."""


def warm(is_quiet: Callable[[float], bool]) -> None:
    """Compile the pattern of words, and import what is needed soon; to be run in a thread of its own.

    Before each it waits until `is_quiet`, which is told for how many seconds: two threads at work take each other's
    time.
    """
    pieces: list[tuple[float, Callable[[], object]]] = [
        (QUIET_SECONDS, _compile_words),
        *((QUIET_SECONDS, partial(import_module, name)) for name in SOON_NEEDED),
        *((LONG_QUIET_SECONDS, partial(import_module, name)) for name in LATER_NEEDED),
    ]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        for seconds, do in pieces:
            while not is_quiet(seconds):
                sleep(PAUSE_SECONDS)
            do()
    finally:
        sys.setswitchinterval(usual)


def _compile_words() -> None:
    from annotui.core.segments import word_at

    word_at("word", 0)
