"""The figures that are measured, what each is held against, and the bar that it must keep to."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST = "smallest Textual app"
LESS = "less"
SLATE = "SLATE"
SMALL = "the same in 10 KB"
MEDIAN = "its own median"
THOUSAND = "the same with 1,000"
WRATIO = "rapidfuzz’s `extract` with WRatio"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure. `line` is the line of the short table that it belongs to; `peer` is what runs beside it, empty for a
    figure that stands alone. `limit` bounds ours / peer (or ours alone) from above, with `at_least` peer / ours from
    below; None is for comparison only.
    """

    id: str
    line: str
    what: str
    unit: str
    limit: float | None
    peer: str
    at_least: bool = False


START = "start to full paint and first key answered"
FIRST_PAINT = "first paint, bytes"
SCROLL = "scroll the text by a line (Ctrl-E), bytes"
EDGE = "move the cursor a line at the lower edge (j), bytes"
PAGE = "page down, bytes"
BESIDE = "at 200x50 with the library beside the text: scroll a line, bytes"
MOVE_BYTES = "move the cursor by a word or line inside the page, bytes"
TAG_BYTES = "tag a word, bytes until drawn and saved"
MOVE_TIME = "word or line move, time to settled"
GROWTH = "motion and tagging in 10 MB, time"
STEADY = "p99 of any key"
BUSY = "p99 of any key right after the first paint, while the rest is wrapped and imported"
SUGGESTING = "p99 of a word move while a suggest run goes on"
TAG_TIME = "tag: key to committed and drawn"
IDLE = "idle"
MEMORY_LIBRARY = "memory at first paint, library of 1,000,000"
MEMORY_ARTICLE = "memory, 10 MB article with 10,000 spans, after an hour’s use"
COMMANDS = "`annotui --version`, `export --help`"
LIBRARY = "1,000,000 articles: page down, jump to end, filter by status"
INIT = "`init` of 20,000 articles (4 KB), texts stored and indexed"
CANDIDATES = "candidates at a key press, 100,000 names, mean"
CANDIDATES_MILLION = "candidates at a key press, 1,000,000 names, mean"
MISSED = "the record meant is not among the first ten, 200 queries with typing errors"
LONGEST = "the longest that candidates take"
OPENED = "the catalogue’s index is opened"
SUGGEST_PLAIN = "`suggest` beside 10,000 names, plain news, a core"
SUGGEST_DENSE = "`suggest` beside 10,000 names, dense articles, a core"
BESIDES = "for comparison"


def _starts() -> list[Bar]:
    cases = (
        ("library-1k", "a library of 1,000 articles", 1.0),
        ("library-1m", "a library of 1,000,000 articles", 1.0),
        ("article-10kb", "an article of 10 KB", 1.0),
        ("article-1mb", "an article of 1 MB with 10,000 spans", 1.0),
        ("article-10mb", "an article of 10 MB with 10,000 spans", 1.35),
    )
    return [
        Bar(f"start.{case}.{moment}", f"{START}: {group}", f"start of {what}: {told}", "ms", limit, SMALLEST)
        for case, what, limit in cases
        for group in ("article of 10 MB" if case == "article-10mb" else "libraries, articles of 10 KB and 1 MB",)
        for moment, told in (("painted", "full paint"), ("answered", "first key answered"))
    ]


def _candidates(size: str, names: str, line: str, times: float) -> list[Bar]:
    what, of_both = f"candidates.{size}", f"candidates, {names}"
    return [
        Bar(what, line, of_both, "ms", times, WRATIO, at_least=True),
        Bar(f"{what}.missed", MISSED, f"{of_both}: missed in the first ten", "%", 1.0, WRATIO),
        Bar(f"{what}.most", LONGEST, f"{of_both}: the longest", "ms", 50.0, ""),
        Bar(f"{what}.opened", OPENED, f"{of_both}: index opened", "ms", 50.0, ""),
    ]


