"""The words that dates are written with: months, ordinal endings, year words, in the languages read here."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2199


def words(text: str) -> frozenset[str]:
    """Cut a line of words into a set; a long word list reads better so."""
    return frozenset(text.split())


_MONTHS: Final[tuple[str, ...]] = (
    "january jan январ янв yanvar ocak հունվար",
    "february feb феврал фев fevral şubat փետրվար",
    "march mar март мар mart մարտ",
    "april apr апрел апр aprel nisan ապրիլ",
    "may may ма mayıs մայիս",
    "june jun июн iyun haziran հունիս",
    "july jul июл iyul temmuz հուլիս",
    "august aug август авг avqust ağustos օգոստոս",
    "september sept sep сентябр сент сен sentyabr eylül սեպտեմբեր",
    "october oct октябр окт oktyabr ekim հոկտեմբեր",
    "november nov ноябр нояб ноя noyabr kasım նոյեմբեր",
    "december dec декабр дек dekabr aralık դեկտեմբեր",
)
_STEMS: Final[dict[str, int]] = {stem: number for number, stems in enumerate(_MONTHS, 1) for stem in stems.split()}
_BEGINNINGS: Final = frozenset(stem[:2] for stem in _STEMS)
_NOT_WHOLE: Final = frozenset({"ма"})  # a stem that is no word, or another word, by itself
_LONGEST_ENDING: Final = 4
_ENDINGS: Final = words(
    "ь я е ю ем ём а у ом й ի ին ից ում ın in un ün da də dan dən ında ində unda ündə a ə ı i u ü ının"
)
_ENGLISH: Final = frozenset(stem for stems in _MONTHS for stem in stems.split()[:2]) | {"sept", "sep"}

# Month names that are everyday words too: written small, they need a year beside them.
EVERYDAY: Final = frozenset({"may", "march", "mar", "jan", "dec", "мае", "ocak", "mart", "ekim"})

ORDINAL_ENDINGS: Final = frozenset({"st", "nd", "rd", "th", "го", "е", "ое", "ի", "ին"})
# After a hyphen: `noyabrın 10-da`, `9-го ноября`, `5-ci`.
HYPHEN_ENDINGS: Final = words(
    "da də dan dən u ü i ı si sı ci cı cu cü unda ündə ında ində una ünə ına inə un ün ın in nda ndə "
    "sında sində го е ое я ի ին"
)
YEAR_ENDINGS: Final = frozenset({"ci", "cı", "cu", "cü", "ի"})
YEAR_WORDS: Final = words("года год году годом г гг il ilin ildə ili ilində yılı yılında թ թվական թվականի թվականին թթ")
AND_WORDS: Final = frozenset({"and", "or", "и", "или", "və", "ya", "ve", "և", "եւ", "կամ"})
IN_WORDS: Final = words(
    "in of since last this next early late mid until till by during from before after the dated for в с от до"
)
# Before a number: it counts parts of a document, not days or years.
NUMBERED: Final = words(
    "clause clauses article articles art no nos number numbers paragraph paragraphs para point points "
    "section "
    "resolution resolutions chapter page pages annex item items part rule order decree "
    "decision пункт пункта статья статьи резолюция резолюции №"
)
# After a number: it counts things, so it is no year and no day.
COUNTED: Final = words(
    "people persons men women soldiers troops servicemen civilians refugees prisoners families homes houses "
    "km kilometers "
    "kilometres metres meters miles mile square tons tonnes kg dollars euros roubles rubles manats million "
    "billion thousand hundred percent hectares mm cm mw kw items pages words hours minutes seconds days "
    "weeks months years times units человек км тыс млн млрд nəfər"
)
# The words within a date, but for the months.
WITHIN: Final = ORDINAL_ENDINGS | HYPHEN_ENDINGS | YEAR_ENDINGS | YEAR_WORDS | AND_WORDS | {"of", "the", "to"}


def plain(word: str) -> str:
    """Give the word in small letters, without the dot that `İ` leaves behind."""
    return word.lower().replace("\u0307", "")


@lru_cache(maxsize=4096)
def month_number(word: str) -> int | None:
    """Give 1 to 12 for a month's name (with case endings where the language has them), else None."""
    low = plain(word)
    if low[:2] not in _BEGINNINGS:
        return None
    if low in _STEMS and low not in _NOT_WHOLE:
        return _STEMS[low]
    for length in range(1, _LONGEST_ENDING + 1):
        stem, ending = low[:-length], low[-length:]
        if stem in _STEMS and stem not in _ENGLISH and ending in _ENDINGS:
            return _STEMS[stem]
    return None
