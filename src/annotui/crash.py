"""When annotui itself is at fault: a file tells where in the code it was, and holds no text and no values."""

from __future__ import annotations

import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path


def report(error: BaseException, folder: Path | None = None) -> str:
    """Write a crash file to `folder`, else to the folder for temporary files. Returns what to tell the user."""
    said = "a fault in annotui ended it; what was shown as done is saved."
    for place in (folder, Path(tempfile.gettempdir())):
        if place is not None and place.is_dir() and os.access(place, os.W_OK):
            file = place / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
            try:
                file.write_text(_where(error), encoding="utf-8")
            except OSError:
                continue
            return f"{said} {file} says where: please send it with a report."
    return said


def _where(error: BaseException) -> str:
    """The kind of the error and the lines of code it passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join([type(error).__name__, *(f"{f.filename}:{f.lineno} {f.name}" for f in frames)]) + "\n"
