"""Noun phrases over the tokens of a sentence: rules that take a token index and give the index after it.

No match is 0, which no rule can end at.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.lexicon import ADVERBS, AMBIGUOUS_VERBS, AND_WORDS, DETERMINERS, FUNCTION_WORDS, ORDINALS
from annotui.core.phrase_tokens import Token, beside, ends_noun_phrase, is_year


class NounPhrases:
    """The tokens of one sentence, and the rules for what a preposition may be followed by."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def _noun_phrase(self, at: int) -> int:
        """Determiners, modifiers and a noun; also `Armenian, Russian and Azerbaijani leaders`."""
        start = at
        while self._low(at) in DETERMINERS:
            at += 1
        nouns = 0
        while (token := self._at(at)) is not None:
            if nouns and (not self._is_tied(at) or ends_noun_phrase(self._tokens[at - 1], token)):
                break
            if nouns and self._low(start) not in DETERMINERS and self._is_done(at):
                break
            adjectives = self._adjectives(at)
            if adjectives:
                at = adjectives
            elif token.kind == "date":
                after = self._at(at + 1)
                if at == start or after is None or not after.is_noun or not beside(token, after):
                    break
                at += 1
                continue
            elif token.is_adverb and not nouns:
                at += 1
                continue
            elif not self._continues(token, at, start, nouns):
                break
            else:
                at += 1
            nouns += 1
            if token.low.endswith("ing") and self._low(at) in DETERMINERS:
                return self._noun_phrase(at) or at
        return at if nouns else 0

    def _continues(self, token: Token, at: int, start: int, nouns: int) -> bool:
        """Whether a noun phrase that began at `start` goes on with the token at `at`."""
        if token.kind == "function":
            return token.low in ORDINALS and not nouns
        if token.kind in ("name", "number"):
            return True
        if not token.is_plain:
            return not nouns and at > start and token.kind == "word" and token.low not in ADVERBS
        if token.low.endswith("ed") and "-" not in token.low:
            after = self._at(at + 1)
            return not nouns and after is not None and after.is_noun
        return True

    def _is_done(self, at: int) -> bool:
        """Whether a word that may be a verb is what a name does: `Moscow put the blame`, `Serbia stay`."""
        if self._low(at) not in AMBIGUOUS_VERBS or self._kind(at - 1) != "name":
            return False
        return self._kind(at + 1) == "name" or (self._low(at + 1) in FUNCTION_WORDS and self._low(at + 1) != "of")

    def _is_tied(self, at: int) -> bool:
        """Whether only a space (or a possessive) parts a token from the one before."""
        before, token = self._tokens[at - 1], self._tokens[at]
        return token.start - before.end <= (3 if before.possessive else 1)

    def _adjectives(self, at: int) -> int:
        """`Armenian, Russian and Azerbaijani` before a common noun."""
        if self._kind(at) != "name":
            return 0
        end = at + 1
        closed = False
        while not closed:
            step = end + (self._low(end) == ",")
            closed = self._low(step) in AND_WORDS
            step += closed
            if step == end or self._kind(step) != "name":
                return 0
            end = step + 1
        after = self._at(end)
        noun = after is not None and after.is_plain and not after.low.endswith("ed")
        return end if noun and self._is_tied(end) else 0

    def _has_name(self, start: int, end: int) -> bool:
        return any(token.kind in ("name", "date") for token in self._tokens[start:end])

    def _at(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _low(self, at: int) -> str:
        return self._tokens[at].low if 0 <= at < len(self._tokens) else ""

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else ""

    def _tail(self, at: int) -> int:
        """`at` moved past `of X`, `in X` that belong to the noun phrase before it."""
        while self._low(at) in ("of", "in") and not self._date_at(at + 1):
            end = self._noun_phrase(at + 1)
            if not end:
                break
            at = end
        return at

    def _date_at(self, at: int) -> bool:
        """Whether a date or a year stands at `at`."""
        token = self._at(at)
        return token is not None and is_year(token)
