"""Sets of keys for hands that know another program. A person's own keys count more than a set's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from annotui.core.commands import LIST, PICK, READ, SELECT
from annotui.core.keymap import Override

_READING = (READ.value, SELECT.value)
_LISTS = (LIST.value,)


def _in(modes: tuple[str, ...], keys: str) -> Mapping[str, tuple[str, ...]]:
    """Keys for some modes; sequences have two spaces between them."""
    return dict.fromkeys(modes, tuple(keys.split("  ")))


_LESS: Final[Mapping[str, Override]] = {
    "page.down": _in(_READING, "space  f  ctrl+f  ctrl+v  pagedown"),
    "page.up": _in(_READING, "b  ctrl+b  pageup"),
    "page.half_down": _in(_READING, "d  ctrl+d"),
    "page.half_up": _in(_READING, "u  ctrl+u"),
    "scroll.down": _in(_READING, "e  ctrl+e"),
    "scroll.up": _in(_READING, "y  ctrl+y"),
    "go.top": _in(_READING, "g"),
    "list.page_down": _in(_LISTS, "space  f  ctrl+f  ctrl+v  pagedown"),
    "list.page_up": _in(_LISTS, "b  ctrl+b  pageup"),
    "list.half_down": _in(_LISTS, "d  ctrl+d"),
    "list.half_up": _in(_LISTS, "u  ctrl+u"),
    "list.top": _in(_LISTS, "g  home"),
    "pick.top": _in((PICK.value,), "g  home"),
    # What had these keys.
    "move.word_back": _in(_READING, "B"),
    "move.word_end": _in(_READING, "W"),
    "step.choose": _in((READ.value,), "s"),
    "copy.citation": _in((READ.value,), "z y"),
    "copy.selection": _in((SELECT.value,), "z y"),
    "copy.id": _in((PICK.value, LIST.value), "z y"),
    "list.narrow": _in(_LISTS, "z f"),
    "list.edit": _in(_LISTS, "e"),
    "undo": _in((READ.value, SELECT.value, PICK.value, LIST.value), "U"),
    "redo": _in((READ.value, SELECT.value, PICK.value, LIST.value), "ctrl+r"),
    "show.guideline": _in((READ.value,), "z ?"),
    "pane.left": _in((READ.value, LIST.value), "z h"),
    "pane.right": _in((READ.value, LIST.value), "z l"),
}
PRESETS: Mapping[str, Mapping[str, Override]] = MappingProxyType({"less": MappingProxyType(_LESS)})
"""The sets that come along, by the name that settings use."""


def overrides(preset: str, own: Mapping[str, Override]) -> dict[str, Override]:
    """The keys of a set (none for an empty name) with a person's own in their place."""
    return {**(PRESETS[preset] if preset else {}), **own}
