"""Keyboard layouts by position: which Latin key stands where a letter of another layout is.

Only what is not ASCII is mapped. So a map can stay on while layouts are switched, and a punctuation mark always
means itself, wherever a layout puts it. The positions are those of xkeyboard-config (ru, am, az).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotui.errors import DataError


def _rows(letters: str, keys: str) -> dict[str, str]:
    """Pairs a layout's letters with the keys at their places, capitals with the shifted keys."""
    shifted = str.maketrans("[];',./-=`1234567890", '{}:"<>?_+~!@#$%^&*()')
    pairs = dict(zip(letters, keys, strict=True))
    return {
        **{letter.upper(): key.upper().translate(shifted) for letter, key in pairs.items()},
        **pairs,
    }


LANGMAPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "russian": {
            **_rows("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
            "№": "#",
        },
        "armenian-eastern": {
            **_rows("խւէրտեըիոպչջասդֆգհճկլթփզցքվբնմշղծձյօռժ", "qwertyuiop[]asdfghjkl;'zxcvbnm,./230-="),
            **dict(zip("։՛«»", "1489", strict=True)),
        },
        "armenian-phonetic": {
            **_rows("քոեռտըւիօպխծասդֆգհյկլզղցվբնմէթփձջրչճժ", "qwertyuiop[]asdfghjklzxcvbnm12345890="),
            **dict(zip("և֊", "7-", strict=True)),
        },
        "azerbaijani": {**_rows("üöğəçş", "w[]',."), "ı": ";", "İ": "I"},
    }
)
"""The layouts that ship, by the name that settings use."""


def langmap(chosen: str | Mapping[str, str]) -> dict[str, str]:
    """The map for what settings say: names of layouts with spaces between them, or pairs of characters.

    Raises DataError for an unknown name, and for a pair that is not one character to one key.
    """
    if isinstance(chosen, str):
        merged: dict[str, str] = {}
        for name in chosen.split():
            if name not in LANGMAPS:
                raise DataError(f"langmap: no layout is called {name!r}", f"known are {', '.join(LANGMAPS)}")
            merged |= LANGMAPS[name]
        return merged
    for char, key in chosen.items():
        if len(char) != 1 or len(key) != 1:
            raise DataError(f"langmap: {char!r} = {key!r} is not one character to one key", 'write it as "ф" = "a"')
    return dict(chosen)
