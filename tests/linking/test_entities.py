"""Names that were tagged once are found again, also in another spelling."""

from __future__ import annotations

import pytest

from annotui.linking.entities import KnownNames

KNOWN = KnownNames(
    {
        ("Jeyhun Bayramov", "person"): 3,
        ("Alexei Averchuk", "person"): 1,
        ("Baku", "place"): 9,
        ("Baku", "organization"): 2,
        ("Council of Ministers", "organization"): 1,
        ("9 November 2020", "date"): 4,
        ("the council", "organization"): 4,
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Jeyhun Bayramov spoke.", [("Jeyhun Bayramov", "person", "Jeyhun Bayramov")]),
        ("Then Ceyhun Bayramov spoke.", [("Ceyhun Bayramov", "person", "Jeyhun Bayramov")]),
        ("Deputy Prime Minister Alexei Overchuk came.", [("Alexei Overchuk", "person", "Alexei Averchuk")]),
        ("Back in Baku’s centre", [("Baku", "place", "Baku")]),
        ("The Council of Ministers met.", [("Council of Ministers", "organization", "Council of Ministers")]),
        ("Alexei Navalny and baku and the council on 9 November 2020", []),
        ("Averchuk alone, or Alexei alone", []),
    ],
)
def test_names_are_found_as_they_were_tagged(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(text[one.start : one.end], one.label, one.known) for one in KNOWN.find(text)] == expected


def test_another_spelling_is_less_sure() -> None:
    (same,), (variant,) = KNOWN.find("Jeyhun Bayramov"), KNOWN.find("Ceyhun Bayramov")
    assert variant.score < same.score
