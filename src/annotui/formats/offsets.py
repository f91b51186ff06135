"""Offsets of other tools, in whatever unit they count, as code points of the canonical text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final, Literal

from annotui.core.model import Fragment
from annotui.formats.tables import shown
from annotui.formats.values import Fault

Unit = Literal["code points", "UTF-16 units", "UTF-8 bytes"]
_CR: Final = re.compile("\r\n?")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class Offsets:
    """A text as another tool has it, beside the canonical one: without a leading BOM, CRLF and CR made LF."""

    def __init__(self, given: str) -> None:
        self.given = given
        body = given.removeprefix("\ufeff")
        self._bom = len(given) - len(body)
        self.text = _CR.sub("\n", body)
        self._gone = [match.start() + self._bom for match in _CR.finditer(body) if len(match[0]) > 1]
        self._units: dict[Unit, list[int]] = {}

    def fragment(
        self, start: int, end: int, quoted: str = "", *, units: tuple[Unit, ...] = ("code points",)
    ) -> Fragment:
        """A stretch that was counted in one of these units: the first in which it stands on what is `quoted`.

        Without a quote it is the first of them. Raises Fault where it stands on something else, or outside the text.
        """
        stretches = [(self._code_points(start, unit), self._code_points(end, unit)) for unit in units]
        for first, last in stretches:
            if 0 <= first < last <= len(self.given) and (not quoted or self.given[first:last] == quoted):
                return Fragment(self._canonical(first), self._canonical(last))
        first, last = stretches[0]
        if not 0 <= first < last <= len(self.given):
            raise Fault(f"{start}-{end} lies outside its text (0-{len(self.given)})")
        raise Fault(f"at {start}-{end} stands {shown(self.given[first:last])}, not {shown(quoted)}")

    def _code_points(self, offset: int, unit: Unit) -> int:
        """An offset in a unit as code points; one inside a code point is that of the next."""
        if unit == "code points":
            return offset
        if unit not in self._units:
            self._units[unit] = self._longer(unit)
        return offset - bisect_left(self._units[unit], offset)

    def _longer(self, unit: Unit) -> list[int]:
        """Where, in this unit, each unit ends that a code point takes beyond its first, in order."""
        found: list[int] = []
        more = 0
        for match in (_ASTRAL if unit == "UTF-16 units" else _NOT_ASCII).finditer(self.given):
            extra = 1 if unit == "UTF-16 units" else len(match[0].encode("utf-8", "surrogatepass")) - 1
            for _ in range(extra):
                more += 1
                found.append(match.start() + more)
        return found

    def _canonical(self, offset: int) -> int:
        """A code point of the given text as one of the canonical text."""
        return max(0, offset - self._bom - bisect_left(self._gone, offset))


def utf16_units(text: str) -> Callable[[int], int]:
    """What gives the UTF-16 units before a code point of the text."""
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return lambda offset: offset + bisect_left(astral, offset)
