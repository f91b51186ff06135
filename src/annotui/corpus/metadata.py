"""What an article says of itself: title, date, source and language, told from its text or left empty."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from annotui.corpus.front_matter import read_declared
from annotui.corpus.head import HEAD, read_head
from annotui.corpus.language import language_of
from annotui.corpus.lines import single_spaced
from annotui.corpus.publishers import known_publisher, publisher_name

_TAIL: Final = 1000
_MOST_TAIL_LINES: Final = 8
_SOURCE: Final = re.compile(
    r"[(\[]?\s*(?:source|original source|источник|mənbə|kaynak|աղբյուր)\s*[:–—-]\s*(.+?)\s*[)\]]?", re.IGNORECASE
)
_YEARS: Final = r"\d{4}(?:\s*[-–—]\s*\d{4})?"
_COPYRIGHT: Final = re.compile(
    rf"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:{_YEARS}[\s,]+(\D.*)|(\D.*?)[\s,]+{_YEARS}\.?)", re.IGNORECASE
)
_RIGHTS_WORDS: Final = (
    "all rights reserved",
    "все права защищены",
    "bütün hüquqlar",
    "բոլոր իրավունքները",
)
# How a line begins that names a source; most lines are ruled out by it.
_NAMING: Final = re.compile(
    r"\s*(?:[(\[]?\s*(?:source|original|источник|mənbə|kaynak|աղբյուր)|\(c\)|©|copyright|follow)", re.IGNORECASE
)
_RIGHTS: Final = re.compile(rf"[\s.,|–-]*(?:{'|'.join(_RIGHTS_WORDS)}).*", re.IGNORECASE)
_ACCOUNT: Final = re.compile(
    r"follow us on (?:twitter|x|facebook|telegram|instagram)\b[\s:(]*@([A-Za-z0-9_]{3,30})\b.{0,20}", re.IGNORECASE
)
_ACCOUNT_ENDING: Final = re.compile(r"_?(?:az|en|eng|ru|am|ge|official|agency|news)$", re.IGNORECASE)


class Metadata(NamedTuple):
    """What could be told; what could not is empty. `date` is ISO and may be partial; `language` an ISO 639-1 code."""

    title: str = ""
    date: str = ""
    source: str = ""
    language: str = ""


def read_metadata(text: str) -> Metadata:
    """Title, date, source and language of a canonical text.

    What front matter or a header block declares wins; the rest comes from the first lines and the dateline, the
    source also from the last lines, the language from the words. A date without a year tells nothing. Looks at a
    bounded part of both ends, whatever the length.
    """
    declared = read_declared(text)
    body = text[declared.body : declared.body + 4 * HEAD]
    head = read_head(body, titled=bool(declared.title))
    return Metadata(
        title=declared.title or head.title,
        date=declared.date or head.date,
        source=declared.source or head.source or _source_below(text[max(declared.body, len(text) - _TAIL) :]),
        language=declared.language or language_of(body),
    )


def _source_below(tail: str) -> str:
    """The publisher that the last lines name: as the source, in a copyright line, or by the account to follow."""
    rows = [row for row in tail.split("\n") if row and not row.isspace()][-_MOST_TAIL_LINES:]
    lines = [_without_rights(single_spaced(row)) for row in rows if _NAMING.match(row)]
    for pattern in (_SOURCE, _COPYRIGHT, _ACCOUNT):
        for line in lines:
            match = pattern.fullmatch(line)
            if match is None:
                continue
            name = next(filter(None, match.groups()), "")
            if pattern is _ACCOUNT and name:
                shorter = _ACCOUNT_ENDING.sub("", name)
                name = known_publisher(shorter) or name
            if publisher_name(name):
                return publisher_name(name)
    return ""


def _without_rights(line: str) -> str:
    lowered = line.lower()
    return _RIGHTS.sub("", line) if any(words in lowered for words in _RIGHTS_WORDS) else line
