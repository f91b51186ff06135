"""How far the mention of an agreement reaches: a small grammar around a noun such as `statement` or `treaty`.

To the left its modifiers, and a numbered part it belongs to (`clause 9 of the ...`). To the right the unbroken
run of phrases that give title, subject, parties, place or date, with lists of dates and parties and brackets.
Articles, finite verbs, relative clauses, and commas before anything but a date, a place or a party end it.
Every rule takes a token index and gives the index after what it matched; 0, where no rule can end, for no match.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotui.core.lexicon import (
    ABSTRACT_ENDINGS,
    ABSTRACT_NOUNS,
    AGREEMENT_NOUNS,
    AMBIGUOUS_VERBS,
    AND_WORDS,
    DETERMINERS,
    FUNCTION_WORDS,
    MADE,
    MADE_ADVERBS,
    NOT_MAKERS,
    NOT_TOPICS,
    ORDINALS,
    PLURAL_AGREEMENT_NOUNS,
    PREDICATES,
)
from annotui.core.mention_starts import mention_start
from annotui.core.noun_phrases import NounPhrases
from annotui.core.phrase_tokens import Token, beside, ends_noun_phrase, is_year

_BRACKET_REACH: Final = 40
_VERBS_TOO: Final = frozenset({"deals", "accords"})
_ENDS: Final = frozenset({"", ".", ")", '"', ";"})
_LIST_MARKS: Final = frozenset({",", ";"})
_PHRASES: Final = ("in regard to", "with regard to", "in relation to", "in connection with", "with respect to")


def mention_spans(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The mentions of agreements in a sentence (code points), by their nouns, in order; bare nouns too."""
    grammar = _Grammar(tokens)
    spans = []
    for head, token in enumerate(tokens):
        if token.low in AGREEMENT_NOUNS and not grammar.is_inside_compound(head):
            spans.append((tokens[mention_start(tokens, head)].start, tokens[grammar.right(head) - 1].end))
    return spans


def mention_of(tokens: Sequence[Token], head: int) -> tuple[int, int] | None:
    """The mention whose noun is the token `head`, as token indices; None where it only describes another noun."""
    grammar = _Grammar(tokens)
    if grammar.is_inside_compound(head) or grammar.is_verb(head):
        return None
    return mention_start(tokens, head), grammar.right(head)


