"""Names in a sentence, told by their capitals: people without titles, bodies, places, named agreements.

There is no list of names. What parts a name from its neighbours is language: titles (`Prime Minister`),
small words (`of`, `bin`), and the nouns that head the names of bodies, states and agreements.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.lexicon import (
    ABSTRACT_ENDINGS,
    ABSTRACT_NOUNS,
    AGREEMENT_NOUNS,
    AND_WORDS,
    INSTITUTIONS,
    NAME_SUFFIXES,
    PARTICLES,
    PLACE_MODIFIERS,
    PLACES,
    TITLE_MODIFIERS,
    TITLES,
    VERBS,
)
from annotui.core.phrase_tokens import Token

_OPEN_HEADS = INSTITUTIONS | AGREEMENT_NOUNS
_HEADS = _OPEN_HEADS | PLACES


def name_spans(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The names of a sentence (code points), in order; a name inside a named agreement comes beside it."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not _starts_name(tokens, at):
            at += 1
            continue
        run = _run(tokens, at)
        for part in _parts(tokens, at, run):
            spans.append((tokens[part[0]].start, _end_of(tokens, part[1])))
        at = run
    return spans


def _starts_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind != "name" or token.low in NAME_SUFFIXES:
        return False
    first = at == 0 or all(before.kind == "mark" for before in tokens[:at])
    return not (first and (token.low in VERBS or token.low.endswith(("ing", "ly"))) and not token.text.isupper())


def _run(tokens: Sequence[Token], start: int) -> int:
    """One past the last token of the unbroken run of capitals that begins at `start`."""
    at, joined = start, ""
    while at + 1 < len(tokens):
        after = at + 1
        if _is_initial(tokens, at):
            after += 1
        if after < len(tokens) and _goes_on(tokens[after]) and _near(tokens, at, after):
            at = after
            continue
        step, kind = _bridge(tokens, start, at, joined)
        if not step:
            break
        at, joined = step, joined or kind
    return at + 1


def _goes_on(token: Token) -> bool:
    """Whether a token may follow in a name: a capital, or a Roman number (`Harald V`)."""
    return token.kind == "name" or (token.kind == "number" and token.text.isalpha())


def _near(tokens: Sequence[Token], at: int, after: int) -> bool:
    return not tokens[at].possessive and all(tokens[k + 1].start - tokens[k].end <= 1 for k in range(at, after))


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is an initial with its dot: `N.` of `N. Petrosyan`."""
    if len(tokens[at].text) != 1 or at + 1 >= len(tokens):
        return False
    return tokens[at + 1].text == "." and tokens[at + 1].start == tokens[at].end


def _bridge(tokens: Sequence[Token], start: int, at: int, joined: str) -> tuple[int, str]:
    """The next capital of the name across a small word, and that word; 0 where the name ends."""
    head, link = tokens[at], tokens[at + 1]
    if head.possessive or link.kind == "mark":
        return 0, ""
    after = at + 2
    while after < len(tokens) and link.low in PARTICLES and tokens[after].low in PARTICLES:
        after += 1
    has_the = after < len(tokens) and tokens[after].low == "the"
    after += has_the
    if after >= len(tokens) or tokens[after].kind != "name" or not _near(tokens, at, after):
        return 0, ""
    word = link.low
    if word in PARTICLES and not has_the:
        return after, ""
    named = tokens[at].low in _OPEN_HEADS
    if word == "of" and head.low in _HEADS:
        # `Federation Council of X` is `Federation Council`; `European Court of Human Rights` is all of it.
        whole = at == start or joined or head.low in PLACES or any(map(_is_abstract, tokens[after : after + 2]))
        return (after, word) if whole else (0, "")
    if word == "for" and named:
        return after, word
    if word == "on" and named and not has_the:
        return after, word
    if word == "in" and joined == "for":
        return after, word
    is_body = any(token.low in _OPEN_HEADS for token in tokens[start : at + 1])
    if word in AND_WORDS and joined and is_body and not has_the and _is_abstract(tokens[after]):
        return after, word
    return 0, ""


