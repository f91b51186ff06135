"""The command that finds mentions and names, and saves them as suggestions: suggest."""

from __future__ import annotations

import click

from annotui.cli.completion import of
from annotui.cli.options import Context, common
from annotui.cli.output import INTERRUPTED, data_json, talk


@click.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1, shell_complete=of("article"))
@click.option("--json", "as_json", is_flag=True, help="Write what is suggested in these articles as JSON.")
@common
def suggest(at: Context, articles: tuple[str, ...], as_json: bool) -> int:
    """Find mentions and what they mean, and save them as suggestions, in place of those of the last run."""
    from annotui.cli.progress import progress
    from annotui.project.suggesting import suggest as run
    from annotui.project.suggesting import suggested_objects

    with at.opened() as project:
        with progress(hint=", Ctrl-C stops") as report:
            done = run(project, articles, progress=report)
        if as_json:
            data_json(suggested_objects(project, articles))
    talk(f"{done.suggestions} suggestions in {done.articles} articles{', stopped' if done.stopped else ''}.")
    return INTERRUPTED if done.stopped else 0


COMMANDS = (suggest,)
