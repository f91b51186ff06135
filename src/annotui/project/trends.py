"""How a project has come along: by day, by month of the articles, how quickly, and what became of suggestions.

All of it is told by what is in the database, but for the keys that a link took, which the app counts on this machine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from typing import Final

from annotui.core.dates import valid_partial
from annotui.project.opening import Project
from annotui.project.state import Effort
from annotui.storage import counting, over_time

PAUSE: Final = 600.0
"""Seconds without an act after which a session is over."""
SHORTEST: Final = 60.0
"""Seconds of work from which on speed is told: what a script does in a moment says nothing of a person."""
AT_A_TIME: Final = 5_000
"""Acts, or spans, that are read at once."""
_BINS: Final = 10
_DAY: Final = len("2020-11-09")
_MONTH: Final = len("2020-11")


@dataclass(frozen=True, slots=True)
class Day:
    """A day (UTC): everybody's acts, the spans made on it that stand, and by how many more articles one has done.

    Imported spans are left out. `done` is of one annotator, and negative where more was taken back.
    """

    day: str
    acts: int
    spans: int
    done: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many spans link records, by month of their article's date; `agreements` has the same of some records."""

    months: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    agreements: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speed:
    """How quickly an annotator works, by the times of their acts.

    `seconds` are those between acts of one session; a pause of more than `PAUSE` ends it. `spans` were made in that
    time and stand: not by the first act of a session, since nobody knows when it was begun. `links` are the spans that
    are decided on, and `acts_on_links` the acts on them: tag, link, edges, undo; one on many spans is one. `keys` are
    those pressed in the app on this machine up to the last link that was given there, for whatever; `keys_a_link` has
    them for each link, given again or taken back since, too. Ratios are None where there is too little to tell.
    """

    annotator: str
    acts: int
    sessions: int
    seconds: float
    spans: int
    spans_an_hour: float | None
    seconds_a_span: float | None
    links: int
    acts_on_links: int
    acts_a_link: float | None
    keys: int = 0
    keys_a_link: float | None = None


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Suggestions with a score from `score` to the next bin's: accepted ones whose span stands, and rejected ones."""

    score: float
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Decided:
    """Suggestions that were decided on, by score; of some that were rejected it is not known any more."""

    scores: list[ScoreBin] = field(default_factory=list)
    rejected_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Trends:
    """All of this module."""

    days: list[Day]
    mentions: Mentions
    speed: list[Speed]
    suggestions: Decided