class _Grammar(NounPhrases):
    """The rules for what follows the noun."""

    def is_inside_compound(self, head: int) -> bool:
        """Whether the noun only describes the one after it: `treaty organization`, `ceasefire agreement`."""
        token, after = self._tokens[head], self._at(head + 1)
        if after is None or not beside(token, after):
            return False
        if self.is_verb(head + 1):
            return False
        if after.low in AGREEMENT_NOUNS or (after.kind == "name" and token.kind == "name"):
            return True
        if after.low in PREDICATES or (after.low in AMBIGUOUS_VERBS and self._low(head + 2) in FUNCTION_WORDS):
            return False
        return after.is_plain and not ends_noun_phrase(token, after) and not after.low.endswith(("ed", "s", "ing"))

    def is_verb(self, at: int) -> bool:
        """Whether a plural noun is what an agreement does: `the declaration deals with`, `accords with`."""
        if self._low(at + 1) != "with" or self._low(at) not in _VERBS_TOO or at == 0:
            return False
        before = self._tokens[at - 1]
        return before.low in AGREEMENT_NOUNS and before.low not in PLURAL_AGREEMENT_NOUNS

    def right(self, head: int) -> int:
        """One past the last token of the mention whose noun is `head`."""
        at = self._numbers(head + 1) or head + 1
        topic = False
        while True:
            after = self._bracket(at) or self._quote(at)
            if not after:
                after, is_topic = self._phrase(at, head, topic)
                topic = topic or is_topic
            after = after or self._made(at, head) or self._more_dates(at) or self._more_parties(at, head, topic)
            if not after:
                return at
            at = after

    def _numbers(self, at: int) -> int:
        """`822`, `No. 822`, `822, 853, 874 and 884`, `822 (1993) and 853 (1993)`."""
        if self._low(at) in ("no", "nos", "number", "№"):
            at += 2 if self._low(at + 1) == "." else 1
        if self._kind(at) != "number":
            return 0
        at = self._bracket(at + 1) or at + 1
        while True:
            link = at
            while self._low(link) in _LIST_MARKS or self._low(link) in AND_WORDS:
                link += 1
            if link == at or self._kind(link) != "number":
                return at
            at = self._bracket(link + 1) or link + 1

    def _bracket(self, at: int) -> int:
        """Brackets that hold a name, a number or a date."""
        if self._low(at) != "(":
            return 0
        for end in range(at + 1, min(at + _BRACKET_REACH, len(self._tokens))):
            if self._low(end) == ")":
                inside = self._tokens[at + 1 : end]
                return end + 1 if any(token.kind in ("name", "number", "date") for token in inside) else 0
        return 0

    def _quote(self, at: int) -> int:
        """A title in quotation marks."""
        mark = self._at(at)
        first = self._at(at + 1)
        if mark is None or mark.low != '"' or first is None or not (first.text[0].isupper() or first.text[0].isdigit()):
            return 0
        if mark.start == self._tokens[at - 1].end:
            return 0
        for end in range(at + 1, min(at + _BRACKET_REACH, len(self._tokens))):
            if self._low(end) == '"':
                return end + 1
        return 0

    def _phrase(self, at: int, head: int, topic: bool) -> tuple[int, bool]:
        """A phrase with a preposition, and whether it gives the topic; 0 for none."""
        inner = at + self._words_of_about(at)
        if inner > at:
            return self._quote(inner) or self._list(inner, head), True
        low = self._low(at)
        inner = at + 1
        if low == "as" and self._low(inner) == "of":
            return self._dates(inner + 1), False
        if low in ("dated", "from", "of", "on", "in", "at") and (dates := self._dates(inner)):
            return dates, False
        if low in ("of", "on", "about", "regarding", "concerning"):
            if self._low(inner) in NOT_TOPICS:
                return 0, False
            return self._quote(inner) or self._list(inner, head), True
        if low in ("between", "among", "amongst"):
            return self._list(inner, head, paired=True), topic
        if low == "by":
            return (0 if self._low(inner) in NOT_MAKERS else self._list(inner, head)), topic
        return self._narrow_phrase(low, inner, head, topic), topic

    def _narrow_phrase(self, low: str, inner: int, head: int, topic: bool) -> int:
        """A phrase with a preposition that only some nouns may follow."""
        end = self._noun_phrase(inner)
        if not end:
            return 0
        named = self._has_name(inner, end)
        if low == "with":
            return self._list(inner, head) if named or self._low(inner) in ("its", "their", "his", "her") else 0
        if low in ("in", "at"):
            return end if named else 0
        if low == "for":
            return self._list(inner, head) if self._tokens[inner].kind == "name" or (topic and named) else 0
        if low == "since":
            modifiers = self._tokens[mention_start(self._tokens, head) : head]
            return end if any(token.low in ORDINALS for token in modifiers) else 0
        if low == "to":
            annexed = self._tokens[end - 1].low in AGREEMENT_NOUNS and named
            return end if annexed or (topic and (self._low(inner) in DETERMINERS or named)) else 0
        if low in ("over", "along", "across", "around", "against", "under") and topic and named:
            return end
        if low in ("through", "towards", "toward") and self._kind(head) == "name":  # inside a title in capitals
            first = inner + (self._low(inner) in DETERMINERS)
            return end if all(token.kind == "name" for token in self._tokens[first:end]) else 0
        return 0

    def _words_of_about(self, at: int) -> int:
        for phrase in _PHRASES:
            words = phrase.split()
            if [self._low(at + step) for step in range(len(words))] == words:
                return len(words)
        return 0

    def _made(self, at: int, head: int) -> int:
        """`signed by ... on ...`, also after a comma when a name or a date follows."""
        after_comma = self._low(at) == ","
        inner = at + after_comma
        while self._low(inner) in MADE_ADVERBS:
            inner += 1
        if self._low(inner) not in MADE:
            return 0
        inner += 1
        if self._low(inner - 1) == "dated" and (dates := self._dates(inner)):
            return dates
        while self._low(inner) in MADE_ADVERBS:
            inner += 1
        end, _ = self._phrase(inner, head, False)
        if not end or (after_comma and not self._has_name(inner, end)):
            return 0
        return end

    def _dates(self, at: int) -> int:
        """A date or a list of dates that begins at `at`."""
        determined = self._low(at) in ("the", "both", "last")
        at += determined
        token = self._at(at)
        if token is None or not is_year(token):
            return 0
        after = self._at(at + 1)
        if determined and after is not None and after.is_plain and beside(token, after):
            return 0
        at += 1
        while more := self._next_date(at):
            at = more
        return at

    def _next_date(self, at: int) -> int:
        """The next item of a list of dates: a comma, semicolon or `and`, and a date."""
        link = at
        if self._low(link) in _LIST_MARKS:
            link += 1
        if self._low(link) == "as" and self._low(link + 1) == "well" and self._low(link + 2) == "as":
            link += 3
        elif self._low(link) in AND_WORDS:
            link += 1
        if link == at:
            return 0
        if self._low(link) in ("of", "from", "dated"):
            link += 1
        elif self._low(link) == "in" and self._low(at) in AND_WORDS:
            link = self._named_phrase(link + 1)
            link += self._low(link) == "on"
        return link + 1 if link and self._date_at(link) else 0

    def _named_phrase(self, at: int) -> int:
        """A noun phrase with a name in it."""
        end = self._noun_phrase(at)
        return end if end and self._has_name(at, end) else 0

    def _more_dates(self, at: int) -> int:
        """Dates after a comma or a dash: ` - as of November 9`, `, dated 9 November`; or a place, `, in Lima`."""
        if self._low(at) not in (",", "-", "–", "—"):
            return 0
        inner = at + 1
        if self._low(at) == "," and self._low(inner) in ("in", "at"):
            end = self._named_phrase(inner + 1)
            return end if self._low(end) in _ENDS else 0
        links = self._low(inner), self._low(inner + 1)
        if links == ("as", "of") or (links[0] in MADE and links[1] == "on"):
            inner += 2
        elif self._low(inner) in ("of", "from", "dated"):
            inner += 1
        return self._dates(inner)

    def _list(self, at: int, head: int, paired: bool = False) -> int:
        """A noun phrase and those joined to it; `paired` takes the first `and` for granted (`between A and B`)."""
        end = self._bracketed(self._noun_phrase(at))
        while more := end and self._more_parties(end, head, True, paired, since=at):
            end, paired = more, False
        return end

    def _more_parties(self, at: int, head: int, topic: bool, paired: bool = False, since: int = 0) -> int:
        """`and C`, `, B and C` after a topic or a name, where no clause and no other agreement begins there.

        `since` is where the list began; a comma goes on only with names, after names.
        """
        named = self._has_name(since or head + 1, at)
        if self._tokens[at - 1].kind == "date" or not (topic or named):
            return 0
        inner, closed, items = at, False, 0
        while not closed:
            step = inner + (self._low(inner) == ",")
            closed = self._low(step) in AND_WORDS
            step += closed
            end = self._noun_phrase(step) if step > inner else 0
            if not (closed or named or self._is_abstract(step, end)):
                return 0
            if not end:
                return 0
            inner = self._bracketed(self._tail(end))
            if not paired and (named > self._has_name(step, inner) or self._has_agreement(step, inner)):
                return 0
            items += 1
            if not closed and not named and self._low(inner) not in (",", *AND_WORDS):
                return 0
            if not closed and self._low(inner) not in (",", *AND_WORDS):
                # One name after a comma is a place in its country, unless a clause begins with it.
                return inner if items == 1 and self._low(inner) in _ENDS else 0
        return inner if paired or not self._opens_clause(inner, head) else 0

    def _bracketed(self, at: int) -> int:
        """`at` moved past a year in brackets after an item of a list: `Lima (2019), Quito (2020)`."""
        is_year_there = at and self._low(at) == "(" and self._date_at(at + 1) and self._low(at + 2) == ")"
        goes_on = is_year_there and self._low(at + 3) in (",", *AND_WORDS)
        return at + 3 if goes_on or (is_year_there and self._low(at - 2) in (",", *AND_WORDS)) else at

    def _is_abstract(self, start: int, end: int) -> bool:
        """Whether a noun phrase is of a topic's kind: `mutual security`."""
        noun = self._low(end - 1) if end else ""
        return noun in ABSTRACT_NOUNS or noun.endswith(ABSTRACT_ENDINGS)

    def _has_agreement(self, start: int, end: int) -> bool:
        return any(token.low in AGREEMENT_NOUNS for token in self._tokens[start:end])

    def _opens_clause(self, at: int, head: int) -> bool:
        """Whether what was read is the subject of a verb at `at`, rather than the end of the mention."""
        token = self._at(at)
        if token is None or token.kind not in ("word", "function"):
            return False
        is_verb = token.is_verb or (token.kind == "word" and token.low.endswith("ed") and token.low not in MADE)
        return is_verb and any(before.is_verb for before in self._tokens[:head])
