"""Articles to measure with: made up in the manner of news from word lists, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

_PEOPLE = (
    "Aino Saarinen", "Jaan Tamm", "Ilze Bērziņa", "Andrée Perrault", "Zoë Lindqvist", "Marek Dvořák", "Ana Kovačić",
    "Henrik Ås", "Lúcia Moura", "Olga Petrenko", "Tarık Demir", "Siobhán Walsh", "Piotr Zieliński", "Rita Novak",
)  # fmt: skip
_PLACES = (
    "Tallinn", "Riga", "Helsinki", "Turku", "Gdańsk", "Malmö", "Visby", "Klaipėda", "Kiel", "Århus", "Pärnu",
    "Ventspils", "Narva", "Rostock", "Vaasa", "Kotka",
)  # fmt: skip
_BODIES = (
    "Harbour Council", "Ministry of Ferries", "Ice Service", "Pilots’ Guild", "Herring Board", "Tug Authority",
    "Parliament of the Isles", "Lighthouse Commission", "Coastal Court", "Joint Dredging Group",
)  # fmt: skip
_PAPERS = (
    "agreement on night ferries", "protocol on harbour dues", "convention on ice and tugs", "joint statement",
    "declaration on the shoals", "memorandum on buoys", "charter of the islands", "ceasefire in the herring dispute",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_OPENINGS = (
    "On Monday", "Late in the evening", "After long talks", "According to officials", "In a short note",
    "Before the session", "Without further comment", "As the ice came in", "For the third time this year",
    "To nobody’s surprise",
)  # fmt: skip
_VERBS = (
    "welcomed", "questioned", "described", "postponed", "defended", "recalled", "criticised", "signed",
    "published", "rejected", "praised", "examined",
)  # fmt: skip
_THINGS = (
    "the new timetable", "a plan for the quay", "the report on fog signals", "a list of open questions",
    "the budget for two icebreakers", "a letter from the crews", "the map of the shallow waters",
    "a proposal to share pilots", "the results of the sounding", "a request for more tugs",
)  # fmt: skip
_ENDINGS = (
    "and left the rest to a working group", "while the boats kept to their hours",
    "although two members stayed away", "which had been expected since spring",
    "but gave no date for the next step", "and asked the other side to do the same",
    "as far as the weather allows", "so that the harbour can open again",
)  # fmt: skip
_SAID = (
    "The sea does not read papers",
    "We have time, and we have tea",
    "Nobody was promised a bridge",
    "What is written is written",
    "A ferry late is still a ferry",
    "Let the pilots decide that",
)

_SYLLABLES = (
    "ka", "le", "mo", "ri", "ta", "su", "ne", "vi", "do", "pa", "šu", "ra", "to", "kö", "li", "ber", "gen", "hal",
    "tor", "van", "mir", "sol", "dan", "kel",
)  # fmt: skip
_RAREST = 300_000

_SHORT_LINE = 68
_NAMED_ONE_IN = 12
_ONE_LINE_IN = 5
"""Of so many paragraphs all but one are one long line, as in articles copied from the web."""


def article(size: int, *, title: str, seed: int) -> str:
    """An article of about `size` bytes in UTF-8: a title and a date, then paragraphs with an empty line between."""
    chance = random.Random(seed)
    parts = [f"title: {title}\ndate: 2022-04-16\n\n"]
    written = len(parts[0].encode())
    while written < size:
        part = _paragraph(chance) + "\n\n"
        parts.append(part)
        written += len(part.encode())
    return "".join(parts).rstrip("\n") + "\n"


def news(size: int, *, seed: int) -> str:
    """News of about `size` code points in which an agreement is named in one sentence of twelve."""
    chance = random.Random(seed)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(" ".join(_plain(chance) for _ in range(chance.randint(3, 7))))
    return "\n\n".join(parts)


def short(number: int) -> str:
    """A short article of a library, its number in its title: about 200 bytes."""
    chance = random.Random(number)
    day, month = chance.randint(1, 28), chance.randint(1, 12)
    head = f"title: {name(number)} {chance.choice(_PAPERS)}\ndate: 20{chance.randint(10, 24)}-{month:02}-{day:02}\n\n"
    return f"{head}{chance.choice(_PLACES).upper()}, {_MONTHS[month - 1]} {day}. {_sentence(chance)}\n"


def name(number: int) -> str:
    """The word that the title of the short article of a number begins with; it stands in no other."""
    return f"N{number:07}"


def spans(text: str, count: int, *, labels: int, seed: int) -> list[tuple[int, int, int]]:
    """`count` different stretches of one to four words spread over a text: (start, end, number of a label)."""
    chance = random.Random(seed)
    words = [found.span() for found in re.finditer(r"\w[\w’-]*", text)]
    found: set[tuple[int, int, int]] = set()
    while len(found) < count:
        first = chance.randrange(len(words) - 4)
        found.add((words[first][0], words[first + chance.choice((0, 0, 1, 1, 2, 3))][1], chance.randrange(labels)))
    return sorted(found)


def _paragraph(chance: random.Random) -> str:
    whole = " ".join(_sentence(chance) for _ in range(chance.randint(3, 7)))
    return whole if chance.randrange(_ONE_LINE_IN) else "\n".join(_broken(whole))


def _broken(text: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= _SHORT_LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _made_up(chance: random.Random) -> str:
    """A surname of two syllables or more; as in any news few are frequent, and most are rare."""
    number = len(_SYLLABLES) + min(int(chance.paretovariate(0.7)), _RAREST)
    name = ""
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[syllable]
    return name.capitalize()


def _plain(chance: random.Random) -> str:
    """A sentence that seldom names an agreement."""
    if chance.randrange(_NAMED_ONE_IN) == 0:
        return _sentence(chance)
    person, place = chance.choice((chance.choice(_PEOPLE), _made_up(chance))), chance.choice(_PLACES)
    body, thing, ending = chance.choice(_BODIES), chance.choice(_THINGS), chance.choice(_ENDINGS)
    kind = chance.randrange(4)
    if kind == 0:
        return f"{chance.choice(_OPENINGS)}, {person} {chance.choice(_VERBS)} {thing} in {place}, {ending}."
    if kind == 1:
        return f"“{chance.choice(_SAID)},” {person} of the {body} told reporters in {place}."
    if kind == 2:
        return f"Some {chance.randint(12, 9800):,} people – {chance.randint(2, 95)}% of them from {place} – wrote."
    date = f"{chance.randint(1, 28)} {chance.choice(_MONTHS)}"
    return f"{person} {chance.choice(_VERBS)} {thing} on {date}; the {body} did not, {ending}."


def _sentence(chance: random.Random) -> str:
    person = f"{chance.choice(_PEOPLE).split()[0]} {_made_up(chance)}"
    if chance.randrange(3) == 0:
        person = chance.choice(_PEOPLE)
    body, place = chance.choice(_BODIES), chance.choice(_PLACES)
    date = f"{chance.randint(1, 28)} {chance.choice(_MONTHS)} {chance.randint(1991, 2024)}"
    what = f"the {chance.choice(_PAPERS)} of {date}"
    kind = chance.randrange(5)
    if kind == 0:
        return f"{chance.choice(_OPENINGS)}, {person} {chance.choice(_VERBS)} {what}, {chance.choice(_ENDINGS)}."
    if kind == 1:
        where = f"{_made_up(chance)} near {place}"
        return f"“{chance.choice(_SAID)},” {person} of the {body} said in {where} on {date}."
    if kind == 2:
        return f"The {body} {chance.choice(_VERBS)} {chance.choice(_THINGS)} in {place}, {chance.choice(_ENDINGS)}."
    if kind == 3:
        total = chance.randint(12, 9800)
        return f"Some {total:,} people – {chance.randint(2, 95)}% of them from {place} – had asked for {what}."
    thing = chance.choice(_THINGS)
    return f"{person} {chance.choice(_VERBS)} {thing}; the {body} did not, {chance.choice(_ENDINGS)}."