def pages(project: Project) -> int:
    """How many pages `trends` reads."""
    connection = project.store.connection
    rows = (counting.acts(connection), counting.spans(connection), counting.rejections(connection))
    return sum(-(-count // AT_A_TIME) for count in rows)


def trends(project: Project, agreements: Collection[str], read: Callable[[], None]) -> Trends:
    """Read all of it in one pass over acts, spans and rejections each; `read` is called after each page.

    `agreements` are the records whose mentions are told one by one.
    """
    days: dict[str, _Day] = defaultdict(_Day)
    work = _read_acts(project, days, read)
    accepted, months = _read_spans(project, days, work, agreements, read)
    rejected = _read_rejections(project, read)
    bins = [ScoreBin(n / _BINS, accepted[n], rejected[n]) for n in range(_BINS)]
    return Trends(
        days=[Day(day, its.acts, its.spans, its.done) for day, its in sorted(days.items())],
        mentions=_mentions(months),
        speed=[its.speed(name, project.state.effort(name)) for name, its in sorted(work.items())],
        suggestions=Decided(bins, max(0, counting.rejections(project.store.connection) - sum(rejected))),
    )


@dataclass(slots=True)
class _Day:
    """What was done on a day, as it is read."""

    acts: int = 0
    spans: int = 0
    done: int = 0


@dataclass(slots=True)
class _Work:
    """One annotator's acts, as they are read: when each session began and ended, in seconds."""

    acts: int = 0
    sessions: list[tuple[float, float]] = field(default_factory=list)
    spans: int = 0
    links: int = 0
    on_links: int = 0

    def add(self, time: float, *, is_on_link: bool) -> None:
        """Take the next act; one that seems to come before the last begins a session, for the clock was set."""
        self.acts += 1
        self.on_links += is_on_link
        start, end = self.sessions[-1] if self.sessions else (time, time)
        if self.sessions and 0 <= time - end <= PAUSE:
            self.sessions[-1] = start, time
        else:
            self.sessions.append((time, time))

    def take(self, time: float | None, *, is_decided: bool) -> None:
        """Take a span that was made at this time; all acts are read, and the sessions in order."""
        self.links += is_decided
        if time is not None:
            at = bisect_left(self.sessions, time, key=itemgetter(0)) - 1
            self.spans += at >= 0 and time <= self.sessions[at][1]

    def speed(self, annotator: str, effort: Effort) -> Speed:
        """What that comes to, and what links took."""
        seconds = sum(end - start for start, end in self.sessions)
        tells = seconds >= SHORTEST and self.spans > 0
        return Speed(
            annotator=annotator,
            acts=self.acts,
            sessions=len(self.sessions),
            seconds=round(seconds, 1),
            spans=self.spans,
            spans_an_hour=round(self.spans * 3600 / seconds, 1) if tells else None,
            seconds_a_span=round(seconds / self.spans, 1) if tells else None,
            links=self.links,
            acts_on_links=self.on_links,
            acts_a_link=round(self.on_links / self.links, 2) if self.links and self.on_links else None,
            keys=effort.keys,
            keys_a_link=round(effort.keys / effort.links, 2) if effort.links else None,
        )


def _read_acts(project: Project, days: dict[str, _Day], read: Callable[[], None]) -> dict[str, _Work]:
    """The work of each annotator; what falls on a day is added to it."""
    work: dict[str, _Work] = defaultdict(_Work)
    last = 0
    while acts := over_time.acts_after(project.store.connection, last, AT_A_TIME, project.annotator):
        for act in acts:
            moment = _moment(act.at)
            if moment is not None:
                work[act.annotator].add(moment.timestamp(), is_on_link=act.is_on_link)
                day = days[moment.date().isoformat()]
                day.acts += 1
                day.done += act.done
        last = acts[-1].id
        read()
    for its in work.values():
        its.sessions.sort()
    return dict(work)


def _read_spans(
    project: Project,
    days: dict[str, _Day],
    work: Mapping[str, _Work],
    agreements: Collection[str],
    read: Callable[[], None],
) -> tuple[list[int], dict[str, dict[str, int]]]:
    """Suggestions accepted by tenth of their score, and mentions by month: of each record, and of all under ""."""
    connection = project.store.connection
    accepted = [0] * _BINS
    months: dict[str, dict[str, int]] = {id: defaultdict(int) for id in ("", *agreements)}
    row = 0
    while last := over_time.next_rows(connection, "annotation", row, AT_A_TIME):
        for span in over_time.made_spans(connection, row, last):
            moment = _moment(span.created_at)
            if moment is not None:
                days[moment.date().isoformat()].spans += 1
            if span.annotator in work:
                work[span.annotator].take(moment.timestamp() if moment else None, is_decided=span.is_decided)
            if span.score is not None:
                accepted[_bin(span.score)] += 1
        for agreement, month, count in over_time.mentions(connection, row, last):
            months[""][month] += count
            if agreement in agreements:
                months[agreement][month] += count
        row = last
        read()
    return accepted, months


def _read_rejections(project: Project, read: Callable[[], None]) -> list[int]:
    """Rejections by tenth of the score of what they keep away."""
    connection = project.store.connection
    rejected = [0] * _BINS
    row = 0
    while last := over_time.next_rows(connection, "rejection", row, AT_A_TIME):
        for score in over_time.rejected_scores(connection, row, last):
            rejected[_bin(score)] += 1
        row = last
        read()
    return rejected


def _mentions(months: Mapping[str, Mapping[str, int]]) -> Mentions:
    dated = {
        id: {month: of[month] for month in sorted(of) if len(month) == _MONTH and valid_partial(month)}
        for id, of in months.items()
    }
    total = dated.pop("")
    return Mentions(total, sum(months[""].values()) - sum(total.values()), dated)


def _bin(score: float) -> int:
    """Which tenth a score from 0 to 1 is in; 1 is in the last."""
    return min(_BINS - 1, int(score * _BINS + 1e-9))


def _moment(at: str) -> datetime | None:
    """A time in UTC; None for what is no time."""
    try:
        moment = datetime.fromisoformat(at)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
