"""The command that shows the app in a browser: serve."""

from __future__ import annotations

import sys

import click

from annotui.cli.options import Context, common
from annotui.cli.output import data, talk
from annotui.errors import UsageError


@click.command()
@click.option("--port", metavar="N", type=click.IntRange(1, 65535), help="Default: 8000, or a free one if it is taken.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Where to listen: 127.0.0.1 or ::1.")
@common
def serve(at: Context, port: int | None, host: str) -> int:
    """Show the same app in a browser on this machine, until Ctrl-C. Prints the address to open.

    The address holds a secret, a new one each time, and nobody gets in without it. Each page that is open is an app of
    its own on the same project. From another machine: ssh -L 8000:127.0.0.1:8000 THIS-MACHINE
    """
    from annotui.web.addresses import listen, new_token, url_of

    try:
        from annotui.web.server import serve as serve_at
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("annotui"):
            raise
        hint = "Install it with: pip install 'annotui[web]'"
        raise UsageError("annotui serve needs textual-serve, which is not installed.", hint) from error
    from annotui.cli.opening import read_in_if_new

    with listen(host, port) as listening:
        folder = read_in_if_new(at.project, at.annotator)
        token = new_token()

        def ready() -> None:
            data(url_of(listening, token))
            sys.stdout.flush()
            talk("Open this address in a browser on this machine; whoever has it can work as you. Ctrl-C ends it.")

        annotator = [f"--annotator={at.annotator}"] if at.annotator else []
        argv = [sys.executable, "-P", "-m", "annotui", f"--project={folder}", *annotator]
        serve_at(listening, token, argv, ready=ready, say=talk)
    talk("Ended; what was done is saved.")
    return 0


COMMANDS = (serve,)
