"""The command line's top: opens the app or runs a command; every error as words, every end as an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from annotui.cli.names import HOMES
from annotui.cli.output import INTERRUPTED, prepare_streams, shown, silence, talk
from annotui.errors import AnnotuiError, Damaged, StorageError

BROKEN_PIPE = 141
COMPLETION = "_ANNOTUI_COMPLETE"
"""What a shell sets when it asks for words (see `completion`)."""
OUR_FAULT = 70
"""EX_SOFTWARE of sysexits.h."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit code: 0 done, 1 problems found, 2 usage, 3 data, 4 storage.

    Ctrl-C gives 130 and a reader of the output that is gone 141, as in a shell; a fault in annotui itself 70.
    """
    prepare_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        silence()
        return BROKEN_PIPE
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        if COMPLETION in os.environ:
            from annotui.cli.completion import answer

            return answer(os.environ[COMPLETION])
        folder = _folder_meant(arguments)
        if folder:
            # Without click, whose import takes as long as a tenth of the way to the first paint.
            from annotui.cli.opening import open_app

            return open_app(folder, "")
        from annotui.cli.commands import invoke

        return invoke(arguments)
    except AnnotuiError as error:
        if isinstance(error, Damaged):
            from annotui.project.rescue import with_copy_kept

            error = with_copy_kept(error)
        talk(f"annotui: {shown(error)}")
        return error.exit_code
    except KeyboardInterrupt:
        talk("annotui: stopped; what was done is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        talk(f"annotui: {shown(error.filename or 'the system')}: {shown(error.strerror)}.")
        return StorageError.exit_code
    except Exception as error:  # noqa: BLE001 - whatever is left is a fault in annotui: words, never a traceback
        from annotui.crash import report

        talk(f"annotui: {shown(report(error))}")
        return OUR_FAULT


def _folder_meant(arguments: Sequence[str]) -> str:
    """The project to open where nothing but its folder is given, or nothing at all; empty for all else."""
    if not arguments:
        return "."
    word = arguments[0]
    if len(arguments) > 1 or word.startswith("-") or word in HOMES:
        return ""
    return word if os.sep in word or os.path.isdir(word) else ""  # noqa: PTH112 - as above, no Path is needed yet
