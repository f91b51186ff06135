"""The mentions of a record in the corpus, everybody's, in their context: by article where they are not very many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotui.project.listed import Chosen, Keyed
from annotui.project.opening import Project
from annotui.storage import mentions
from annotui.storage.mentions import Mention as Mention

MOST_IN_ORDER = 5000
"""Up to how many links the mentions are listed by article and place; more are read by key, in order of their ids."""

Mentions = Chosen[str, Mention] | Keyed[str, Mention]


def mentions_of(project: Project, agreement: str) -> Mentions:
    """The mentions of a record; `total` is None where they are too many to be counted at once."""
    connection = project.store.connection

    def read(ids: Sequence[str]) -> Mapping[str, Mention]:
        return mentions.mentions_by_id(connection, agreement, ids)

    few = mentions.few_mentions(connection, agreement, MOST_IN_ORDER)
    return Keyed(mentions.mention_listing(connection, agreement), read) if few is None else Chosen(few, read)
