"""Own sentences about Ireland, Korea and Colombia: the right record, or set, comes first."""

from __future__ import annotations

import pytest

from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue

# The mention stands between brackets; then the article's date and the records meant, in text order.
SENTENCES = [
    ("Both governments stood by the [Good Friday Agreement].", "", "good-friday"),
    ("Few remember that the [agreement of 10 April 1998] was signed at Easter.", "", "good-friday"),
    ("The ministers praised the [1985 Hillsborough Agreement] once more.", "", "anglo-irish"),
    ("The [Hillsborough Agreement of February 5, 2010] moved policing to Belfast.", "", "castle"),
    ("London and Dublin had issued the [Downing Street Declaraton] by then.", "", "downing"),
    ("On 23 December 2014 the parties at last reached an [agreement] after long nights.", "", "stormont"),
    ("They met again to save the [St. Andrews agreement].", "", "st-andrews"),
    (
        "The [agreements of 9 December 1973, 15 November 1985 and 10 April 1998] share one idea.",
        "",
        "sunningdale anglo-irish good-friday",
    ),
    ("Seoul wants to revive the [Panmunjom declaration].", "2019-03-01", "panmunjom"),
    ("The [joint declarations of June 15, 2000 and Oct. 4, 2007] were read out.", "", "joint-2000 joint-2007"),
    ("Moon and Kim signed the [Pyongyang declaration of 19.09.2018] in the capital.", "", "pyongyang-18"),
    ("Under [UNSC Resolution 1874], cargo may be searched.", "", "res-1874"),
    ("Under [Resolutions 1718, 1874 and 2270], cargo may be searched.", "", "res-1718 res-1874 res-2270"),
    ("Pictures of the [3rd inter-Korean summit] went round the world.", "", "summit-3"),
    ("The [I Inter-Korean Summit] lasted three days.", "", "summit-1"),
    ("North Korea left the [Agreed Framework with the U.S.] behind.", "", "framework"),
    ("The [armistice of 27/07/1953] is still in force.", "", "armistice"),
    ("Bogotá and the FARC announced a [ceasefire] on June 23, 2016.", "", "ceasefire-2016"),
    ("The [ceasefire that took effect on 29 August] held through the night.", "2016-09-05", "ceasefire-2016"),
    ("Voters said no to the [deal signed in Cartagena].", "2016-10-03", "cartagena"),
    ("Congress approved the [Colon Theatre Agreement] within a week.", "2016-12-01", "colon"),
    ("The [December 2015 agreement on the victims] came first.", "", "victims-2015"),
    ("Santos presented the [26 September and 24 November agreements] side by side.", "2017-01-01", "cartagena colon"),
    ("[2012 General Agreement] in hand, the delegates flew to Oslo.", "", "general-2012"),
    ("The [4/5 July 1972 communique] surprised both Koreas.", "", "communique-72"),
]


@pytest.mark.parametrize(("sentence", "on", "expected"), SENTENCES)
def test_the_records_meant_come_first(catalogue: Catalogue, sentence: str, on: str, expected: str) -> None:
    at = sentence.index("[")
    mention = sentence[at + 1 : sentence.index("]")]
    context = sentence.replace("[", "").replace("]", "")
    found = candidates(catalogue, mention, context=context, at=at, on=on)
    assert [link.agreement.id for link in found[0].links] == expected.split()
