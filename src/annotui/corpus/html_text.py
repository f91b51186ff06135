"""An article out of a web page: its text without what stands around it, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from annotui.corpus.dating import normal_date
from annotui.corpus.decoding import decode
from annotui.corpus.front_matter import front_matter, one_line
from annotui.corpus.language import language_code
from annotui.errors import DataError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LARGEST: Final = 8 * 1024 * 1024

# Words in a row, for a set of them is read more easily so.
_DROPPED: Final = """
script style nav header footer aside form template noscript iframe svg button head title select textarea object
audio video canvas math dialog
"""
_BLOCKS: Final = """
address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hgroup hr
html li main ol p pre section summary table tbody tfoot thead tr ul
"""
_CELLS: Final = frozenset(("td", "th"))
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_XML_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_LEAST_TEXT: Final = 140
_CHARSET: Final = re.compile(
    r"utf-?8|(?:windows|cp|ibm)-?\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru]|gb(?:2312|k|18030)|big5|shift_jis|euc-(?:jp|kr)"
    r"|x-mac-cyrillic|macintosh",
    re.IGNORECASE,
)
_TITLE_NAMES: Final = ("og:title", "twitter:title", "dc.title")
_DATE_NAMES: Final = (
    "article:published_time datepublished date pubdate publishdate publish_date publication_date dc.date.issued "
    "dc.date dcterms.date dcterms.issued parsely-pub-date sailthru.date"
)
_SOURCE_NAMES: Final = ("og:site_name", "publisher", "dc.publisher", "application-name")


@dataclass(frozen=True, slots=True)
class PageArticle:
    """The article of a page; `guessed` is the page's encoding if that had to be guessed, else empty."""

    text: str
    guessed: str


class _End(Enum):
    """What ends within the text of a page."""

    BLOCK = auto()
    LINE = auto()


Extract = Callable[[str], str]
"""What finds the text of a page's article."""


def article_from_html(data: bytes, extract: Extract | None = None) -> PageArticle:
    """The article of a page as text, with front matter for the title, date, source and language that it declares.

    Paragraphs and other blocks are separated by a blank line; `extract` finds them in place of what is here. Raises
    DataError where the page is too large, is no text or not HTML, or has no text in it.
    """
    if len(data) > LARGEST:
        raise DataError(f"The page is larger than {LARGEST >> 20} MB.", "Save its text alone as a .txt file.")
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    page, guessed = _page(data)
    page = _XML_DECLARATION.sub("", page)
    if "<" not in page:
        raise DataError("The page has no HTML in it.", "If it is plain text, name it .txt.")
    try:
        soup = BeautifulSoup(page, "html.parser")
    except ParserRejectedMarkup as error:
        raise DataError("The page is broken HTML.", "Save its text alone as a .txt file.") from error
    text = extract(page) if extract else _main_text(soup)
    if not text:
        raise DataError("The page has no text.", "It may be made by scripts: copy its text into a .txt file.")
    source = _declared(soup, _SOURCE_NAMES)
    block = front_matter(_title(soup, source), _date(soup), source, _language(soup))
    return PageArticle(f"{block}{text}\n", guessed)


def _page(data: bytes) -> tuple[str, str]:
    """The page decoded, as UTF-8 if it is that, else as its `meta charset` says, else by the look of its bytes."""
    from bs4.dammit import EncodingDetector

    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        declared = EncodingDetector.find_declared_encoding(data, is_html=True) or ""
    if _CHARSET.fullmatch(declared):
        try:
            return data.decode(declared), ""
        except (LookupError, UnicodeDecodeError):
            declared = ""
    decoded = decode(data)
    return decoded.text, decoded.encoding if decoded.detected else ""


