"""`annotui demo`: the shipped example and a tutorial, to try everything on."""

from __future__ import annotations

from pathlib import Path

import click

from annotui.cli.completion import folders
from annotui.cli.options import Context, common
from annotui.cli.output import shown, talk


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path), shell_complete=folders)
@common
def demo(at: Context, folder: Path | None) -> int:
    """Open a copy of the shipped example, at a tutorial: in a new folder DIR, else in a temporary one."""
    from annotui.cli.opening import open_app
    from annotui.project.demo import make_demo

    made = make_demo(folder, at.annotator)
    code = open_app(str(made), at.annotator)
    talk(f"The demo is kept: `annotui {shown(made)}` opens it again.")
    return code


COMMANDS = (demo,)
