"""What a stretch of text says about the agreement it names: dates, parties, kind, numbers, ordinals, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from annotui.core.dates import DateMention, date_groups, find_dates, weekday_dates
from annotui.core.lexicon import PART_NOUNS
from annotui.linking.parties import PartyBook, PartyMention
from annotui.linking.words import (
    ARITIES,
    KINDS,
    NUMBER_WORDS,
    PART_WORDS,
    STOP_WORDS,
    Word,
    is_plural,
    ordinal_of,
    word_set,
    words_of,
)

_ENDS_HEAD: Final = word_set("of on for between among in with about concerning regarding by dated from")
_LIST_WORDS: Final = frozenset({"and", "or", "to"})
_PART: Final = re.compile(
    rf"(?:.{{3,12}} )?(?:{'|'.join(sorted(PART_NOUNS))})\b[^.]*? of (?:the |this |that )?", re.IGNORECASE
)
_QUOTED: Final = re.compile('["“”«„‟]([^"“”«»„‟\n]{8,300})["“”»‟]')
_MAY_DATE: Final = re.compile("[0-9]|anuar|ebruar|arch|pril|May|June|July|ugust|ember|ctober")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number that tells an agreement from its fellows (`822`, `62/243`), and its code points in the text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The typed evidence in a text; every offset is in code points of that `text`.

    `content` are the words that can name something: no dates, numbers, ordinals or small words. `heads` are the
    words of kind before the first `of`, `on` and the like (else all); `arity` is the number of parties that
    `bilateral`, `trilateral` say, or 0. `quoted` are titles in quotes. `core` is where the agreement itself is named:
    after the numbered part of it (`clause 9 of the`), if one is meant.
    """

    text: str
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    dates: tuple[DateMention, ...]
    date_lists: tuple[tuple[DateMention, ...], ...]
    parties: tuple[PartyMention, ...]
    numbers: tuple[NumberMention, ...]
    ordinals: frozenset[int]
    heads: frozenset[str]
    plural: bool
    arity: int
    quoted: tuple[str, ...]
    core: int

    def core_words(self) -> tuple[Word, ...]:
        """Give the words that name the agreement itself, whatever part of it is meant."""
        return tuple(word for word in self.words if word.start >= self.core) if self.core else self.words

    def party_names(self) -> frozenset[str]:
        """Give the parties named, in whatever role."""
        return frozenset(party.name for party in self.parties)

    def content_texts(self) -> frozenset[str]:
        """Give the folded content words."""
        return frozenset(word.text for word in self.content)

    def without_parties(self) -> list[Word]:
        """Give the content words that are no part of a party's name."""
        return [w for w in self.content if not any(p.start <= w.start < p.end for p in self.parties)]


def evidence_in(text: str, book: PartyBook, *, on: str = "", typed: bool = False) -> Evidence:
    """Read the evidence in `text`; `on` is the article's date, `typed` says that a person typed the text."""
    words = words_of(text)
    dates = find_dates(text, on=on) if _MAY_DATE.search(text) or typed else []
    if on and "day" in text:
        dates = sorted([*dates, *weekday_dates(text, on=on)])
    parties = book.find(words, any_case=typed)
    undated = [i for i, word in enumerate(words) if not (dates and _inside(word, dates))]
    numbers = _numbers(words, undated, text, typed)
    core = part.end() if (part := _PART.match(text)) else 0
    ordinals = {i: value for i in undated if (value := _ordinal(words, i)) is not None}
    content = tuple(
        words[i]
        for i in undated
        if i not in ordinals and words[i].text not in STOP_WORDS and not words[i].text[0].isdigit()
    )
    heads, plural = _heads(words, undated)
    return Evidence(
        text=text,
        words=tuple(words),
        content=content,
        dates=tuple(dates),
        date_lists=tuple(date_groups(dates, text)),
        parties=tuple(parties),
        numbers=tuple(numbers),
        ordinals=frozenset(value for i, value in ordinals.items() if words[i].start >= core),
        heads=heads,
        plural=plural,
        arity=next((ARITIES[word.text] for word in words if word.text in ARITIES), 0),
        quoted=tuple(match.group(1) for match in _QUOTED.finditer(text)),
        core=core,
    )


def may_have_date(text: str) -> bool:
    """Tell whether a date or a weekday may be in `text`, by its digits and by parts of names."""
    return "day" in text or _MAY_DATE.search(text) is not None


def free_dates(around: Evidence) -> list[DateMention]:
    """Find the dates of a sentence, its mention blotted out, that may be the mention's own.

    A date is another agreement's where a word of kind stands right after it (`the November 2020 statement`) or
    right before it (`the protocol of 10 October 2009`).
    """
    kinds = [word for word in around.words if word.text in KINDS]
    return [day for day in around.dates if not any(_beside(around.text, word, day) for word in kinds)]


def _beside(text: str, word: Word, day: DateMention) -> bool:
    if word.start >= day.end:
        return text[day.end : word.start].strip() == ""
    between = text[word.end : day.start].split()
    return word.end <= day.start and between in ([], ["of"], ["dated"], ["from"], ["of", "the"])


def _inside(word: Word, dates: Sequence[DateMention]) -> bool:
    return any(day.start <= word.start < day.end for day in dates)


def _numbers(words: Sequence[Word], undated: Sequence[int], text: str, typed: bool) -> list[NumberMention]:
    """Find numbers after a word that counts agreements, and those joined to them: Resolutions 822, 853 and 874.

    In typed text a number may stand alone.
    """
    found: list[NumberMention] = []
    series = typed
    for i in undated:
        word = words[i]
        if word.text[0].isdigit() and word.text.replace("/", "").isdigit():
            after_sign = text[: word.start].rstrip()[-1:] in ("№", "#")
            if series or after_sign or "/" in word.text:
                found.append(NumberMention(_plain_number(word.text), word.start, word.end))
                series = True
        elif word.text in NUMBER_WORDS and not (i and words[i - 1].text in PART_WORDS):
            series = True
        elif word.text not in _LIST_WORDS:
            series = typed and word.text not in PART_WORDS
    return found


def _plain_number(digits: str) -> str:
    """Write a number without leading zeros, so that it is compared by value."""
    return "/".join(part.lstrip("0") or "0" for part in digits.split("/"))


def _ordinal(words: Sequence[Word], i: int) -> int | None:
    """The ordinal at word `i`, unless it counts centuries; a Roman one needs a name beside it (Minsk II)."""
    value = ordinal_of(words[i])
    if value is None or (i + 1 < len(words) and words[i + 1].text == "century"):
        return None
    if words[i].shown.isupper() and words[i].shown.isalpha():
        beside = [words[k] for k in (i - 1, i + 1) if 0 <= k < len(words)]
        if not any(word.shown[0].isupper() for word in beside):
            return None
    return value


def _heads(words: Sequence[Word], undated: Sequence[int]) -> tuple[frozenset[str], bool]:
    """The words of kind that head the phrase, and whether the last of them is a plural."""
    kinds: list[Word] = []
    for i in undated:
        word = words[i]
        if word.text in KINDS:
            kinds.append(word)
        elif word.text in _ENDS_HEAD and kinds:
            break
    return frozenset(word.text for word in kinds), bool(kinds) and is_plural(kinds[-1])
