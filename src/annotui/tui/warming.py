"""What the first keys will need is imported after the first paint, in a thread, so that no key waits for it long."""

from __future__ import annotations

from importlib import import_module

SOON_NEEDED = (
    "annotui.core.tagging",
    "annotui.core.choosing",
    "annotui.project.annotate",
    "annotui.tui.widgets.prompt",
    "annotui.tui.screens.reader_pane",
    "annotui.tui.screens.reader_acts",
    "annotui.tui.screens.reader_asks",
    "annotui.tui.screens.link_panel",
    "annotui.linking.candidates",
    "sqlite_utils",
)
"""In the order in which they are likely to be needed."""


def warm() -> None:
    """Import what is needed soon, and compile the pattern of words; to be run in a thread of its own."""
    for name in SOON_NEEDED:
        import_module(name)
    from annotui.core.segments import word_at

    word_at("word", 0)
