"""Records put in order by what speaks for them: only those that can come out near the top are weighed in full.

What a record's name adds takes longest to weigh, but the words that it shares with the text bound it from above. So
records are taken up by the most that they can reach, and the rest is left as soon as none of it can be among the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from typing import Final, NamedTuple

from annotui.core.dates import DateMention
from annotui.core.model import Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.date_terms import context_date, date_reason, later
from annotui.linking.records import Record
from annotui.linking.scoring import BIAS, Looked, Weighing, is_out

_MENTION_SHARE: Final = 0.25  # of the mention's terms once a person types
_ROUNDING: Final = 1e-6

Read = tuple[DateMention, list[tuple[str, ...]]]
"""A date of a text with its readings."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with its terms; `dated` are those terms for each date of the text, `undated` without any."""

    record: Record
    undated: tuple[Reason, ...]
    dated: tuple[Reason | None, ...]

    def with_date(self, at: int | None) -> tuple[Reason, ...]:
        """The terms, that of a date with them."""
        reason = None if at is None else self.dated[at]
        return self.undated if reason is None else (reason, *self.undated)

    def best(self) -> tuple[Reason, ...]:
        """The terms with the date that speaks most for the record."""
        return self.with_date(self.best_date())

    def best_date(self) -> int | None:
        """Which date speaks most for the record, or least against it."""
        found = [(-reason.value, at) for at, reason in enumerate(self.dated) if reason is not None]
        return min(found)[1] if found else None


class _Awaited(NamedTuple):
    """A record that is not weighed in full: the most its log-odds can be, and what is known of it.

    `of_mention` is what the mention says beside its name.
    """

    most: float
    place: int
    record: Record
    but_name: list[Reason]
    later: list[Reason]
    dated: tuple[Reason | None, ...]
    of_mention: float


class Ranking:
    """Weighs records for what is looked for; while a person types, the `mention` itself counts a little.

    `dates` are those of `leading`, `mention_dates` those of the mention, with their readings; `on` is the article's
    date.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        leading: Looked,
        dates: Sequence[Read],
        on: str,
        mention: Looked | None,
        mention_dates: Sequence[Read],
    ) -> None:
        self._catalogue = catalogue
        self._leading = leading
        self._on = on
        self._dates = dates
        self._mention_dates = mention_dates
        self._weighing = Weighing(catalogue, leading)
        self._mention = None if mention is None else Weighing(catalogue, mention)
        own_day = any(day.month for day in leading.evidence.dates)
        self._around_dates = () if own_day or mention is not None else leading.around_dates
        self._dated: dict[tuple[str, ...], tuple[Reason | None, ...]] = {}

    def first(self, places: Sequence[int], count: int, least: float | None) -> list[Scored]:
        """The `count` likeliest of the records at these places, in order, ties by id.

        With `least` all others too whose log-odds are that much, or may be.
        """
        awaited = [
            self._await(place, record)
            for place, record in self._catalogue.records_at(places)
            if not is_out(self._leading, record)
        ]
        awaited.sort(key=lambda one: (-one.most, one.place))
        scored: list[tuple[float, str, Scored]] = []
        best: list[float] = []
        for one in awaited:
            full = len(best) >= count and one.most < best[0] - _ROUNDING
            if full and (least is None or one.most < least - _ROUNDING):
                break
            found = self._weigh(one)
            if found is not None:
                odds = log_odds(found.best())
                scored.append((-odds, found.record.id, found))
                heappush(best, odds) if len(best) < count else heappushpop(best, odds)
        scored.sort(key=lambda one: one[:2])
        return [one for _, _, one in scored]

    def _await(self, place: int, record: Record) -> _Awaited:
        but_name = self._weighing.but_name(record)
        after: list[Reason] = []
        if self._on and record.dates and record.dates[0] >= self._on[:4]:
            after += later(record, self._on)
        if self._around_dates:
            after += context_date(record, self._around_dates)
        dated = self._dates_of(record)
        most = BIAS + self._weighing.most_of_name(record)
        for reason in but_name:
            most += reason.value
        for reason in after:
            most += reason.value
        if dated:
            most += _most(dated)
        of_mention = 0.0
        if self._mention is not None:
            of_mention = _sum(self._mention.but_name(record)) + self._mention_date(record)
            most += _MENTION_SHARE * (self._mention.most_of_name(record) + of_mention)
        return _Awaited(most, place, record, but_name, after, dated, of_mention)

    def _weigh(self, one: _Awaited) -> Scored | None:
        """The record with all its terms, or None if nothing speaks for it."""
        record = one.record
        reasons = [*self._weighing.name(record), *one.but_name, *one.later]
        if self._mention is not None:
            total = self._mention.by_words(record) + one.of_mention
            reasons.append(Reason("mention", _MENTION_SHARE * total, "what the mention itself says"))
        if not any(reason.value > 0 for reason in (*reasons, *filter(None, one.dated))):
            return None
        return Scored(record, _sorted(reasons), one.dated)

    def _dates_of(self, record: Record) -> tuple[Reason | None, ...]:
        if not self._dates:
            return ()
        if self._leading.typed and any(record.numbers.intersection(day.values) for day, _ in self._dates):
            return tuple(
                None if record.numbers.intersection(day.values) else date_reason(record, day, options)
                for day, options in self._dates
            )
        if record.dates not in self._dated:
            self._dated[record.dates] = tuple(date_reason(record, day, options) for day, options in self._dates)
        return self._dated[record.dates]

    def _mention_date(self, record: Record) -> float:
        if not self._mention_dates:
            return 0.0
        found = (date_reason(record, day, options) for day, options in self._mention_dates)
        return max((reason.value for reason in found if reason is not None), default=0.0)


def log_odds(reasons: Sequence[Reason]) -> float:
    """The sum of the terms and of what any record has against it."""
    return BIAS + _sum(reasons)


def _sum(reasons: Iterable[Reason]) -> float:
    return sum([reason.value for reason in reasons])


def _most(dated: Iterable[Reason | None]) -> float:
    return max([reason.value for reason in dated if reason is not None], default=0.0)


def _sorted(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.value), reason.id)))
