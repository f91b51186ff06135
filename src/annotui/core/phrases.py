"""What a person would select at the cursor: the shortest name or word, then wider and wider, to the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.lexicon import AGREEMENT_NOUNS, PART_NOUNS
from annotui.core.mention_phrases import mention_spans
from annotui.core.names import name_spans
from annotui.core.phrase_tokens import Token, beside, ends_noun_phrase, tokens_of
from annotui.core.segments import sentence_at, word_at

_STEPS = 5


def phrase_chain(text: str, offset: int, on: str = "") -> list[tuple[int, int]]:
    """The extents at `offset` (code points, half-open), each within the next, the shortest first.

    The first is the shortest name there, a whole date, or else the word; then the noun phrase, the mention of
    an agreement, and last the sentence. An agreement's noun is followed by its mention at once. Where no word
    stands at `offset` the next one counts; with none left the list is empty. `on` is the article's own
    (partial) date. At most five.
    """
    word = word_at(text, offset)
    if word is None:
        return []
    sentence, tokens, at = _tokens_at(text, word, on)
    if at is None:
        return _nested([word, sentence])
    first = _shortest(tokens, at, word)
    mentions = [span for span in mention_spans(tokens) if _contains(span, first)]
    extents = [first, *sorted(mentions, key=lambda span: span[1] - span[0])]
    phrase = _noun_phrase(tokens, at)
    if not (mentions and _is_of_head(tokens, phrase)):
        extents.append((tokens[phrase[0]].start, tokens[phrase[1] - 1].end))
    return _nested([*extents, sentence])


def shortest_name(text: str, offset: int) -> tuple[int, int] | None:
    """The shortest name, date or word at `offset` (code points): what is tagged with nothing selected."""
    word = word_at(text, offset)
    if word is None:
        return None
    _, tokens, at = _tokens_at(text, word)
    return word if at is None else _shortest(tokens, at, word)


def _tokens_at(text: str, word: tuple[int, int], on: str = "") -> tuple[tuple[int, int], Sequence[Token], int | None]:
    """The sentence around a word, its tokens, and the index of the one that the word stands in."""
    sentence = _around(sentence_at(text, word[0]), word)
    tokens = tokens_of(text, *sentence, near=word[0], on=on)
    return sentence, tokens, next((k for k, token in enumerate(tokens) if token.start <= word[0] < token.end), None)


def _shortest(tokens: Sequence[Token], at: int, word: tuple[int, int]) -> tuple[int, int]:
    token = tokens[at]
    if token.kind == "date":
        return _around((token.start, token.end), word)
    names = [span for span in name_spans(tokens) if _contains(span, word)]
    return min(names, key=lambda span: span[1] - span[0], default=word)


def _noun_phrase(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The run of modifiers and nouns around a token (token indices): no article, no preposition, no verb."""
    first, last = at, at + 1
    if tokens[at].is_noun:
        while first > 0 and tokens[first - 1].is_noun and _tied(tokens, first):
            first -= 1
        while last < len(tokens) and tokens[last].is_noun and _tied(tokens, last):
            last += 1
    return first, last


def _tied(tokens: Sequence[Token], at: int) -> bool:
    before, token = tokens[at - 1], tokens[at]
    return beside(before, token) and not ends_noun_phrase(before, token)


def _is_of_head(tokens: Sequence[Token], phrase: tuple[int, int]) -> bool:
    """Whether a noun phrase is only the beginning of a mention: its noun with modifiers, or `clause 9`."""
    nouns = AGREEMENT_NOUNS | PART_NOUNS
    return any(token.low in nouns for token in tokens[phrase[0] : phrase[1]])


def _nested(extents: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that contain all before them and are wider, the sentence kept as the last."""
    chain = [extents[0]]
    for span in sorted(extents[1:], key=lambda span: span[1] - span[0]):
        if _contains(span, chain[-1]) and span != chain[-1]:
            chain.append(span)
    return chain if len(chain) <= _STEPS else [*chain[: _STEPS - 1], chain[-1]]


def _contains(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _around(span: tuple[int, int], word: tuple[int, int]) -> tuple[int, int]:
    return min(span[0], word[0]), max(span[1], word[1])
