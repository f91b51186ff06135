"""One HTML page that needs nothing else: the articles with their spans marked, and the records that they link to.

Nothing of a text becomes markup, no address but http(s) becomes a link, and the page may load and run nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import BinaryIO, Final
from urllib.parse import quote

from annotui.core.model import Agreement, Annotation, Link
from annotui.core.text import safe
from annotui.formats.cells import utf8
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle

_LEVELS: Final = 6
"""How many lines are drawn below one another; a span inside more others keeps its label alone."""
_WEB: Final = re.compile(r"https?://[^\s\"'<>]+")
_LINE_ENDS: Final = re.compile("[\n\t]")
_COLORS: Final = {
    "red": "#c62828",
    "green": "#2e7d32",
    "yellow": "#9a6700",
    "blue": "#1565c0",
    "magenta": "#8e24aa",
    "cyan": "#00707f",
}
_PALETTE: Final = (*_COLORS.values(), "#5d4037", "#455a64", "#ad5a00")
_STYLE: Final = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.9 Georgia, "Times New Roman", serif; }
nav, footer, .about, sup, h3 { font-family: system-ui, sans-serif; }
article { margin-bottom: 4rem; }
h2 { line-height: 1.3; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.about { color: GrayText; font-size: .85rem; }
mark { background: none; color: inherit; padding-bottom: calc(var(--n, 1) * 4px); background-repeat: no-repeat; }
sup { font-size: .62rem; line-height: 0; color: var(--c); margin-right: .15em; white-space: nowrap; user-select: none; }
sup a { color: inherit; }
.record { border-left: 3px solid GrayText; padding-left: 1rem; margin: 1rem 0; font-size: .95rem; line-height: 1.5; }
:target { outline: 2px solid Highlight; }
@media print { body { max-width: none; margin: 0; } article { break-after: page; } nav { display: none; } }
"""


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write one page: articles as they come, then the records that are linked to, each with the way to its mentions."""
    colors = _colors(contents)
    out.write(utf8(_head(colors)))
    linked: dict[str, int] = {}
    for number, exported in enumerate(contents.articles, 1):
        out.write(utf8(_article(exported, number, colors, linked)))
    records = {record.id: record for record in contents.agreements() if record.id in linked}
    if linked:
        out.write(b"<footer>\n<h2>Records</h2>\n")
        for id, times in sorted(linked.items()):
            out.write(utf8(_record(records.get(id) or Agreement(id, id), times)))
        out.write(b"</footer>\n")
    out.write(b"</body>\n</html>\n")


def _colors(contents: Contents) -> dict[str, str]:
    given = enumerate(contents.labels.values())
    return {label.name: _COLORS.get(label.color, _PALETTE[at % len(_PALETTE)]) for at, label in given}


def _head(colors: dict[str, str]) -> str:
    key = " ".join(
        f'<span style="border-bottom:3px solid {color}">{_shown(name)}</span>' for name, color in colors.items()
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Annotations</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<nav>{key}</nav>\n"
    )


def _article(exported: ExportArticle, number: int, colors: dict[str, str], linked: dict[str, int]) -> str:
    article = exported.article
    about = " · ".join(_shown(one) for one in (article.path, article.date, article.source, article.status) if one)
    language = f' lang="{_shown(article.language)}"' if article.language else ""
    for span in exported.annotations:
        for link in span.links:
            if link.agreement is not None:
                linked[link.agreement] = linked.get(link.agreement, 0) + 1
    orphans = [span for span in exported.in_order() if span.anchor == "orphaned"]
    lost = "".join(f"<li>{_shown(span.label)}: {_shown(span.text)}{_meaning(span)}</li>" for span in orphans)
    return (
        f'<article id="article-{number}"{language}>\n<h2 dir="auto">{_shown(article.title or article.path)}</h2>\n'
        f'<p class="about">{about}</p>\n<div class="text" dir="auto">{"".join(_marked(exported, colors))}</div>\n'
        + (f"<h3>Spans whose text is gone</h3>\n<ul>{lost}</ul>\n" if lost else "")
        + "</article>\n"
    )


def _marked(exported: ExportArticle, colors: dict[str, str]) -> Iterator[str]:
    """The text with its spans: each stretch between two edges is marked with a line for each span over it."""
    text = exported.article.text
    spans = [span for span in exported.in_order() if span.anchor != "orphaned"]
    parts = sorted(
        ((part.start, part.end, span, at == 0) for span in spans for at, part in enumerate(span.fragments)),
        key=lambda part: (part[0], -part[1]),
    )
    edges = sorted({edge for start, end, _, _ in parts for edge in (start, end)} | {0, len(text)})
    waiting = iter([*parts, None])
    coming = next(waiting)
    levels: list[tuple[int, str]] = [(0, "")] * _LEVELS
    for start, end in pairwise(edges):
        levels = [(until, color) if until > start else (0, "") for until, color in levels]
        while coming is not None and coming[0] == start:
            color = colors.get(coming[2].label, _PALETTE[0])
            if coming[3]:
                yield _tag(coming[2], color)
            free = next((at for at, (until, _) in enumerate(levels) if not until), None)
            if free is not None:
                levels[free] = (coming[1], color)
            coming = next(waiting)
        yield _stretch(text[start:end], levels)


def _stretch(text: str, levels: Sequence[tuple[int, str]]) -> str:
    deepest = max((at for at, (until, _) in enumerate(levels, 1) if until), default=0)
    if not deepest:
        return _shown_text(text)
    lines = [color or "transparent" for _, color in levels[:deepest]]
    images = ", ".join(f"linear-gradient({color}, {color})" for color in lines)
    sizes = ", ".join("100% 2px" for _ in lines)
    places = ", ".join(f"0 calc(100% - {4 * (deepest - 1 - at)}px)" for at in range(deepest))
    style = f"--n:{deepest};background-image:{images};background-size:{sizes};background-position:{places}"
    return f'<mark style="{style}">{_shown_text(text)}</mark>'


def _tag(span: Annotation, color: str) -> str:
    note = f' title="{_shown(span.note)}"' if span.note else ""
    state = "?" if span.state == "pending" else ""
    flag = " !" if span.flag else ""
    return f'<sup style="--c:{color}"{note}>{_shown(span.label)}{state}{flag}{_meaning(span)}</sup>'


def _meaning(span: Annotation) -> str:
    return "".join(f" → {_link(link)}" for link in span.links)


def _link(link: Link) -> str:
    unsure = "?" if link.status == "unsure" else ""
    if link.agreement is None:
        return "unsure" if unsure else "not in the catalogue"
    return f'<a href="#{_anchor(link.agreement)}">{_shown(link.agreement)}</a>{unsure}'


def _anchor(id: str) -> str:
    return "record-" + quote(id, safe="", errors="surrogatepass").replace("%", "_")


def _record(record: Agreement, times: int) -> str:
    told = [*record.dates, record.place, "; ".join(record.parties), record.kind]
    about = " · ".join(_shown(one) for one in told if one)
    url = record.url.strip()
    where = f'<br><a href="{escape(url)}" rel="noreferrer">{_shown(url)}</a>' if _WEB.fullmatch(url) else ""
    note = f"<br>{_shown(record.note)}" if record.note else ""
    return (
        f'<div class="record" id="{_anchor(record.id)}"><b dir="auto">{_shown(record.title)}</b> '
        f"({_shown(record.id)}; mentions: {times})<br>{about}{note}{where}</div>\n"
    )


def _shown(text: str) -> str:
    return escape(safe(text))


def _shown_text(text: str) -> str:
    """Text with its line ends and tabs, all else that does not print made visible."""
    at, shown = 0, []
    for match in _LINE_ENDS.finditer(text):
        shown += [_shown(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*shown, _shown(text[at:])])
