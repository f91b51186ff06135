"""The trial articles: what they say of themselves. Their text is not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotui.corpus.decoding import decode
from annotui.corpus.metadata import Metadata, read_metadata

TRIAL = os.environ.get("ANNOTUI_TRIAL_DATA", "")

pytestmark = pytest.mark.skipif(not TRIAL, reason="ANNOTUI_TRIAL_DATA does not name the folder of the trial data")

# The titles by their first and last words: the articles' sentences are not repeated here.
TOLD = {
    "000": (("", ""), "2022-09-28", "TDI"),
    "001": (("Russian, Azerbaijani presidents", "— Kremlin"), "", "TASS"),
    "002": (("Azerbaijani FM visits", "visit to the region"), "", ""),
    "003": (("", ""), "2022-04-16", "AzerNews"),
    "004": (("Foreign Minister", "Moscow, August 26, 2020"), "2020-08-26", ""),
}


@pytest.mark.parametrize("number", TOLD)
def test_a_trial_article_tells_exactly_what_it_says(number: str) -> None:
    [path] = Path(TRIAL, "articles").glob(f"{number}_*.txt")
    decoded = decode(path.read_bytes(), path.name)
    (first, last), date, source = TOLD[number]
    metadata = read_metadata(decoded.text)
    assert metadata == Metadata(metadata.title, date, source, "en")
    assert bool(metadata.title) == bool(first)
    assert metadata.title.startswith(first)
    assert metadata.title.endswith(last)
    assert metadata.title in decoded.text.split("\n") or not metadata.title
    assert (decoded.encoding, decoded.detected) == ("utf-8", False)
