"""A small catalogue of agreements from Ireland, Korea and Colombia, shared by the tests of linking."""

from __future__ import annotations

import pytest

from annotui.core.model import Agreement
from annotui.linking.catalogue import Catalogue

_IRISH = ("United Kingdom", "Ireland")
_KOREAN = ("South Korea", "North Korea")
_COLOMBIAN = ("Colombia", "FARC")


def _record(
    id_: str,
    title: str,
    date: str,
    place: str,
    parties: tuple[str, ...],
    kind: str,
    *aliases: str,
) -> Agreement:
    return Agreement(
        id=id_,
        title=title,
        dates=tuple(date.split()),
        place=place,
        parties=parties,
        kind=kind,
        aliases=aliases,
    )


@pytest.fixture(scope="session")
def agreements() -> tuple[Agreement, ...]:
    peace = "Final Agreement to End the Armed Conflict and Build a Stable and Lasting Peace"
    council = ("UN Security Council",)
    return (
        _record("sunningdale", "Sunningdale Agreement", "1973-12-09", "Sunningdale", _IRISH, "agreement"),
        _record(
            "anglo-irish",
            "Agreement between the Government of Ireland and the Government of the United Kingdom",
            "1985-11-15",
            "Hillsborough",
            _IRISH,
            "treaty",
            "Anglo-Irish Agreement",
            "Hillsborough Agreement",
        ),
        _record(
            "downing",
            "Joint Declaration on Peace",
            "1993-12-15",
            "London",
            _IRISH,
            "joint declaration",
            "Downing Street Declaration",
        ),
        _record(
            "good-friday", "Belfast Agreement", "1998-04-10", "Belfast", _IRISH, "agreement", "Good Friday Agreement"
        ),
        _record("st-andrews", "St Andrews Agreement", "2006-10-13", "St Andrews", _IRISH, "agreement"),
        _record(
            "castle",
            "Hillsborough Castle Agreement",
            "2010-02-05",
            "Hillsborough",
            _IRISH,
            "agreement",
            "Hillsborough Agreement",
        ),
        _record("stormont", "Stormont House Agreement", "2014-12-23", "Belfast", _IRISH, "agreement"),
        _record("communique-72", "South-North Joint Communiqué", "1972-07-04", "Seoul", _KOREAN, "joint communiqué"),
        _record(
            "basic-91",
            "Agreement on Reconciliation, Non-Aggression, Exchanges and Cooperation",
            "1991-12-13",
            "Seoul",
            _KOREAN,
            "agreement",
            "Basic Agreement",
        ),
        _record("joint-2000", "South-North Joint Declaration", "2000-06-15", "Pyongyang", _KOREAN, "joint declaration"),
        _record(
            "joint-2007",
            "Declaration on the Advancement of South-North Relations, Peace and Prosperity",
            "2007-10-04",
            "Pyongyang",
            _KOREAN,
            "joint declaration",
        ),
        _record(
            "panmunjom",
            "Panmunjom Declaration for Peace, Prosperity and Unification of the Korean Peninsula",
            "2018-04-27",
            "Panmunjom",
            _KOREAN,
            "joint declaration",
            "Panmunjom Declaration",
        ),
        _record("pyongyang-18", "Pyongyang Joint Declaration", "2018-09-19", "Pyongyang", _KOREAN, "joint declaration"),
        _record(
            "armistice",
            "Korean Armistice Agreement",
            "1953-07-27",
            "Panmunjom",
            ("United Nations Command", "North Korea", "China"),
            "armistice",
        ),
        _record(
            "framework",
            "Agreed Framework between the United States of America and the DPRK",
            "1994-10-21",
            "Geneva",
            ("United States", "North Korea"),
            "framework",
        ),
        _record("res-1718", "UN Security Council Resolution 1718", "2006-10-14", "New York", council, "UN resolution"),
        _record("res-1874", "UN Security Council Resolution 1874", "2009-06-12", "New York", council, "UN resolution"),
        _record("res-2270", "UN Security Council Resolution 2270", "2016-03-02", "New York", council, "UN resolution"),
        _record("summit-1", "First Inter-Korean Summit", "2000-06-13", "Pyongyang", _KOREAN, "summit"),
        _record("summit-3", "Third Inter-Korean Summit", "2018-04-27", "Panmunjom", _KOREAN, "summit"),
        _record(
            "general-2012",
            "General Agreement for the Termination of the Conflict",
            "2012-08-26",
            "Havana",
            _COLOMBIAN,
            "agreement",
        ),
        _record(
            "victims-2015", "Agreement on the Victims of the Conflict", "2015-12-15", "Havana", _COLOMBIAN, "agreement"
        ),
        _record(
            "ceasefire-2016",
            "Agreement on the Bilateral and Definitive Ceasefire and the Laying Down of Weapons",
            "2016-06-23 2016-08-29",
            "Havana",
            _COLOMBIAN,
            "ceasefire",
        ),
        _record("cartagena", peace, "2016-09-26", "Cartagena", _COLOMBIAN, "peace agreement", "Cartagena agreement"),
        _record(
            "colon",
            f"{peace} (revised)",
            "2016-11-24",
            "Bogotá",
            _COLOMBIAN,
            "peace agreement",
            "Colón Theatre agreement",
        ),
    )


@pytest.fixture(scope="session")
def catalogue(agreements: tuple[Agreement, ...]) -> Catalogue:
    return Catalogue.of(agreements)
