"""Which text needs no measuring: every code point one cell wide, shown as it is, and joined with no other."""

from __future__ import annotations

import re

ONE_CELL = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u0531-\u0556\u0559-\u058a\u05d0-\u05ea\u10a0-\u10ff"
    "\u1c90-\u1cba\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff"
)
"""Ranges of code points, as in a regular expression's set, that are one cell wide, shown as they are and join
with nothing after them that is in the set as well: text made of them is laid out without measuring."""

IRREGULAR = re.compile(f"[^\n{ONE_CELL}]")
"""Finds the first code point that has to be looked at; a newline is none."""

CLUSTER_LIMIT = 32
"""How many code points one cluster may have; a longer pile of marks goes on in the next."""
