"""The opening words of a news text: `MOSCOW, May 31. /TASS/.`, `Baku/Moscow, 28 September 2022 (TDI):`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from annotui.core.date_words import month_number, words
from annotui.core.dates import DateMention, first_date
from annotui.corpus.dating import whole_date
from annotui.corpus.lines import single_spaced
from annotui.corpus.publishers import is_name_word, known_publisher, publisher_name

_LOOKED_AT: Final = 160
_LONGEST_START: Final = 60
_MOST_PLACES: Final = 4
_MOST_WORDS: Final = 4

_YEAR_WORD: Final = r"\s*(?:г\b\.?|года\b|թ\b\.?)?"
_MARKED_NAME: Final = re.compile(_YEAR_WORD + r"\s*[.,]?\s*[-–—]?\s*(?:/\s*([^/]{2,60}?)\s*/|\(\s*([^()]{2,60}?)\s*\))")
# A name that nothing marks must be known; it ends at a colon, dash, slash, full stop or the line's end.
_BARE_NAME: Final = re.compile(_YEAR_WORD + r"\s*[.,–—|-]+\s*([^,:–—/|]{2,40}?)\s*(?:[:–—/|։]|\.(?=\s|$)|\s-\s|,?$)")
_TEXT_FOLLOWS: Final = re.compile(_YEAR_WORD + r"\s*(?:[:–—]|[.,]?\s+[-–—]\s|\.\s+\S|[.,]?$)")
_BETWEEN_PLACES: Final = re.compile(r"\s*[,/.]\s*|\s+[-–—]\s+|\s+(?=\()")
_NO_PLACE: Final = words("""
and in on at by from since after before the this that last next yesterday today tomorrow updated published posted date
statement declaration agreement treaty protocol communique
talks meeting summit conference joint press news report text full interview speech remarks address briefing resolution
в на с по после заявление декларация соглашение договор встреча сегодня вчера интервью bu dünən bəyanat görüş
""")
_SMALL_WORDS: Final = frozenset({"de", "la", "el", "al", "on", "upon", "на"})
_WEEKDAYS: Final = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_WORD_OR_DIGIT: Final = re.compile(r"[^\W\d_]+|[0-9]")
_NAME_IN_MARKS: Final = re.compile(r"([^():/]{0,60}?)\s*[(/]\s*([^()/]{2,40}?)\s*[)/]\s*\.?\s*[-–—:.]")
_NAME_AFTER_STOP: Final = re.compile(r"([^():/.,]{2,40}?)[.,]\s+([^:/–—]{2,30}?)\s*[:/–—]")
_ISO_SCRAPED: Final = re.compile(r"date:?\s+(\d{4}-\d{2}-\d{2})(?=\s)", re.IGNORECASE)


class Dateline(NamedTuple):
    """What a dateline tells: an ISO date, empty where its year is not written, and a source, or empty.

    `end` is the code point of the line, its white space made single spaces, at which the text after it begins.
    """

    date: str = ""
    source: str = ""
    end: int = 0


@lru_cache(maxsize=32)
def read_dateline(line: str) -> Dateline | None:
    """The dateline that a line begins with, or None. A place or a known publisher must open it.

    A sentence that begins with a date (`On 26 August, the minister ...`) has none.
    """
    head = single_spaced(line[: 2 * _LOOKED_AT])[:_LOOKED_AT]
    scraped = _ISO_SCRAPED.match(head)
    if scraped:
        return Dateline(date=whole_date(scraped[1]), end=_text_start(head, scraped.end()))
    before = _date_before(head)
    date = first_date(head, before) if before else None
    if date is None:
        return _undated(head)
    return _date_first(head, date) if date.start == 0 else _place_first(head, date)


def _date_before(head: str) -> int:
    """The code point before which a date must begin to open the line, with places before it or a source; 0 for none.

    Most lines are ruled out at their second or third word: a small letter that begins no publisher's name. So is
    a line without a digit or a month's name up to there.
    """
    has_date = False
    for match in _WORD_OR_DIGIT.finditer(head):
        start, word = match.start(), match[0]
        if start > _LONGEST_START:
            break
        if word[0].isdigit() or month_number(word):
            has_date = True
        elif (
            word[0].islower()
            and (start == 0 or head[start - 1] == " ")
            and not (word in _SMALL_WORDS or word in _WEEKDAYS or is_name_word(word))
            # In the form in which names are compared, other runs of letters may be words.
            and "\u0307" not in head
            and unicodedata.is_normalized("NFKC", head)
        ):
            return start if has_date else 0
    return _LONGEST_START + 1 if has_date else 0


def _place_first(head: str, date: DateMention) -> Dateline | None:
    """Places, then the date, then perhaps the source; or the source, the place and the date."""
    source, places = "", []
    for part in filter(None, _BETWEEN_PLACES.split(head[: date.start].strip(" ,.(/–—-"))):
        if known_publisher(part.strip("()/")):
            source = known_publisher(part.strip("()/"))
        elif _is_place(part):
            places.append(part)
        elif part.lower() not in _WEEKDAYS:
            return _undated(head)
    if not (source or places) or len(places) > _MOST_PLACES:
        return None
    rest = head[date.end :]
    found, end = _source_at(rest)
    start = _text_start(head, date.end + end)
    alone = start == len(head)
    if not (found or source) and not (_TEXT_FOLLOWS.match(rest[end:]) and (alone or _is_text(head))):
        return None
    if not found and source and not _TEXT_FOLLOWS.match(rest[end:]):
        return None
    return Dateline(_full(date), found or source, start)


def _date_first(head: str, date: DateMention) -> Dateline | None:
    """`10 November 2020. Baku. /Trend/`: only where a place and a marked source follow."""
    match = re.match(r"\s*[.,]\s*([^/().]{2,40}?)\s*[.,]?\s*(?=[/(])", head[date.end :])
    if match is None or not all(map(_is_place, _BETWEEN_PLACES.split(match[1]))):
        return None
    position = date.end + match.end()
    source, end = _source_at(head[position:])
    return Dateline(_full(date), source, _text_start(head, position + end)) if source else None


def _undated(head: str) -> Dateline | None:
    """`BAKU (Reuters) -`, `(AFP) -`, `Баку. Trend:`: the publisher must be known."""
    match = _NAME_IN_MARKS.match(head) if "(" in head or "/" in head else None
    if match is None:
        match = _NAME_AFTER_STOP.match(head)
    if match is None or not known_publisher(match[2]):
        return None
    places = [part for part in _BETWEEN_PLACES.split(match[1].strip(" ,.")) if part]
    if not all(map(_is_place, places)):
        return None
    return Dateline(source=known_publisher(match[2]), end=_text_start(head, match.end()))


def _source_at(rest: str) -> tuple[str, int]:
    """The source at the start of what follows a dateline's date, and where it ends; empty and 0 if none does."""
    marked = _MARKED_NAME.match(rest)
    if marked:
        return publisher_name(marked[1] or marked[2]), marked.end()
    bare = _BARE_NAME.match(rest)
    if bare and known_publisher(bare[1]):
        return known_publisher(bare[1]), bare.end()
    return "", 0


def _text_start(head: str, position: int) -> int:
    """The first place from `position` on where something else stands than the marks that end a dateline."""
    return len(head) - len(head[position:].lstrip(" .,:;–—-։"))


def _is_text(head: str) -> bool:
    """Whether a line is a paragraph rather than a headline such as `Sochi, 26 November 2021: what was agreed`."""
    return len(head) == _LOOKED_AT or head.rstrip('"”»').endswith((".", "։"))


def _is_place(part: str) -> bool:
    spoken = part.split()
    return (
        0 < len(spoken) <= _MOST_WORDS
        and spoken[0][:1].isalpha()
        and not any(word[:1].islower() and word not in _SMALL_WORDS for word in spoken)
        and not any(character.isdigit() for character in part)
        and not {word.lower().strip(".") for word in spoken} & (_WEEKDAYS | _NO_PLACE)
    )


def _full(date: DateMention) -> str:
    """The date if it is one, with a year of its own, and more than a year."""
    told = date.year_from == "own" and len(date.values) == 1 and date.precision != "year"
    return date.values[0] if told else ""
