"""Commands on annotations: tag, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.cli.options import Context, common
from annotui.cli.output import binary_stdout, data, shown, talk
from annotui.errors import Damaged, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from annotui.core.model import LinkStatus
    from annotui.project.exchange import Exported
    from annotui.project.opening import Project

EXPORT_FORMATS = ("csv", "json", "jsonl")


@click.command()
@click.argument("article", metavar="ARTICLE")
@click.argument("start", metavar="START", type=int)
@click.argument("end", metavar="END", type=int)
@click.argument("label", metavar="LABEL")
@click.option("--agreement", "ids", metavar="ID", multiple=True, help="A record that the span means; may be repeated.")
@click.option("--nil", is_flag=True, help="It means an agreement that the catalogue lacks.")
@click.option("--unsure", is_flag=True, help="It cannot be told; records in doubt are given with --agreement.")
@click.option("--note", default="", help="A note on it.")
@common
def tag(
    at: Context,
    article: str,
    start: int,
    end: int,
    label: str,
    ids: tuple[str, ...],
    nil: bool,
    unsure: bool,
    note: str,
) -> None:
    """Annotate code points START to END (not included) of ARTICLE; prints the annotation's id."""
    from annotui.core.model import Fragment, Link
    from annotui.project.annotate import tag as tag_span

    if nil and (ids or unsure):
        raise UsageError("--nil goes with neither --agreement nor --unsure.", "Decide for one.")
    links: tuple[Link, ...] = ()
    if nil:
        links = (Link(None, "nil"),)
    elif ids or unsure:
        status: LinkStatus = "unsure" if unsure else "linked"
        links = tuple(Link(id, status) for id in dict.fromkeys(ids)) or (Link(None, "unsure"),)
    if start >= end:
        raise UsageError(f"START {start} is not before END {end}.", "Offsets count code points; END is not included.")
    with at.opened() as project:
        made = tag_span(project, article, [Fragment(start, end)], label, links=links, note=note)
    data(made.id)
    talk(shown(f"{made.label}: {' '.join(made.text.split())}"))


@click.command()
@click.option("--format", "format_", type=click.Choice(EXPORT_FORMATS), help="Default: from the file's name, else csv.")
@click.option("-o", "out", metavar="PATH", type=click.Path(path_type=Path), help="Default: stdout.")
@click.option("--article", "articles", metavar="A", multiple=True, help="Only this article; may be repeated.")
@click.option("--label", "labels", metavar="L", multiple=True, help="Only this label; may be repeated.")
@click.option("--by", metavar="NAME", multiple=True, help="Only this annotator's; may be repeated.")
@click.option("--include", type=click.Choice(["suggestions"]), help="What else goes out: state is then pending.")
@click.option("--anchored", is_flag=True, help="Leave out spans whose text has moved or is gone.")
@click.option("--raw", is_flag=True, help="CSV: no guard against formulas in spreadsheets.")
@common
def export(
    at: Context,
    format_: str | None,
    out: Path | None,
    articles: tuple[str, ...],
    labels: tuple[str, ...],
    by: tuple[str, ...],
    include: str | None,
    anchored: bool,
    raw: bool,
) -> int:
    """Write the annotations: CSV (a row per span and link), JSON or JSONL (an object per article)."""
    from annotui.cli.progress import progress
    from annotui.project.exchange import Selection, write_out
    from annotui.project.exchange import export as export_annotations

    kind = format_ or _format_of(out)
    selection = Selection(articles, labels, by, anchored, suggestions=include is not None)
    to_stdout = out is None or str(out) == "-"
    begun: list[bool] = []

    def write(project: Project) -> Exported:
        results: list[Exported] = []

        def fill(stream: BinaryIO) -> None:
            begun.append(True)
            results.append(export_annotations(project, stream, kind, selection, raw=raw, progress=report))

        with progress(shown=not (to_stdout and sys.stdout.isatty())) as report:
            write_out(out, binary_stdout(), fill)
        return results[0]

    try:
        with at.opened() as project:
            return _say(write(project))
    except Damaged as error:
        if to_stdout and begun:
            raise
        return _export_what_can_be_read(error, at.annotator, write)


def _export_what_can_be_read(error: Damaged, annotator: str, write: Callable[[Project], Exported]) -> int:
    """Write what can be read of a damaged database; says how much that is, and where a copy is."""
    from annotui.project.rescue import keep_copy, rescued

    talk(f"annotui: {shown(error.what)} {shown(keep_copy(error.file))}")
    with rescued(error.file, annotator) as (project, salvaged, said):
        done = write(project)
    talk(f"Read: {salvaged.annotations} annotations in {salvaged.articles} articles. {shown(said)}")
    unknown = f", and nobody knows how many of {', '.join(salvaged.cut)}" if salvaged.cut else ""
    talk(
        f"Lost: up to {salvaged.lost} rows{unknown}. "
        f"Restored from the history: {salvaged.restored}. Made up, for others refer to them: {salvaged.made_up}."
    )
    _say(done)
    return 1


def _format_of(out: Path | None) -> str:
    """The format that a file's ending tells; csv where it has none. Raises UsageError for another ending."""
    ending = out.suffix[1:].lower() if out else ""
    if ending and ending not in EXPORT_FORMATS:
        raise UsageError(f"{out}: .{ending} is no format.", f"Name one: --format {', '.join(EXPORT_FORMATS)}.")
    return ending or "csv"


def _say(done: Exported) -> int:
    talk(f"{done.annotations} annotations in {done.articles} articles.")
    unfinished = [
        f"{count} {what}"
        for count, what in (
            (done.open_links, "links open"),
            (done.unsure, "unsure"),
            (done.moved, "moved or orphaned"),
            (done.not_done, "articles not done"),
        )
        if count
    ]
    if unfinished:
        talk(f"Unfinished: {', '.join(unfinished)}.")
    for where in done.wrong:
        talk(f"wrong: {where} does not stand on its quoted text; `annotui check` tells more")
    return 1 if done.wrong else 0


COMMANDS = (tag, export)