def _is_abstract(token: Token) -> bool:
    return token.low in ABSTRACT_NOUNS or token.low.endswith(ABSTRACT_ENDINGS)


def _parts(tokens: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    """The names in a run of capitals: what stands before, between and after its titles."""
    if _follows_title(tokens, start):
        cut = _place_end(tokens, start, end)
        if cut < end:
            return [(start, cut), *_parts_by_title(tokens, cut, end)]
    return _parts_by_title(tokens, start, end)


def _follows_title(tokens: Sequence[Token], start: int) -> bool:
    """Whether a run of capitals stands after `President of`, `Minister of Foreign Affairs of the`."""
    at = start - 1
    if at < 0 or tokens[at].low not in ("of", "the"):
        return False
    while at >= 0 and (tokens[at].kind == "name" or tokens[at].low in ("of", "the", "and", "for")):
        if tokens[at].low in TITLES:
            return True
        at -= 1
    return False


def _place_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where, in `President of X First Last`, the place ends and the person begins; `end` if nowhere."""
    links = [at for at in range(start, end) if tokens[at].kind != "name" and tokens[at].low == "of"]
    first = links[-1] + 1 if links else start
    if tokens[first].low == "the":
        first += 1
    words = [at for at in range(first, end) if tokens[at].kind == "name"]
    if len(words) < 3 or any(tokens[at].low in _HEADS for at in words):
        return end
    return words[2] if tokens[words[0]].low in PLACE_MODIFIERS else words[1]


def _parts_by_title(tokens: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    at = begin = start
    while at < end:
        title = _title_end(tokens, at, end)
        if title == at:
            # The words that a small word ties to a head stay with it: `Council of Ministers`.
            at += 1
            while at < end and tokens[at].kind != "name":
                at += 2 if tokens[at].kind == "function" else 1
            continue
        if begin < at:
            parts.append((begin, at))
        parts += [(word, word + 1) for word in range(at, title)] if title == end else []
        at = begin = title
    if begin < end:
        parts += _with_inner(tokens, begin, _with_suffix(tokens, end))
    return parts


def _title_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """One past the title that begins at `at` (`Deputy Foreign Minister`), or `at` when none does."""
    last = at
    for word in range(at, end):
        low = tokens[word].low
        if low in TITLES and not (word + 1 < end and tokens[word + 1].low in INSTITUTIONS):
            last = word + 1
            if tokens[word].low in ("mr", "mrs", "ms", "dr") and word + 1 < end and tokens[word + 1].text == ".":
                last += 1
        elif low not in TITLE_MODIFIERS and tokens[word].kind == "name":
            break
    return last


def _with_suffix(tokens: Sequence[Token], end: int) -> int:
    """`end` moved past a `Jr.` that a comma parts from the name."""
    if end + 1 < len(tokens) and tokens[end].text == "," and tokens[end + 1].low in NAME_SUFFIXES:
        return end + 2
    return end


def _with_inner(tokens: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    """A name, and beside a named agreement the names in it (`Alma-Ata` in `Alma-Ata Declaration`)."""
    parts = [(start, end)]
    links = [at for at in range(start, end) if tokens[at].kind == "function"]
    if not links and end - start > 1 and tokens[end - 1].low in AGREEMENT_NOUNS:
        if not _is_abstract(tokens[end - 2]):
            parts.insert(0, (start, end - 1))
    elif links and tokens[links[0] - 1].low in AGREEMENT_NOUNS and tokens[links[0]].low == "of":
        inner = links[0] + 1 + (tokens[links[0] + 1].low == "the")
        parts.insert(0, (inner, end))
    return parts


def _end_of(tokens: Sequence[Token], end: int) -> int:
    """The code point where a name of tokens up to `end` ends; the dot of `Jr.` belongs to it."""
    last = tokens[end - 1]
    dotted = last.low in NAME_SUFFIXES and end < len(tokens) and tokens[end].text == "."
    return tokens[end].end if dotted and tokens[end].start == last.end else last.end
