"""What a format writes: articles as they come, with the labels and the records that their spans speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotui.core.model import Agreement, Label
from annotui.formats.exported import ExportArticle


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes out. `articles` can be gone through once; `agreements` gives the catalogue where it is wanted."""

    articles: Iterable[ExportArticle]
    labels: Mapping[str, Label]
    agreements: Callable[[], Sequence[Agreement]]
    version: str


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer may be told; each format says which of them it heeds.

    `columns` are those of a table, in order (empty: all); `delimiter` parts its cells; `raw` leaves the formula guard
    out; `scheme` is how tokens are tagged.
    """

    columns: tuple[str, ...] = ()
    delimiter: str = ""
    raw: bool = False
    scheme: str = ""
