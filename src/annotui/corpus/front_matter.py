"""What a file declares of itself at its very start: a YAML block between `---` lines, or a block of `Key: value`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from annotui.corpus.dating import normal_date
from annotui.corpus.language import language_code
from annotui.corpus.lines import single_spaced
from annotui.corpus.publishers import known_publisher, publisher_name

_BLOCK: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_BLOCK: Final = 8000
_PAIR: Final = re.compile(r"([^\W\d_][\w .-]{0,30}?)[ \t]*:(?:[ \t]+|$)(.*)")
_MOST_BRACKETS: Final = 100  # PyYAML takes seconds for thousands of open ones
_MOST_HEADER_LINES: Final = 20

# Our names, and how files write them, the surest first; keys are compared without case, spaces, `-`, `_`, `.`.
_KEYS: Final[Mapping[str, str]] = {
    "title": "title headline başlıq заголовок վերնագիր",
    "date": "date published publishedat publishedon publisheddate publicationdate publishdate pubdate datepublished "
    "posted postedon дата опубликовано датапубликации tarix ամսաթիվ",
    "source": "source publisher sitename site website outlet agency newspaper источник издание mənbə աղբյուր",
    "language": "language lang locale язык dil լեզու",
    "url": "url link sourceurl originalurl permalink",
}
_NAMED: Final = {spelling: key for key, spellings in _KEYS.items() for spelling in spellings.split()}
_RANKS: Final = {spelling: rank for spellings in _KEYS.values() for rank, spelling in enumerate(spellings.split())}
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


class Declared(NamedTuple):
    """What was declared, normalised; `body` is the code point at which the text itself begins."""

    title: str = ""
    date: str = ""
    source: str = ""
    language: str = ""
    body: int = 0


def read_declared(text: str) -> Declared:
    """What the front matter or header block at the start of `text` says; all empty, `body` 0, where there is none.

    Looks at no more than the first 8,000 code points. Broken YAML (titles with colons) is read line by line.
    """
    return _front_matter(text[:_LONGEST_BLOCK]) or _header(text[:_LONGEST_BLOCK]) or Declared()


def front_matter(title: str = "", date: str = "", source: str = "", language: str = "") -> str:
    """A YAML block between `---` lines with what is not empty, and a blank line; empty if all is empty.

    `read_declared` reads back the same strings, but for white space, which becomes single spaces.
    """
    import yaml

    values = {"title": title, "date": date, "source": source, "language": language}
    lines = {key: one_line(value) for key, value in values.items() if one_line(value)}
    if not lines:
        return ""
    block: str = yaml.safe_dump(lines, allow_unicode=True, sort_keys=False, width=_LONGEST_BLOCK * 2)
    return f"---\n{block}---\n\n"


def one_line(value: str) -> str:
    """The value with all white space as single spaces and without characters that no text file should have."""
    if not value.isprintable():
        value = "".join(c for c in value if c.isprintable() or c.isspace())
    return single_spaced(value)


def _front_matter(text: str) -> Declared | None:
    match = _BLOCK.match(text)
    if match is None:
        return None
    pairs = list(_yaml_pairs(match[1]))
    if not pairs:
        pairs = [(key, _unquoted(value)) for key, value in _plain_pairs(match[1].split("\n"))]
    if not any(_named(key) for key, _ in pairs):
        return None
    return _declared(pairs, match.end())


def _yaml_pairs(block: str) -> Iterator[tuple[str, str]]:
    """Keys and values of a YAML mapping whose values are scalars, as written (a date stays a string).

    Read from parse events: nothing is built, so nesting and aliases cost nothing. Nothing if it is not YAML.
    """
    import yaml

    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        return
    pairs: list[tuple[str, str]] = []
    key: str | None = None
    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                if depth == 1:
                    key = "" if key is None else None
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                    return
            elif isinstance(event, yaml.NodeEvent) and depth == 1:
                value = event.value if isinstance(event, yaml.ScalarEvent) else ""
                if key is None:
                    key = value
                else:
                    quoted = isinstance(event, yaml.ScalarEvent) and event.style is not None
                    pairs.append((key, value if quoted or value not in _NULLS else ""))
                    key = None
    except (yaml.YAMLError, ValueError, OverflowError):
        # The last two: an escape such as "\UFFFFFFFF", which PyYAML does not check.
        return
    yield from pairs


def _plain_pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        pair = _plain_pair(line)
        if pair:
            yield pair


def _plain_pair(line: str) -> tuple[str, str] | None:
    match = _PAIR.fullmatch(line.strip())
    return (match[1], match[2].strip()) if match else None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _header(text: str) -> Declared | None:
    """`Title: ...`, `Date: ...` and so on in the first lines, up to a blank line."""
    pairs: list[tuple[str, str]] = []
    position = 0
    for line in text.split("\n", _MOST_HEADER_LINES + 1)[: _MOST_HEADER_LINES + 1]:
        position += len(line) + 1
        if not line.strip():
            break
        pair = _plain_pair(line)
        if pair is None or (not pairs and not _named(pair[0])):
            return None
        pairs.append(pair)
    else:
        if position <= len(text):
            return None
    if not pairs:
        return None
    # A headline may begin with `Source:` as well: alone, it must name one.
    if len(pairs) == 1 and _named(pairs[0][0]) == "source" and not known_publisher(pairs[0][1]):
        return None
    return _declared(pairs, min(position, len(text)))


def _declared(pairs: Iterable[tuple[str, str]], body: int) -> Declared:
    told: dict[str, tuple[int, str]] = {}
    for key, value in pairs:
        name, value = _named(key), one_line(value)
        if name and value:
            rank = _RANKS[_squeezed(key)]
            if name not in told or rank < told[name][0]:
                told[name] = rank, value
    values = {name: value for name, (_, value) in told.items()}
    source = values.get("source", "")
    return Declared(
        title=values.get("title", ""),
        date=normal_date(values.get("date", "")),
        source=(publisher_name(source) if "://" in source else source) or publisher_name(values.get("url", "")),
        language=language_code(values.get("language", "")),
        body=body,
    )


def _named(key: str) -> str:
    return _NAMED.get(_squeezed(key), "")


@lru_cache(maxsize=1024)
def _squeezed(key: str) -> str:
    return re.sub(r"[\s._-]", "", key.lower())
