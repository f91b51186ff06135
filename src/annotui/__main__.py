"""`annotui` and `python -m annotui`: runs the command line and turns every error into words and an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    from annotui.cli.opening import open_app, project_to_open

    opening = project_to_open(arguments)
    if opening is None:
        from annotui.cli.main import run

        return run(arguments)
    from annotui.cli.guard import guarded

    return guarded(lambda: open_app(*opening))


if __name__ == "__main__":
    main()
