"""Where the mention of an agreement begins: its modifiers, and the numbered part that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.lexicon import (
    AGREEMENT_NOUNS,
    AND_WORDS,
    DETERMINERS,
    MODIFIER_ENDINGS,
    ORDINALS,
    PART_NOUNS,
    PLURAL_AGREEMENT_NOUNS,
)
from annotui.core.phrase_tokens import Token, beside

_JOINED = len(" and ")
_MAKERS = frozenset({"leaders", "presidents", "ministers", "parties", "sides"})
_LIST_LINKS = AND_WORDS | {",", ";"}


def mention_start(tokens: Sequence[Token], head: int) -> int:
    """The first token of the mention whose noun is `head`."""
    at = head
    while at > 0 and _modifies(tokens, at - 1, at):
        at -= 1
    return _numbered_part(tokens, _joined_modifiers(tokens, _joined_title(tokens, at), head))


def _modifies(tokens: Sequence[Token], at: int, before: int) -> bool:
    token = tokens[at]
    previous = tokens[at - 1] if at > 0 else None
    if token.possessive and token.kind == "date":
        return True  # `last November's statement`
    if token.possessive and token.low in _MAKERS and previous is not None and previous.is_modifier:
        return beside(previous, token)  # `trilateral leaders' statements`
    if not beside(token, tokens[before]):
        return False
    opened = previous is not None and (previous.low in DETERMINERS or previous.possessive)
    if token.kind == "function":
        return token.low in ORDINALS
    if token.kind in ("date", "number") and previous is not None and not opened:
        # `In November 2020 agreements were`: the date belongs to the verb.
        return previous.low not in ("in", "on", "since", "until", "by", "from")
    if token.is_modifier:
        return True
    if token.is_plain and previous is not None and previous.is_modifier and beside(previous, token):
        # `bilateral fisheries agreement`: an adjective before a plural shows that it is no verb.
        return previous.kind == "word" and previous.low.endswith(MODIFIER_ENDINGS)
    described = previous is not None and (opened or previous.is_adverb)
    return token.kind == "word" and (described or token.is_adverb)


def _joined_title(tokens: Sequence[Token], at: int) -> int:
    """`at` moved to the first of two adjectives of a title in capitals: `Comprehensive and Enhanced Partnership`."""
    if at < 2 or tokens[at].kind != "name" or tokens[at - 1].low not in AND_WORDS:
        return at
    first = tokens[at - 2]
    joined = first.kind == "name" and first.low.endswith(MODIFIER_ENDINGS) and not first.possessive
    return at - 2 if joined and tokens[at].start - first.end <= _JOINED else at


def _joined_modifiers(tokens: Sequence[Token], at: int, head: int) -> int:
    """Names or dates before a plural noun that are a list: `the Prague and Sochi statements`."""
    if tokens[head].low not in PLURAL_AGREEMENT_NOUNS or at == head:
        return at
    while at >= 2 and tokens[at].kind in ("name", "date"):
        link, other = tokens[at - 1], tokens[at - 2]
        if (link.low not in AND_WORDS and link.low != ",") or other.kind != tokens[at].kind:
            break
        if other.low in AGREEMENT_NOUNS:
            break
        at -= 2
        while at > 0 and _modifies(tokens, at - 1, at):
            at -= 1
    return at


def _numbered_part(tokens: Sequence[Token], at: int) -> int:
    """`clause 9 of`, `articles 3 and 4 of the`, `the ninth paragraph of`, before `at`."""
    while True:
        part = at - 1
        if part >= 0 and tokens[part].low in DETERMINERS:
            part -= 1
        if part < 1 or tokens[part].low != "of":
            return at
        part -= 1
        first_number = part + 1
        while part > 0 and (
            tokens[part].kind == "number" or (part < first_number - 1 and tokens[part].low in _LIST_LINKS)
        ):
            part -= 1
        if tokens[part].low not in PART_NOUNS:
            return at
        numbered = part + 1 < first_number
        if not numbered and (part == 0 or not _is_ordinal(tokens[part - 1])):
            return at
        at = part if numbered else part - 1


def _is_ordinal(token: Token) -> bool:
    return token.low in ORDINALS or (token.text[:1].isdigit() and token.low.endswith(("st", "nd", "rd", "th")))
