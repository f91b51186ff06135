"""Catalogues to measure with: made-up agreements whose long titles share many words, and queries with typing errors."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_KINDS = (
    "agreement", "agreement", "agreement", "protocol", "treaty", "convention", "memorandum", "joint statement",
    "declaration", "resolution", "joint declaration", "exchange of notes", "communique", "ceasefire", "charter",
)  # fmt: skip
_TOPICS = (
    "air services", "extradition", "double taxation", "fisheries", "scientific cooperation", "border crossing",
    "mutual legal assistance", "protection of investments", "carriage of goods by road", "customs", "railways",
    "cultural exchanges", "nuclear energy", "plant protection", "social security", "readmission of persons", "trade",
    "navigation on the river", "use of the waters", "delimitation of the continental shelf", "peaceful settlement",
    "withdrawal of troops", "exchange of prisoners", "demilitarization", "a ceasefire", "the return of refugees",
    "economic development", "tourism", "telecommunications", "postal parcels", "maritime transport", "visas", "loans",
)  # fmt: skip
_ADJECTIVES = (
    "permanent", "provisional", "general", "comprehensive", "additional", "supplementary", "revised", "interim",
    "preliminary", "special", "regional", "basic", "technical", "final",
)  # fmt: skip
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qi", "ro", "su", "ta", "ve", "wi", "xo",
    "zu", "bran", "cher", "dal", "fen", "gor", "hul", "jas", "kem", "lind", "mar", "nov", "pol", "rez", "stan", "tov",
    "vin", "wald", "yar", "zhen", "esk",
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1890, 2024
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a catalogue, as `annotui agreements import` takes it."""

    id: str
    title: str
    short: str
    dates: tuple[str, ...]
    place: str
    parties: tuple[str, ...]
    kind: str
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the record."""
        return tuple(filter(None, (self.title, self.short, *self.aliases)))


def rows(names: int, *, seed: int) -> Iterator[Row]:
    """Records with `names` names between them: a title, often a short name, and up to two aliases each."""
    chance = random.Random(seed)
    parties = _parties()
    made = number = 0
    while made < names:
        row = _row(chance, number, parties)
        if made + len(row.names) > names:
            row = Row(row.id, row.title, "", row.dates, row.place, row.parties, row.kind, ())
        made += len(row.names)
        number += 1
        yield row


def queries(found: list[Row], count: int, *, seed: int) -> list[tuple[str, str]]:
    """What somebody may type with the id of the record meant: most words of a name, one or two of them misspelt."""
    chance = random.Random(seed)
    asked = []
    for row in chance.sample(found, count):
        words = chance.choice(row.names).split()
        if len(words) > 4:
            kept = sorted(chance.sample(range(len(words)), max(4, len(words) * 3 // 4)))
            words = [words[at] for at in kept]
        long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        for at in chance.sample(long, min(len(long), chance.choice((1, 1, 2)))):
            words[at] = _misspelt(words[at], chance)
        asked.append((" ".join(words), row.id))
    return asked


def _row(chance: random.Random, number: int, parties: list[str]) -> Row:
    kind, place, topic = chance.choice(_KINDS), _name(chance), chance.choice(_TOPICS)
    two = tuple(chance.sample(parties, 2 if chance.random() < 0.8 else 3))
    year = chance.randint(_FIRST_YEAR, _LAST_YEAR)
    date = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    title = kind.capitalize()
    if chance.random() < 0.3:
        title = f"{chance.choice(_ADJECTIVES).capitalize()} {kind}"
    if chance.random() < 0.7:
        owners = [f"the Government of {party}" if chance.random() < 0.5 else party for party in two]
        title += f" between {', '.join(owners[:-1])} and {owners[-1]}"
    title += f" on {topic}" if chance.random() < 0.5 else f" concerning {topic} and {chance.choice(_TOPICS)}"
    if chance.random() < 0.6:
        title += f" in the {chance.choice(('district', 'province', 'region', 'basin', 'port'))} of {_name(chance)}"
    if chance.random() < 0.3:
        title += f" (No. {chance.randint(1, 9000)})"
    short = f"{place} {kind}" if chance.random() < 0.6 else ""
    aliases = []
    if chance.random() < 0.5:
        aliases.append(f"{place} {topic} {kind} of {year}")
    if chance.random() < 0.4:
        aliases.append(f"{_name(chance)}-{_name(chance)} {kind.title()}")
    return Row(f"r{number:07}", title, short, (date,), place, two, kind, tuple(aliases))


def _parties() -> list[str]:
    lines = files("annotui").joinpath("data/parties.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["name"] for line in lines]


def _name(chance: random.Random) -> str:
    """A place or a person; few are frequent, most are rare."""
    number = len(_SYLLABLES) ** 2 + min(int(40 * chance.paretovariate(0.6)), len(_SYLLABLES) ** 4)
    name = ""
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[syllable]
    return name.capitalize()


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + chance.choice(_LETTERS) + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(_LETTERS) + word[at + 1 :]
