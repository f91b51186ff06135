"""Commands on annotations: tag, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.cli.completion import of
from annotui.cli.options import Context, common
from annotui.cli.output import binary_stdout, data, shown, talk
from annotui.errors import Damaged, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotui.core.model import LinkStatus
    from annotui.project.exporting import Exported
    from annotui.project.opening import Project

EXPORT_FORMATS = (
    *("csv", "tsv", "json", "jsonl", "brat", "w3c", "doccano", "prodigy", "label-studio"),
    *("conll2003", "iob2", "bilou", "uima-xmi", "uima-json", "spacy", "parquet", "html"),
)
"""The names of the registry's formats, which would take long to import for the names alone."""


@click.command()
@click.argument("article", metavar="ARTICLE", shell_complete=of("article"))
@click.argument("start", metavar="START", type=int)
@click.argument("end", metavar="END", type=int)
@click.argument("label", metavar="LABEL", shell_complete=of("label"))
@click.option(
    *("--agreement", "ids"),
    metavar="ID",
    multiple=True,
    help="A record that the span means; may be repeated.",
    shell_complete=of("agreement"),
)
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
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option(
    *("--article", "articles"),
    metavar="A",
    multiple=True,
    help="Only this article; may be repeated.",
    shell_complete=of("article"),
)
@click.option(
    *("--label", "labels"),
    metavar="L",
    multiple=True,
    help="Only this label; may be repeated.",
    shell_complete=of("label"),
)
@click.option(
    "--by",
    metavar="NAME",
    multiple=True,
    help="Only this annotator's; may be repeated.",
    shell_complete=of("annotator"),
)
@click.option("--include", type=click.Choice(["suggestions"]), help="What else goes out: state is then pending.")
@click.option("--anchored", is_flag=True, help="Leave out spans whose text has moved or is gone.")
@click.option("--columns", metavar="A,B,...", default="", help="CSV, TSV: these columns, in this order.")
@click.option("--delimiter", metavar="C", default="", help="CSV: what parts the cells. Default: a comma.")
@click.option("--raw", is_flag=True, help="CSV, TSV: no guard against formulas in spreadsheets.")
@common
def export(
    at: Context,
    format_: str | None,
    out: Path | None,
    force: bool,
    articles: tuple[str, ...],
    labels: tuple[str, ...],
    by: tuple[str, ...],
    include: str | None,
    anchored: bool,
    columns: str,
    delimiter: str,
    raw: bool,
) -> int:
    """Write the annotations: CSV (a row per span and link), JSON, JSONL (an object per article), or for other tools.

    docs/formats.md tells of each format what it keeps. A format of several files makes a folder, or a .zip archive.
    """
    from annotui.cli.progress import progress
    from annotui.project.exporting import Options, Selection, export_to

    kind = format_ or _format_of(out)
    selection = Selection(articles, labels, by, anchored, suggestions=include is not None)
    options = Options(tuple(name.strip() for name in columns.split(",") if name.strip()), delimiter, raw)
    to_stdout = out is None or str(out) == "-"
    begun: list[bool] = []

    def write(project: Project) -> Exported:
        begun.append(True)
        with progress(shown=not (to_stdout and sys.stdout.isatty())) as report:
            return export_to(project, out, binary_stdout(), kind, selection, options, force=force, progress=report)

    try:
        with at.opened() as project:
            return _say(write(project), kind)
    except Damaged as error:
        if to_stdout and begun:
            raise
        return _export_what_can_be_read(error, at.annotator, write, kind)


def _export_what_can_be_read(error: Damaged, annotator: str, write: Callable[[Project], Exported], kind: str) -> int:
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
    _say(done, kind)
    return 1


def _format_of(out: Path | None) -> str:
    """The format that a file's ending tells; csv where it has none. Raises UsageError for another ending."""
    if out is None or not out.suffix:
        return "csv"
    from annotui.project.exporting import format_of_ending

    kind = format_of_ending(out.name)
    if not kind:
        raise UsageError(
            f"{out}: {out.suffix.lower()} is no format.", f"Name one: --format {', '.join(EXPORT_FORMATS)}."
        )
    return kind


def _say(done: Exported, kind: str) -> int:
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
    if done.lost:
        talk(shown(f"Left out, for {kind} has no place for it: {', '.join(done.lost)}."))
    for where in done.wrong:
        talk(f"wrong: {where} does not stand on its quoted text; `annotui check` tells more")
    return 1 if done.wrong else 0


COMMANDS = (tag, export)
