"""CoNLL's columns, read: tokens with tags of any of the schemes in use (IOB1, IOB2, BILOU, BIOES).

A line holds a token, its tag in the last of several columns; or a whole sentence whose tokens hold their columns,
parted by `|`. The text is the tokens with a space between them, a line a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from annotui.core.model import Annotation, Article, Fragment
from annotui.errors import DataError
from annotui.formats.conll import START
from annotui.formats.containers import decode
from annotui.formats.documents import Document, Documents
from annotui.formats.source import Source
from annotui.formats.tables import Problem, shown

_TAG: Final = re.compile(r"O|[BILESU]-(.+)")
_HINT: Final = "A line is a token and its tag, a tab or spaces between them: Ada<tab>B-person"

_Line = tuple[int, list[str]]


def read(source: Source) -> Documents:
    """Read documents as `-DOCSTART-` lines part them; a line whose tag is none keeps its token, and is told.

    Raises DataError where no line has a tag.
    """
    problems: list[Problem] = []
    documents = []
    for number, lines in enumerate(_documents(decode(source.data, source.where)), 1):
        document = _document(lines, source, f"{source.stem}-{number}.txt", problems)
        if document.article.text:
            documents.append(document)
    if not documents or (problems and not any(one.annotations for one in documents)):
        what = problems[0] if problems else Problem(source.where, "there is no token in it")
        raise DataError(f"{what.where}: {what.what}", _HINT)
    return Documents(tuple(documents), (), (), tuple(problems))


def _documents(text: str) -> Iterator[list[_Line]]:
    """The lines of each document, in columns; an empty line has none."""
    lines: list[_Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip("\r")
        cells = line.split("\t") if "\t" in line else line.split()
        if cells and cells[0] == START:
            yield lines
            lines = []
        elif len(cells) > 1 and all("|" in cell for cell in cells):
            lines += [(number, cell.split("|")) for cell in cells]
            lines.append((number, []))
        elif not (line.startswith("#") and len(cells) > 1 and not _TAG.fullmatch(cells[-1])):
            lines.append((number, cells))
    yield lines


def _document(lines: list[_Line], source: Source, path: str, problems: list[Problem]) -> Document:
    words: list[str] = []
    spans = _Spans()
    at = 0
    for number, cells in lines:
        if not cells or not cells[0].strip():
            spans.close()
            if words and words[-1] != "\n":
                words[-1] = "\n"
            continue
        token, tag = cells[0], cells[-1].strip() if len(cells) > 1 else ""
        if not _TAG.fullmatch(tag):
            what = f"{shown(tag)} is no tag" if tag else f"{shown(token)} has no tag"
            problems.append(Problem(f"{source.where} line {number}", what))
            tag = "O"
        spans.take(tag, at, at + len(token), f"{source.where} line {number}")
        words += [token, " "]
        at += len(token) + 1
    spans.close()
    text = "".join(words).rstrip(" ")
    return Document(
        source.where,
        Article(path, text, ""),
        has_text=True,
        annotations=tuple(
            Annotation("", "", label, "", (span,), "", origin="imported") for label, span, _ in spans.found
        ),
        places=tuple(where for _, _, where in spans.found),
        is_named=False,
    )


class _Spans:
    """Puts spans together from tags; one that goes on where nothing has begun begins."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Fragment, str]] = []
        self._open: tuple[str, int, int, str] | None = None

    def take(self, tag: str, start: int, end: int, where: str) -> None:
        """Take the tag of the token at these code points."""
        kind, _, label = tag.partition("-")
        goes_on = kind in "ILE" and self._open is not None and self._open[0] == label
        if goes_on and self._open is not None:
            self._open = (label, self._open[1], end, self._open[3])
        else:
            self.close()
            if label:
                self._open = (label, start, end, where)
        if kind in "LEUS":
            self.close()

    def close(self) -> None:
        """End the span that is open."""
        if self._open is not None:
            label, start, end, where = self._open
            self.found.append((label, Fragment(start, end), where))
        self._open = None
