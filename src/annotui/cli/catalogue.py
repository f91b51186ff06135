"""Commands on the catalogue and the label set: agreements, labels, link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, ParamSpec, TypeVar

import click

from annotui.cli import files
from annotui.cli.completion import of
from annotui.cli.options import Context, common
from annotui.cli.output import binary_stdout, data, data_json, row, shown, talk
from annotui.errors import UsageError

if TYPE_CHECKING:
    from annotui.project.exchange import Imported
    from annotui.project.opening import Project
    from annotui.project.suggest import Candidate

P = ParamSpec("P")
R = TypeVar("R")
TABLE_FORMATS = ("jsonl", "json", "csv", "tsv", "toml")


def _table_options(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options of what writes a table."""
    kind = click.option(
        "--format", "format_", type=click.Choice(TABLE_FORMATS), help="Default: from the file's name, else jsonl."
    )
    place = click.option("-o", "out", metavar="PATH", type=click.Path(path_type=Path), help="Default: stdout.")
    force = click.option("--force", is_flag=True, help="Replace the file if it is there.")
    return kind(place(force(command)))


@click.group()
@common
def agreements(at: Context) -> None:
    """The catalogue of known agreements."""


@agreements.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--map", "maps", metavar="FIELD=COLUMN", multiple=True, help="Which column is which field; repeated.")
@click.option("--split", "separators", metavar="TEXT", multiple=True, help="What parts items of a list, besides `;`.")
@click.option("--dates", "order", type=click.Choice(["dmy", "mdy"]), help="03/05/2019: day first, or month first.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@common
def agreements_import(
    at: Context,
    file: Path,
    maps: tuple[str, ...],
    separators: tuple[str, ...],
    order: Literal["dmy", "mdy"] | None,
    dry_run: bool,
) -> int:
    """Put the records of a JSONL, JSON, CSV, TSV or TOML file into the catalogue; those with a known id are replaced.

    With --map any table will do: docs/catalogue.md.
    """
    from annotui.project.exchange import agreement_mapping, file_format, import_agreements

    mapping = agreement_mapping(maps, separators, order or "")
    with at.opened() as project:
        data = files.read(file)
        return _imported(
            import_agreements(project, data, file_format(file), str(file), mapping, dry_run=dry_run), dry_run=dry_run
        )


@agreements.command("export")
@_table_options
@common
def agreements_export(at: Context, format_: str | None, out: Path | None, force: bool) -> None:
    """Write the catalogue."""
    from annotui.project.exchange import export_agreements

    _exported(at, format_, out, force, export_agreements, "agreements")


@agreements.command("list")
@common
def agreements_list(at: Context) -> None:
    """List the catalogue: id, dates, kind, short name or title."""
    with at.opened() as project:
        for record in project.agreements():
            row((record.id, ";".join(record.dates), record.kind, record.short or record.title))


@agreements.command("show")
@click.argument("id_", metavar="ID", shell_complete=of("agreement"))
@common
def agreements_show(at: Context, id_: str) -> None:
    """Show one record."""
    with at.opened() as project:
        record = project.agreement(id_)
    for name in ("id", "title", "short", "dates", "place", "parties", "kind", "aliases", "url", "note"):
        value = getattr(record, name)
        text = "; ".join(value) if isinstance(value, tuple) else value
        if text:
            data(f"{name + ':':9} {text}".replace("\n", "\n" + " " * 10))


@click.group()
@common
def labels(at: Context) -> None:
    """The label set."""


@labels.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@common
def labels_import(at: Context, file: Path) -> int:
    """Put the labels of a JSONL, JSON, CSV or TOML file into the label set."""
    from annotui.project.exchange import file_format, import_labels

    with at.opened() as project:
        return _imported(import_labels(project, files.read(file), file_format(file), str(file)))


@labels.command("export")
@_table_options
@common
def labels_export(at: Context, format_: str | None, out: Path | None, force: bool) -> None:
    """Write the label set."""
    from annotui.project.exchange import export_labels

    _exported(at, format_, out, force, export_labels, "labels")


@labels.command("list")
@common
def labels_list(at: Context) -> None:
    """List the labels: name, key, whether it links, guideline."""
    with at.opened() as project:
        for label in project.labels():
            row((label.name, label.key, "links" if label.links else "", label.guideline))


@click.command()
@click.argument("text")
@click.option("--context", default="", help="The sentence that TEXT stands in.")
@click.option("--on", default="", metavar="DATE", help="The article's date; dates without a year hang on it.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="At most so many candidates.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@common
def link(at: Context, text: str, context: str, on: str, limit: int, as_json: bool) -> int:
    """Rank what TEXT can mean, with scores and reasons. Exits 1 if nothing fits."""
    from contextlib import closing

    from annotui.cli.progress import progress
    from annotui.core.dates import valid_partial
    from annotui.project.jobs import Stopped
    from annotui.project.suggest import Linker

    if on and not valid_partial(on):
        raise UsageError(f"{on!r} is not a date.", "Write 2022-04-16, 2022-04 or 2022.")
    with at.opened() as project, closing(Linker(project)) as linker:
        with progress(hint=", Ctrl-C stops") as report:
            if not linker.make_ready(report):
                raise Stopped
        found = linker.for_text(text, context=context, on=on, limit=limit)
    if as_json:
        data_json([_as_json(candidate) for candidate in found])
    else:
        for candidate in found:
            _print(candidate)
    if not found:
        talk("Nothing in the catalogue fits.")
    return 0 if found else 1


def _as_json(candidate: Candidate) -> dict[str, object]:
    return {
        "agreements": [
            {
                "id": link.id,
                "title": link.agreement.title,
                "part": [link.part.start, link.part.end] if link.part else None,
            }
            for link in candidate.links
        ],
        "score": round(candidate.score, 4),
        "features": [{"id": r.id, "value": round(r.value, 4), "text": r.text} for r in candidate.reasons],
    }


def _print(candidate: Candidate) -> None:
    ids = " + ".join(link.id for link in candidate.links)
    names = " + ".join(link.agreement.short or link.agreement.title for link in candidate.links)
    data(f"{candidate.score:.2f}  {ids}  {names}")
    for reason in candidate.reasons:
        data(f"      {reason.value:+.2f}  {reason.text}")


def _exported(
    at: Context,
    format_: str | None,
    out: Path | None,
    force: bool,
    write: Callable[[Project, BinaryIO, str], int],
    what: str,
) -> None:
    from annotui.project.exchange import file_format, write_out

    with at.opened() as project:
        kind = format_ or (file_format(out) if out and str(out) != "-" else "jsonl")
        write_out(out, binary_stdout(), lambda stream: talk(f"{write(project, stream, kind)} {what}."), force=force)


def _imported(done: Imported, *, dry_run: bool = False) -> int:
    for note in done.notes:
        talk(shown(note))
    for problem in done.problems:
        talk(f"{problem.where}: {problem.what}")
    would = "Would be: " if dry_run else ""
    counts = f"{done.new} new, {done.changed} changed, {done.same} as before, {len(done.problems)} problems."
    talk(would + counts)
    return 3 if done.problems and not (done.new or done.changed or done.same) else 1 if done.problems else 0


COMMANDS = (agreements, labels, link)
