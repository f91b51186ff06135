"""Every way in which a command can end, as words on stderr and an exit code; never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable

from annotui.cli.output import prepare_streams, shown, silence, talk
from annotui.errors import AnnotuiError, StorageError
from annotui.project.jobs import Stopped

BROKEN_PIPE = 141
INTERRUPTED = 130
"""The exit codes of a shell for a reader that is gone, and after Ctrl-C."""
OUR_FAULT = 70
"""EX_SOFTWARE of sysexits.h."""


class ReaderGone(Exception):
    """Whoever read the output has closed it."""


def guarded(run: Callable[[], int]) -> int:
    """Run a command and return its exit code, or the one that tells how it failed: 1 problems found, 2 usage, 3 data,
    4 storage; 130 after Ctrl-C, 141 when the reader of its output is gone, 70 for a fault in annotui itself.
    """
    prepare_streams()
    try:
        code = _told(run)
        sys.stdout.flush()
        sys.stderr.flush()
    except (ReaderGone, BrokenPipeError):
        silence()
        return BROKEN_PIPE
    return code


def _told(run: Callable[[], int]) -> int:
    try:
        return run()
    except Stopped as error:
        talk(f"annotui: {shown(error)}")
        return INTERRUPTED
    except AnnotuiError as error:
        talk(f"annotui: {shown(error)}")
        return error.exit_code
    except KeyboardInterrupt:
        talk("annotui: stopped; what was done is kept.")
        return INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        raise
    except OSError as error:
        talk(f"annotui: {shown(error.filename or 'the system')}: {shown(error.strerror)}.")
        return StorageError.exit_code
    except Exception as error:  # noqa: BLE001 - whatever is left is a fault in annotui: words, never a traceback
        from annotui.crash import report

        talk(f"annotui: {shown(report(error))}")
        return OUR_FAULT
