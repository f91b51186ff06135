"""The first lines of an article, told apart: navigation, dates, bylines, the headline, and where the text begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from annotui.core.dates import find_dates, names_time
from annotui.corpus.datelines import Dateline, read_dateline
from annotui.corpus.dating import is_update, labelled_date, whole_date
from annotui.corpus.lines import single_spaced
from annotui.corpus.publishers import evident_publisher, known_publisher, publisher_name

Kind = Literal["aside", "date", "dateline", "headline", "text"]

HEAD: Final = 2000
_MOST_LINES: Final = 15
_LONGEST_TITLE: Final = 250
_KICKER_WORDS: Final = 3
_MOST_TITLE_ROWS: Final = 3
_PARAGRAPH: Final = 120
_NARROWEST: Final = 40
_RAGGED: Final = 15

_NAVIGATION: Final = """
all news|news|latest news|latest|top news|top stories|breaking news|world news|home|home page|main|main page
menu|search|back|back to list|print|print version|share|share this|tweet|subscribe|sign in|log in|login
read more|see also|also read|politics|economy|society|world|region|culture|sport|sports|business|opinion
analysis|interviews|interview|video|photo|photos|media|press releases|press release|archive|contacts|about us
english|advertisement|skip to content|skip to main content|listen|все новости|новости|лента новостей|главная
главная страница|меню|поиск|политика|экономика|общество|мир|в мире|культура|печать|версия для печати|поделиться
читайте также|подписаться|войти|интервью|реклама|bütün xəbərlər|xəbərlər|xəbər lenti|ana səhifə|əsas səhifə
siyasət|iqtisadiyyat|cəmiyyət|dünya|axtarış|çap et|paylaş|բոլոր լուրերը|լուրեր|լրահոս|գլխավոր|գլխավոր էջ
քաղաքականություն|տնտեսություն|հասարակություն|որոնում|տպել|կիսվել
"""
_NAVIGATION_LINES: Final = frozenset(re.split(r"[|\n]", _NAVIGATION)) | {""}
_ASIDE: Final = re.compile(
    r"[|•·●▪◦>»«→←*©@#-]\s|https?://|www\.|\S+@\S+\.\S+$|©|"
    r"(?:photo|image|picture|video|credit|file photo|caption|tags?|category|categories|section|topics?|share|follow|"
    r"listen to|author|authors|editor|reading time|фото|автор|теги|рубрика|müəllif|հեղինակ)"
    r"\s*(?::|/|$|on\b|us\b|this\b|by\b)|"
    r"\d+\s*(?:min(?:ute)?s?\s+read|views?|comments?|просмотр\w*)\b|\[[^\]]*\]$|\d+$|[=*_~-]{3,}$",
    re.IGNORECASE,
)
_TRAIL: Final = re.compile(r"\s[>»›→]\s")
_BYLINE: Final = re.compile(
    r"(?:[Bb]y|BY|[Ww]ritten by)\s+[A-Z][\w.'’-]*(?:[\s,]+(?:[A-Z][\w.'’-]*|and|de|von|van|al|&)){0,7}"
)
_SOURCE: Final = re.compile(r"(?:source|источник|mənbə|kaynak|աղբյուր)\s*[:–—-]\s*(.+)", re.IGNORECASE)
_NOTES: Final = re.compile(r"\s*[,|•·]\s*|\.(?:\s+|$)")
_AGAIN: Final = 32  # a row that may follow a headline is looked at for that, and then as a row of its own
_YEAR: Final = re.compile(r"[0-9]{4}")
_BY: Final = re.compile(r"by (?:\S+ ){0,8}\S+", re.IGNORECASE)
_PUBLISHED_BY: Final = re.compile(r"published (?:by|in)\s+([^,|]+?)\s*[,|–—-]\s*(.+)", re.IGNORECASE)
_SPEAKER: Final = re.compile(r"(?:question|answer|q|a|вопрос|ответ|sual|cavab|հարց|պատասխան)\s*:", re.IGNORECASE)
# On a line whose white space is single spaces; most lines are ruled out before by having none of the marks.
_PARTS: Final = re.compile(r"[|•] ?| (?:[|•] ?|[·/–—] )")
_PARTING: Final = ("|", "•", " · ", " / ", " – ", " — ")
_ABBREVIATED: Final = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
_SECTIONS: Final = frozenset({"report", "trend"})  # agencies' names, but as often a section's
_NOT_LAST: Final = frozenset(("", ".", ",", ":", ";", "…", "։", "-", "–", "—"))
_MARKDOWN: Final = re.compile(r"#{1,2}\s+(\S.*?)\s*#*")
_UNDERLINE: Final = re.compile(r"(?:={3,}|-{3,})\s*")
_SITE_AT_END: Final = re.compile(r"(.+?)\s*(?:\|| - )\s*([^|]{2,40})")


class Head(NamedTuple):
    """What the first lines tell; empty where they do not."""

    title: str = ""
    date: str = ""
    source: str = ""


class _Line(NamedTuple):
    kind: Kind
    text: str = ""
    date: str = ""
    source: str = ""
    labelled: bool = False
    apart: bool = False  # a headline with a blank line, a date or a long paragraph after it
    marked: bool = False  # a headline in Markdown
    rows: int = 1  # how many rows it takes


def read_head(text: str, *, titled: bool = False) -> Head:
    """Title, date and source from the first 15 lines, at most 2,000 code points, of a text below its front matter.

    Reading stops at the first paragraph, for a date or a name in running text is not the article's own. Where the
    title is known (`titled`) it is not looked for.
    """
    lines: list[_Line] = []
    # A row that begins within the head is kept until it is too long for anything but text.
    whole = text.count("\n", 0, HEAD) + 1
    rows = text[: HEAD + 2 * _LONGEST_TITLE].split("\n")[:whole]
    seen = read = 0
    for number, row in enumerate(rows):
        if not row or row.isspace():
            continue
        seen += 1
        if seen > _MOST_LINES:
            break
        if number < read:
            continue
        line = _read_line(row, rows[number + 1 : number + 4], has_title=any(one.text for one in lines), titled=titled)
        lines.append(line)
        read = number + line.rows
        if line.kind == "text":
            break
    title, site = ("", "") if titled else _without_site(_title(lines))
    return Head(title, _date(lines), next((one.source for one in lines if one.source), site))


def _read_line(row: str, below: list[str], *, has_title: bool, titled: bool) -> _Line:
    """What one row is, given the next three; `text` where the article's own text begins in it."""
    line, after = single_spaced(row), below[0] if below else ""
    marked = _MARKDOWN.fullmatch(line)
    if marked or (_UNDERLINE.fullmatch(after) and _is_headline(line)):
        return _Line("headline", marked[1] if marked else line, marked=True)
    told = _dated(line) if len(line) <= _LONGEST_TITLE else None
    told = told or _aside(line) or (_dated_note(line) if has_title else None)
    if told is not None:
        return told
    dateline = read_dateline(line)
    if dateline is not None:
        return _after_dateline(dateline, line[dateline.end :], after, has_title=has_title)
    return _headline(line, below, titled=titled) or _Line("text")


