"""Commands that look at a whole project: stats, check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotui.cli.options import Context, common
from annotui.cli.output import data, data_json, on_terminal, row, shown, talk

if TYPE_CHECKING:
    from annotui.project.plots import Canvas


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@common
def stats(at: Context, as_json: bool) -> None:
    """Count articles, spans, links and agreements; show how they came along, on a terminal as plots."""
    from dataclasses import asdict

    from annotui.cli.progress import progress
    from annotui.project.figures import stats as count
    from annotui.project.figures import stats_lines

    with at.opened() as project, progress() as report:
        found = count(project, report)
    if as_json:
        data_json(asdict(found))
        return
    from annotui.project.figure_page import pictures, tables

    for line in stats_lines(found):
        data(line)
    for line in pictures(found, _terminal()) if on_terminal() else tables(found):
        data(line)


def _terminal() -> Canvas:
    """What the terminal has room for."""
    import os
    from shutil import get_terminal_size

    from annotui.cli.cells import cells
    from annotui.project.plots import Canvas, is_ascii

    return Canvas(get_terminal_size().columns, cells, is_ascii(os.environ))


@click.command()
@common
def check(at: Context) -> int:
    """Verify the database, every reference and every span against its text. Exits 1 with a row for each fault."""
    from annotui.cli.progress import progress
    from annotui.project.comparing import differences
    from annotui.project.figures import check as verify

    with at.opened() as project, progress() as report:
        faults = verify(project, report)
        is_damaged = any(fault.kind == "damaged" for fault in faults)
        differs = not is_damaged and differences(project, report)
        risk = project.risk()
    for fault in faults:
        row((fault.kind, fault.where, fault.what))
    if is_damaged:
        from annotui.project.rescue import keep_copy

        talk(f"{shown(keep_copy(project.store.path))} `annotui export -o FILE` writes what can be read.")
    if not project.corpus.is_dir():
        talk("note: there is no corpus/ here, so that nothing was compared with it; the texts are in the database.")
    if differs:
        talk("corpus/ differs from the database: `annotui sync` takes over what is new, changed or gone.")
    if risk:
        talk(f"note: {risk}")
    talk(f"Faults: {len(faults)}." if faults else "All is well: the database, every reference, every span.")
    return 1 if faults else 0


COMMANDS = (stats, check)