def _main_text(soup: BeautifulSoup) -> str:
    """The text of the one article, else of the main part, else of all; a part must hold enough of it."""
    whole = _text(soup)
    articles = [tag for tag in soup.find_all("article") if tag.find_parent("article") is None]
    for part in [*(articles if len(articles) == 1 else ()), *soup.find_all("main"), *soup.find_all(role="main")]:
        text = _text(part)
        if len(text) >= min(_LEAST_TEXT, len(whole)):
            return text
    longest = max(map(_text, articles), key=len, default="")
    return longest if 2 * len(longest) > len(whole) else whole


def _text(top: Tag) -> str:
    """Blocks separated by a blank line; within them white space is collapsed and `br` ends a line."""
    blocks: list[str] = []
    rows: list[list[str]] = [[]]
    for piece in [*_pieces(top), _End.BLOCK]:
        if piece is _End.BLOCK:
            block = "\n".join(_SPACES.sub(" ", "".join(row)).strip(" ") for row in rows).strip("\n")
            blocks.append(_BLANK_LINES.sub("\n\n", block))
            rows = [[]]
        elif piece is _End.LINE:
            rows.append([])
        else:
            rows[-1].append(piece)
    return "\n\n".join(block for block in blocks if block.strip())


def _pieces(top: Tag) -> Iterator[str | _End]:
    """Stretches of text, and ends of lines and blocks, in document order; with a stack, for pages nest deeply."""
    from bs4.element import NavigableString, Tag

    blocks, dropped = frozenset(_BLOCKS.split()), frozenset(_DROPPED.split())
    stack = [(top, iter(top.contents))]
    depth_of_pre = 0
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            depth_of_pre -= tag.name == "pre"
            if tag.name in blocks:
                yield _End.BLOCK
            elif tag.name in _CELLS:
                yield " "
        elif isinstance(child, Tag):
            if child.name == "br":
                yield _End.LINE
            elif child.name not in dropped and not child.has_attr("hidden"):
                if child.name in blocks:
                    yield _End.BLOCK
                depth_of_pre += child.name == "pre"
                stack.append((child, iter(child.contents)))
        elif type(child) is NavigableString:  # its subclasses are comments, doctypes and the like
            lines = str(child).splitlines() if depth_of_pre else [str(child)]
            for number, line in enumerate(lines):
                if number:
                    yield _End.LINE
                yield line


def _title(soup: BeautifulSoup, source: str) -> str:
    """The declared title, the only `h1`, or the page's title, without the site's name at its end."""
    headings = soup.find_all("h1")
    heading = headings[0].get_text(" ") if len(headings) == 1 else ""
    page = soup.title.get_text(" ") if soup.title else ""
    title = one_line(_declared(soup, _TITLE_NAMES) or heading or page)
    for mark in (" | ", " - ", " – ", " — ", " :: "):
        if source and title.endswith(mark + source):
            return title.removesuffix(mark + source).rstrip()
    return title


def _date(soup: BeautifulSoup) -> str:
    """The ISO date that the page declares, or the one on which all its `time` elements agree."""
    declared = normal_date(_declared(soup, _DATE_NAMES.split()))
    if declared:
        return declared
    times = soup.find_all("time", datetime=True)
    own = [time for time in times if time.has_attr("pubdate") or time.get("itemprop") == "datePublished"]
    dates = {normal_date(str(time["datetime"])) for time in own or times}
    return dates.pop() if len(dates) == 1 else ""


def _declared(soup: BeautifulSoup, names: Sequence[str]) -> str:
    """The content of the first `meta` that has one of the names as property, name or itemprop, surest name first."""
    told: dict[str, str] = {}
    for meta in soup.find_all("meta", content=True):
        for attribute in ("property", "name", "itemprop"):
            content = one_line(str(meta["content"]))
            if content:
                told.setdefault(str(meta.get(attribute, "")).lower(), content)
    return next((told[name] for name in names if name in told), "")


def _language(soup: BeautifulSoup) -> str:
    return language_code(str(soup.html.get("lang", ""))) if soup.html else ""