def _dated(line: str) -> _Line | None:
    """A line that is a date, perhaps with a label or `Published by` a publisher before it; None if it is none."""
    labelled = labelled_date(line)
    date = labelled or whole_date(line)
    if date:
        return _Line("date", date=date, labelled=bool(labelled))
    published = _PUBLISHED_BY.fullmatch(line)
    if published and publisher_name(published[1]) and whole_date(published[2]):
        return _Line("date", date=whole_date(published[2]), source=publisher_name(published[1]), labelled=True)
    return None


def _after_dateline(dateline: Dateline, rest: str, after: str, *, has_title: bool) -> _Line:
    """A dateline's line by what follows it there: nothing, a headline, or the text."""
    if not rest:
        # A place and a date above the headline may be those of the event.
        told = bool(dateline.source) or has_title
        return _Line("dateline", date=dateline.date, source=dateline.source) if told else _Line("aside")
    if not has_title and not after.strip() and _is_headline(rest):
        return _Line("headline", rest, dateline.date, dateline.source, apart=True)
    return _Line("text", date=dateline.date, source=dateline.source)


def _headline(line: str, below: list[str], *, titled: bool) -> _Line | None:
    """A line that may be a headline, with up to two more that go on in small letters; None if it is none.

    Whether it stands apart is told where it may be the title.
    """
    if _is_wrapped([line, *below]):
        return None
    rows = [line]
    for row in below:
        if not row.strip() or not row.strip()[0].islower():
            break
        rows.append(single_spaced(row))
    whole = " ".join(rows)
    if len(rows) > _MOST_TITLE_ROWS or not _is_headline(whole):
        return None
    if titled:
        return _Line("headline", whole, source=_without_site(whole)[1], rows=len(rows))
    following = single_spaced(below[len(rows) - 1]) if len(rows) <= len(below) else ""
    apart = not following or (len(following) > _PARAGRAPH and len(following) > len(whole)) or _is_small(following)
    return _Line("headline", whole, apart=apart, rows=len(rows))


