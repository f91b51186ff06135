"""What accepted links teach: the words of a mention become an alias of its record, with how often that was so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotui.core.model import Link
from annotui.storage.history import ActWriter

_LONGEST: Final = 80


def learn(writer: ActWriter, surface: str, links: Sequence[Link]) -> None:
    """Count a surface for the record that it was linked to, within the act that links it.

    Only what would name the record elsewhere too: not a list, no dates or numbers, no words that any agreement may be
    called by, nothing long. Where only one record is meant for sure.
    """
    if len(links) != 1 or links[0].status != "linked" or links[0].agreement is None:
        return
    alias = " ".join(surface.split())
    if not is_name(alias):
        return
    record = links[0].agreement
    known = writer.get("agreement_alias", (record, alias))
    if known is not None:
        writer.update("agreement_alias", (record, alias), {"accepted": int(str(known["accepted"])) + 1})
        return
    positions = [int(str(row["position"])) for row in writer.rows("agreement_alias", "agreement", record)]
    writer.insert(
        "agreement_alias",
        {"agreement": record, "alias": alias, "position": max(positions, default=-1) + 1, "accepted": 1},
    )


def is_name(alias: str) -> bool:
    """Whether words name one record wherever they stand, as far as can be told without a catalogue."""
    from annotui.core.dates import names_time
    from annotui.linking.words import GENERIC, STOP_WORDS, words_of

    if len(alias) > _LONGEST or names_time(alias):
        return False
    words = words_of(alias)
    telling = [word for word in words if word.text not in GENERIC and word.text not in STOP_WORDS]
    return len(words) > 1 and any(word.shown[:1].isupper() for word in telling)