BARS: tuple[Bar, ...] = (
    *_starts(),
    Bar("first-paint.10kb", FIRST_PAINT, "first paint of 10 KB", "bytes", 1.5, LESS),
    Bar("first-paint.1mb", FIRST_PAINT, "first paint of 1 MB", "bytes", 1.5, LESS),
    Bar("first-paint.10mb", FIRST_PAINT, "first paint of 10 MB", "bytes", 1.5, LESS),
    Bar("bytes.scroll", SCROLL, "scroll a line (Ctrl-E)", "bytes", 1.5, LESS),
    Bar("bytes.edge", EDGE, "j at the lower edge", "bytes", 2.0, LESS),
    Bar("bytes.page", PAGE, "page down (Space)", "bytes", 1.3, LESS),
    Bar("bytes.beside", BESIDE, "scroll a line beside the library, 200x50", "bytes", 1.0, "less’s page"),
    Bar("bytes.word", MOVE_BYTES, "word move (w)", "bytes", 0.04, SLATE),
    Bar("bytes.line", MOVE_BYTES, "line move (j, k)", "bytes", 0.04, SLATE),
    Bar("bytes.tag", TAG_BYTES, "tag a word (digit)", "bytes", 0.06, SLATE),
    Bar("time.word", MOVE_TIME, "word move (w)", "ms", 0.75, SLATE),
    Bar("time.line", MOVE_TIME, "line move (j, k)", "ms", 0.75, SLATE),
    Bar("growth.word", GROWTH, "word move in 10 MB", "ms", 1.35, SMALL),
    Bar("growth.line", GROWTH, "line move in 10 MB", "ms", 1.35, SMALL),
    Bar("growth.page", GROWTH, "page down in 10 MB", "ms", 1.35, SMALL),
    Bar("growth.tag", GROWTH, "tag a word in 10 MB", "ms", 1.35, SMALL),
    Bar("p99.scroll", STEADY, "p99 of Ctrl-E", "ms", 3.0, MEDIAN),
    Bar("p99.edge", STEADY, "p99 of j at the lower edge", "ms", 3.0, MEDIAN),
    Bar("p99.page", STEADY, "p99 of Space", "ms", 3.0, MEDIAN),
    Bar("p99.word", STEADY, "p99 of w", "ms", 3.0, MEDIAN),
    Bar("p99.line", STEADY, "p99 of j and k", "ms", 3.0, MEDIAN),
    Bar("p99.tag", STEADY, "p99 of a tag", "ms", 3.0, MEDIAN),
    Bar("p99.library-page", STEADY, "p99 of Space in a library of 1,000,000", "ms", 3.0, MEDIAN),
    Bar("p99.library-end", STEADY, "p99 of G in a library of 1,000,000", "ms", 3.0, MEDIAN),
    Bar("p99.library-filter", STEADY, "p99 of a filter in a library of 1,000,000", "ms", 3.0, MEDIAN),
    Bar("busy.word", BUSY, "p99 of w right after the first paint of 10 MB", "ms", 3.0, MEDIAN),
    Bar("busy.page", BUSY, "p99 of Space right after the first paint of 10 MB", "ms", 3.0, MEDIAN),
    Bar("busy.tag", BUSY, "p99 of a tag right after the first paint of 10 MB", "ms", 3.0, MEDIAN),
    Bar("busy.suggest", SUGGESTING, "p99 of w while `annotui suggest` runs", "ms", 3.0, MEDIAN),
    Bar("time.tag", TAG_TIME, "tag a word (digit), saved and drawn", "ms", 3.0, "a word move"),
    Bar("idle.library-1k.bytes", IDLE, "idle in a library of 1,000", "bytes/s", 0.0, ""),
    Bar("idle.library-1k.cpu", IDLE, "idle in a library of 1,000", "CPU ms/s", 3.0, ""),
    Bar("idle.library-1m.bytes", IDLE, "idle in a library of 1,000,000", "bytes/s", 0.0, ""),
    Bar("idle.library-1m.cpu", IDLE, "idle in a library of 1,000,000", "CPU ms/s", 3.0, ""),
    Bar("idle.article-10mb.bytes", IDLE, "idle in an article of 10 MB", "bytes/s", 0.0, ""),
    Bar("idle.article-10mb.cpu", IDLE, "idle in an article of 10 MB", "CPU ms/s", 3.0, ""),
    Bar("memory.library", MEMORY_LIBRARY, "memory at first paint, library of 1,000,000", "MB", 1.25, SMALLEST),
    Bar("memory.article", MEMORY_ARTICLE, "memory, 10 MB, after an hour’s keys", "MB", 2.2, SMALLEST),
    Bar("commands.version", COMMANDS, "`annotui --version`", "ms", 0.5, "`sqlite-utils --help`"),
    Bar("commands.help", COMMANDS, "`annotui export --help`", "ms", 0.5, "`sqlite-utils --help`"),
    Bar("library.page", LIBRARY, "1,000,000 articles: page down", "ms", 1.25, THOUSAND),
    Bar("library.end", LIBRARY, "1,000,000 articles: jump to the end", "ms", 1.25, THOUSAND),
    Bar("library.filter", LIBRARY, "1,000,000 articles: filter by status", "ms", 1.25, THOUSAND),
    Bar("init", INIT, "`init`, stored and indexed", "s", 0.4, "raw `executemany` + FTS5 rebuild", at_least=True),
    *_candidates("100k", "100,000 names", CANDIDATES, 100.0),
    *_candidates("1m", "1,000,000 names", CANDIDATES_MILLION, 200.0),
    Bar("suggest.plain", SUGGEST_PLAIN, "suggest, plain news", "MB/s", 1.0, "", at_least=True),
    Bar("suggest.dense", SUGGEST_DENSE, "suggest, dense articles", "MB/s", 0.5, "", at_least=True),
    Bar("vim.scroll", BESIDES, "scroll a line (Ctrl-E)", "bytes", None, "vim"),
    Bar("vim.word", BESIDES, "word move (w)", "bytes", None, "vim"),
    Bar("vim.page", BESIDES, "page down", "bytes", None, "vim (Ctrl-F)"),
    Bar("export.shell", BESIDES, "export 10,000 spans as CSV", "ms", None, "the sqlite3 shell"),
    Bar("export.utils", BESIDES, "export 10,000 spans as CSV", "ms", None, "`sqlite-utils rows --csv`"),
)
"""Every figure, in the order of the tables."""

LINES: tuple[str, ...] = tuple(dict.fromkeys(bar.line for bar in BARS))
"""The lines of the short table."""
