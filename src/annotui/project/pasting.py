"""A pasted text that becomes an article: it is kept in `.annotui/pasted/` until it has been copied into corpus/."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from annotui.errors import StorageError
from annotui.project.opening import Project
from annotui.project.output import write_whole

_LEAST_WORDS = 20
"""How many words on one line are an article; of several lines all are."""
_ENDINGS = frozenset({".txt", ".md"})
_MOST_IN_NAME = 60


def is_article(text: str) -> bool:
    """Whether a pasted text is more than a word or a path."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 or len(text.split()) >= _LEAST_WORDS


def name_for(text: str) -> str:
    """A file name from the first line of a text."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return "-".join(re.findall(r"\w+", first.lower()))[:_MOST_IN_NAME].strip("-") + ".txt"


def keep(project: Project, name: str, text: str) -> Path:
    """Write a pasted text to a file to be added, in place of those before. Raises StorageError where that cannot be."""
    folder = project.own_file("pasted")
    if folder is None:
        raise StorageError(f"{project.folder} cannot be written to.", "Work in a copy of it.")
    path = folder / PurePath(name).name
    if path.suffix.lower() not in _ENDINGS:
        path = path.with_name(f"{path.name}.txt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        whole = text.replace("\r\n", "\n").replace("\r", "\n").encode()
        write_whole(path, lambda out: out.write(whole))
    except OSError as error:
        raise StorageError(f"{path} was not written: {error.strerror}.", "Make room, or look at its rights.") from error
    return path
