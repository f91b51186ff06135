"""Whether the Textual that is installed is one whose insides the frame differ knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import textual
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App

KNOWN_FROM, KNOWN_BELOW = (8, 2, 8), (9, 0, 0)
"""The versions of Textual that are known: from the first on, below the second."""

_PARAMETERS: tuple[tuple[Callable[..., object], tuple[str, ...]], ...] = (
    (App._display, ("self", "screen", "renderable")),
    (LayoutUpdate.__init__, ("self", "strips", "region")),
    (ChopsUpdate.__init__, ("self", "chops", "spans", "chop_ends")),
)
_ATTRIBUTES = ("_running", "_closed", "_batch_count", "_driver", "_sync_available", "cursor_position")
_METADATA = re.compile(r"textual-(\d+)\.(\d+)\.(\d+)(?:[^\d].*)?\.dist-info")


def are_known(app: App[None]) -> bool:
    """Whether version, methods and attributes are those that the differ was written for."""
    version = installed_version()
    return (
        version is not None
        and KNOWN_FROM <= version < KNOWN_BELOW
        and all(tuple(signature(method).parameters) == names for method, names in _PARAMETERS)
        and all(hasattr(app, name) for name in _ATTRIBUTES)
    )


def installed_version() -> tuple[int, int, int] | None:
    """Textual's version by the name of its metadata, which is read in no time; None where there is none."""
    packages = Path(textual.__file__).parent.parent
    for found in packages.glob("textual-*.dist-info"):
        if match := _METADATA.fullmatch(found.name):
            return int(match[1]), int(match[2]), int(match[3])
    return None
