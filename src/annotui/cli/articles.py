"""Commands on articles: init, add, sync, article set, search."""

from __future__ import annotations

import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.cli.completion import files, folders, of
from annotui.cli.options import Context, common
from annotui.cli.output import INTERRUPTED, row, talk
from annotui.cli.progress import Report, progress
from annotui.core.model import ARTICLE_STATUSES, ArticleStatus
from annotui.errors import NothingChanged, UsageError

if TYPE_CHECKING:
    from annotui.project.sync import Synced, Tell


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, shell_complete=folders)
@click.option("--catalogue", type=click.Choice(["starter"]), help="Add the shipped catalogue of agreements.")
@common
def init(at: Context, folder: str | None, catalogue: str | None) -> int:
    """Make a project of a folder and read in the articles that are in its corpus/."""
    from annotui.project.exchange import add_starter_catalogue
    from annotui.project.opening import create_project
    from annotui.project.sync import sync

    place = Path(folder or at.project)
    project = create_project(place, at.annotator)
    try:
        if catalogue:
            talk(f"{add_starter_catalogue(project)} agreements in the catalogue.")
        with progress() as report:
            done = sync(project, report, telling(report))
    finally:
        project.close()
    problems = say_synced(done)
    if not done.new:
        talk(
            f"No articles yet: put text files into {place / 'corpus'} and run `annotui sync`, or `annotui add FILE...`."
        )
    return problems


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=files)
@click.option("--trafilatura", is_flag=True, help="Let trafilatura find the text of web pages (annotui[html]).")
@common
def add(at: Context, paths: tuple[str, ...], trafilatura: bool) -> int:
    """Copy articles into corpus/ and read them in: .txt .md .html .jsonl .csv .zip .tar.gz, folders, - for stdin."""
    from annotui.project.adding import add as add_articles

    files = [Path(path) for path in paths if path != "-"]
    for file in files:
        if not _exists(file):
            raise UsageError(f"{file}: there is no such file.", "Give files or folders, or - for stdin.")
    with at.opened() as project:
        stdin = sys.stdin.buffer.read() if "-" in paths else None
        with progress() as report:
            done = add_articles(
                project, files, stdin, report, telling(report, {"added", "same"}), trafilatura=trafilatura
            )
    talk(f"{done.copied} added, {done.same} there already, {done.rejected} not added.")
    return say_synced(done.synced) or int(bool(done.rejected))


@click.command()
@common
def sync(at: Context) -> int:
    """Read corpus/ again: new articles, changed ones (their spans are carried over), removed ones."""
    from annotui.project.sync import sync as sync_corpus

    with at.opened() as project, progress() as report:
        done = sync_corpus(project, report, telling(report))
    return say_synced(done)


@click.group()
@common
def article(at: Context) -> None:
    """Correct what was told wrongly of an article."""


@article.command("set")
@click.argument("article", metavar="ARTICLE", shell_complete=of("article"))
@click.option("--date", help="The article's date: 2022-04-16, 2022-04 or 2022.")
@click.option("--title", help="The article's title.")
@click.option("--source", help="Who published it: an agency, a paper, a site.")
@click.option("--status", type=click.Choice(ARTICLE_STATUSES), help="How far you are with it; others have their own.")
@common
def article_set(
    at: Context,
    article: str,
    date: str | None,
    title: str | None,
    source: str | None,
    status: ArticleStatus | None,
) -> None:
    """Set an article's date, title, source or status; an empty text takes it away."""
    from annotui.project.annotate import set_article, set_status

    if date is title is source is status is None:
        raise UsageError("Nothing to set.", "Give --date, --title, --source or --status.")
    with at.opened() as project:
        if not (date is title is source is None):
            with suppress(NothingChanged):
                set_article(project, article, title=title, date=date, source=source)
        if status is not None:
            with suppress(NothingChanged):
                set_status(project, [article], status)


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="At most so many places.")
@common
def search(at: Context, query: str, limit: int) -> int:
    """Find words, "phrases" and beginnings* in the articles: article, start, end, line. Exits 1 if there are none."""
    from annotui.project.indexing import bring_up
    from annotui.project.reading import search as search_articles

    with at.opened() as project:
        with progress() as report:
            is_up = bring_up(project, report)
        hits = search_articles(project, query, limit=limit)
    if not is_up:
        talk("note: the full-text index is not up to all articles yet, so there may be more.")
    for hit in hits:
        row((hit.article, str(hit.start), str(hit.end), hit.line.strip()))
    if not hits:
        talk("Nothing found.")
    return 0 if hits else 1


SYNCED = frozenset({"new", "changed", "removed", "renamed"})


def telling(report: Report, rows: Collection[str] = SYNCED) -> Tell:
    """What writes the things of these kinds that a sync does as rows of data; notes and what is left out as talk."""

    def tell(kind: str, path: str, detail: str) -> None:
        if kind in rows:
            report.clear()
            row((kind, path, detail) if detail else (kind, path))
        elif kind in _TOLD:
            report.clear()
            talk(_TOLD[kind].format(path=path, detail=detail))

    return tell


_TOLD = {"note": "note: {detail}", "skipped": "not read: {path}: {detail}", "rejected": "not added: {path}: {detail}"}


def say_synced(done: Synced) -> int:
    """Sum up a sync. Returns the exit code: 1 where something was left out or needs a look, 130 if stopped."""
    talk(f"{done.new} new, {done.changed} changed, {done.removed} removed, {done.renamed} renamed.")
    if done.moved or done.orphaned:
        talk(
            f"Of the spans in changed articles {done.exact} stand exactly, {done.moved} have moved and want a look, "
            f"{done.orphaned} have lost their text. `annotui check` lists them."
        )
    if done.stopped:
        talk("Stopped; what was read is kept. `annotui sync` goes on.")
        return INTERRUPTED
    return 1 if done.skipped or done.orphaned or done.moved else 0


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False


COMMANDS = (init, add, sync, article, search)
