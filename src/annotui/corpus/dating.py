"""Lines that are a date and nothing else: `12 November 2020, 14:05`, `10.11.2020 12:30`, `26 August 202015:20`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from annotui.core.date_words import WITHIN, month_number, plain
from annotui.core.dates import find_dates, valid_partial
from annotui.corpus.lines import single_spaced

_LONGEST: Final = 100
_DIGIT: Final = re.compile("[0-9]")
# What a web page leaves when it is copied: the time stuck to the year, or ISO's T between them.
_GLUED: Final = re.compile(r"\b((?:[0-3]?\d\D{1,12})(?:19|20)\d\d)(?=[0-2]?\d:[0-5]\d)")
_ISO_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](?=\d)")
_AROUND: Final = re.compile(
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?z?|[+\-−]\d{1,2}:?\d{0,2}|[.,;()|/–—-]|"
    r"\b(?:[ap]\.?m|gmt|utc|msk|et|est|edt|cet|cest|bst|azt|amt|get|at|on|local|time|hours?|hrs|мск|в|г|года|saat|ժամը|թ|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|понедельник|вторник|среда|четверг|пятница|"
    r"суббота|воскресенье|bazar ertəsi|çərşənbə axşamı|çərşənbə|cümə axşamı|cümə|şənbə|bazar|"
    r"երկուշաբթի|երեքշաբթի|չորեքշաբթի|հինգշաբթի|ուրբաթ|շաբաթ|կիրակի)\b\.?",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_PARTS_OF_WORDS: Final = frozenset("apmtz") | {"ertəsi", "axşamı", "axşami"}  # of those above, and ISO's T
_LABEL: Final = re.compile(
    r"(?:(?:date|published|posted|publication date|date of publication|released?|issued|опубликовано|дата|"
    r"дата публикации|dərc olunub|dərc edilib|tarix|yayımlanıb|հրապարակվել է|ամսաթիվ)"
    r"(?:\s+(?:on|at))?)\s*[:–—-]?\s+(?=\S)",
    re.IGNORECASE,
)
_UPDATED: Final = re.compile(
    r"[\s,;|/(–—-]*\b(?:last )?(?:updated|modified|обновлено|изменено|yenilənib|թարմացվել է)\b.*", re.IGNORECASE
)


def whole_date(line: str) -> str:
    """The ISO date if the line is one date, perhaps with weekday, time and zone, and nothing else; else empty.

    The date may be a month (`November 2020`); it must have a year of its own.
    """
    # Most lines are ruled out before they are looked at closely, by their first words, or as they have no digit.
    if not all(_may_stand(word[0]) for word in _LETTERS.finditer(line)):
        return ""
    if not _DIGIT.search(line) or len(single_spaced(line[: 2 * _LONGEST])) > _LONGEST:
        return ""
    line = single_spaced(line)
    if len(line) > _LONGEST:
        return ""
    line = _unglued(line)
    if not 4 < len(line) <= _LONGEST:
        return ""
    found = find_dates(line)
    if len(found) != 1 or found[0].year_from != "own" or len(found[0].values) != 1:
        return ""
    around = f"{line[: found[0].start]} | {line[found[0].end :]}"
    if _AROUND.sub("", around).strip() or found[0].precision == "year":
        return ""
    return found[0].values[0]


def labelled_date(line: str) -> str:
    """The date of `Published: 12 November 2020, 14:05` and the like; a later date of change is left aside."""
    if len(line) > 2 * _LONGEST:
        return ""
    line = line.strip()
    if not _LABEL.match(line):
        return ""
    line = _UPDATED.sub("", line)
    match = _LABEL.match(line)
    return whole_date(line[match.end() :]) if match else ""


def is_update(line: str) -> bool:
    """Whether the line tells only when the text was last changed."""
    return len(line) <= _LONGEST and _UPDATED.fullmatch(line.strip()) is not None


def normal_date(value: str) -> str:
    """A declared date as an ISO partial date; empty where it cannot be told (`03/04/2020`)."""
    value = single_spaced(value)
    if valid_partial(value):
        return value
    return whole_date(value)


@lru_cache(maxsize=4096)
def _may_stand(word: str) -> bool:
    """Whether this run of letters is part of a date, or of what may stand around one."""
    if month_number(word) or plain(word) in WITHIN or plain(word) in _PARTS_OF_WORDS:
        return True
    return _AROUND.fullmatch(word) is not None


def _unglued(line: str) -> str:
    return _ISO_TIME.sub(r"\1 ", _GLUED.sub(r"\1 ", line))
