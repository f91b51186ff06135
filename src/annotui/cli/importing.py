"""The command that takes in annotations made elsewhere: import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.cli.completion import of
from annotui.cli.options import Context, common
from annotui.cli.output import shown, talk

if TYPE_CHECKING:
    from annotui.project.importing import Imported

IMPORT_FORMATS = (
    *("csv", "tsv", "json", "jsonl", "brat", "w3c", "doccano", "prodigy", "label-studio"),
    *("conll2003", "iob2", "bilou", "uima-xmi", "uima-json"),
)
"""The names of the registry's formats, which would take long to import for the names alone."""


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(IMPORT_FORMATS), help="Default: from the file's name.")
@click.option(
    "--article",
    metavar="A",
    default="",
    help="The article that the file is about, where it does not say.",
    shell_complete=of("article"),
)
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@common
def import_(at: Context, file: Path, format_: str | None, article: str, dry_run: bool) -> int:
    """Take in annotations of annotui, or of another tool (docs/formats.md), from a file, a folder or an archive.

    They are one act, which undo takes back. Exits 1 if some were refused.
    """
    from annotui.cli.progress import progress
    from annotui.project.importing import import_annotations

    with at.opened() as project, progress() as report:
        done = import_annotations(project, file, format_ or "", article=article, dry_run=dry_run, progress=report)
    return _say(done, dry_run=dry_run)


def _say(done: Imported, *, dry_run: bool) -> int:
    for problem in done.problems:
        talk(shown(f"refused: {problem.where}: {problem.what}"))
    would = "Would import" if dry_run else "Imported"
    talk(f"{would} {done.new} annotations; {done.same} are there already, {len(done.problems)} refused.")
    more = [
        f"{count} {what}"
        for count, what in (
            (done.articles, "articles copied into corpus/"),
            (done.agreements, "records new in the catalogue"),
            (done.moved, "stand elsewhere in another text: look at them"),
            (done.pending, "suggestions to decide on, until `annotui suggest` makes others"),
        )
        if count
    ]
    if done.lost:
        more.append(shown(f"annotui has no place for {', '.join(done.lost)}"))
    if done.labels:
        more.append(shown(f"new labels: {', '.join(done.labels)}"))
    if more:
        talk(f"{'; '.join(more)}.")
    return int(bool(done.problems))


COMMANDS = (import_,)