@lru_cache(maxsize=_AGAIN)
def _aside(line: str) -> _Line | None:
    """Navigation, categories, bylines, sources, or several of these and a date on one line; None if it is none."""
    named = _SOURCE.fullmatch(line)
    if named and publisher_name(named[1]) and (known_publisher(named[1]) or len(named[1].split()) <= _KICKER_WORDS):
        return _Line("aside", source=publisher_name(named[1]))
    if len(line) <= _LONGEST_TITLE and (_ASIDE.match(line) or _TRAIL.search(line)):
        return _Line("aside")
    if len(line) > _LONGEST_TITLE and not any(map(line[:_LONGEST_TITLE].__contains__, _PARTING)):
        return None
    date, source, labelled = "", "", False
    for part in _parts(line):
        told = labelled_date(part)
        dated = told or whole_date(part)
        if dated:
            date, labelled = date or dated, labelled or bool(told)
        elif known_publisher(part):
            source = known_publisher(part) if part.lower() not in _SECTIONS else source
        elif not (_is_navigation(part) or is_update(part) or _BYLINE.fullmatch(part)):
            byline = _BYLINE.match(part)
            rest = part[byline.end() :].strip(" ,(|–—-") if byline else ""
            if not rest or not whole_date(rest):
                return None
            date = date or whole_date(rest)
    return _Line("date" if date else "aside", date=date, source=source, labelled=labelled)


def _parts(line: str) -> Iterator[str]:
    """What stands between the marks of a line; the first part alone tells most lines from asides."""
    start = 0
    for mark in _PARTS.finditer(line):
        yield line[start : mark.start()]
        start = mark.end()
    yield line[start:]


@lru_cache(maxsize=_AGAIN)
def _dated_note(line: str) -> _Line | None:
    """Below a headline: `Interview. South Caucasus Review, 3.11.2022, by our correspondent`."""
    if len(line) > _PARAGRAPH or not _YEAR.search(line):
        return None
    # Most lines are ruled out by what stands first or last, without a look for dates: a date has none of it.
    parts = _NOTES.split(line)
    if any(not (names_time(part) or evident_publisher(part) or _is_note(part)) for part in (parts[0], parts[-1])):
        return None
    dates = find_dates(line)
    if len(dates) != 1 or dates[0].year_from != "own" or dates[0].precision != "day":
        return None
    source = ""
    for part in _NOTES.split(f"{line[: dates[0].start]}|{line[dates[0].end :]}"):
        if evident_publisher(part):
            source = evident_publisher(part)
        elif not _is_note(part):
            return None
    return _Line("date", date=dates[0].values[0], source=source) if len(dates[0].values) == 1 else None


def _is_note(part: str) -> bool:
    return _is_navigation(part) or _ASIDE.match(part) is not None or _BY.fullmatch(part) is not None


def _is_navigation(part: str) -> bool:
    return part.strip(" .:|»›>").lower() in _NAVIGATION_LINES


def _is_wrapped(rows: list[str]) -> bool:
    """Whether rows are those of a paragraph that was cut at a width: four of much the same length, and none apart."""
    lengths = [len(row) for row in rows]
    return len(rows) > _MOST_TITLE_ROWS and min(lengths) >= _NARROWEST and max(lengths) - min(lengths) <= _RAGGED


def _is_small(line: str) -> bool:
    """Whether a line is of the kind that may follow a headline without a blank line."""
    return bool(labelled_date(line) or whole_date(line) or _aside(line) or _dated_note(line) or read_dateline(line))


def _is_headline(line: str) -> bool:
    """Whether a line may be a headline: not too long, two words or more, a capital first, no full stop last."""
    if len(line) > _LONGEST_TITLE or len(line.split()) < 2 or _SPEAKER.match(line):
        return False
    first = next((character for character in line if character.isalnum()), "a")
    last = line.rstrip("\"'”’»)")[-1:]
    return not first.islower() and (last not in _NOT_LAST or _ABBREVIATED.search(line) is not None)


def _title(lines: list[_Line]) -> str:
    """The first headline, if it stands apart and text follows it somewhere; one marked in Markdown in any case.

    A line of up to three words is as often a section's name: with another headline below, neither is sure.
    """
    headlines = [line for line in lines if line.kind == "headline"]
    marked = [line.text for line in headlines if line.marked]
    if marked or not headlines:
        return marked[0] if marked else ""
    first = headlines[0]
    ambiguous = len(headlines) > 1 and len(first.text.split()) <= _KICKER_WORDS
    has_text = lines[-1].kind in ("text", "dateline")
    return first.text if first.apart and has_text and not ambiguous else ""


def _without_site(title: str) -> tuple[str, str]:
    """The title without ` | Caucasus Watch` at its end, and that name, where it is a known publisher's."""
    match = _SITE_AT_END.fullmatch(title)
    if match and known_publisher(match[2]):
        return match[1], known_publisher(match[2])
    return title, ""


def _date(lines: list[_Line]) -> str:
    """The date that is labelled, else the dateline's, else that of the date lines if they all agree."""
    dated = [line for line in lines if line.date]
    for group in (
        [line for line in dated if line.labelled],
        [line for line in dated if line.kind != "date"],
        dated,
    ):
        if group:
            return group[0].date if len({line.date for line in group}) == 1 else ""
    return ""
