"""Which language a text is in: by its script, its letters and its commonest words, or not told at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from annotui.corpus.lines import single_spaced

_SAMPLE: Final = 4000
_STRETCHES: Final = 4
_STRETCH: Final = 120
_LEAST_LETTERS: Final = 40


class _Demands(NamedTuple):
    """What a language must show: shares of 1, and how many times the next language's share.

    From `rare` on, a language's own letter is more than a foreign name, from `owned` on it rules the others out;
    between the two nothing is told.
    """

    least_words: int
    script: float
    rare: float
    owned: float
    by_words: tuple[float, float]  # the share of common words and the lead, by words alone
    by_letters: tuple[float, float]  # and where letters have ruled most languages out


_ENOUGH: Final = _Demands(16, 0.7, rare=0.01, owned=0.01, by_words=(0.15, 1.7), by_letters=(0.05, 1.3))
_PLAIN: Final = _Demands(64, 0.85, rare=0.008, owned=0.012, by_words=(0.2, 2.2), by_letters=(0.1, 2.0))

_SCRIPTS: Final = {"ARMENIAN": "hy", "GEORGIAN": "ka", "GREEK": "el", "HEBREW": "he"}
# Azerbaijani is also written without its own letter (`ve`, `ile`), and then looks like Turkish.
_COMMON_WORDS: Final = {
    "en": "the of and to in a that is for on with by as was it at from has have be said are its this which",
    "az": "və bu bir ilə üçün də ki da olan o edib onun olub isə kimi daha qeyd sonra çox göre etdi hər ve ile",
    "tr": "ve bir bu için ile da de olarak olan daha çok gibi en ancak kadar sonra ise dedi ettiği olduğunu",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an hat",
    "fr": "de la le et les des en un du une que est dans pour qui par sur au pas plus ont a ce avec il aux",
    "es": "de la el que en y a los del se las por un para con una su al lo como más es sus ha entre sobre",
    "it": "di e il la che in a per un del con è le dei si da una della alla nel sono non ha anche gli dal",
    "pt": "de a o e que do da em um para com não uma os no se na por mais as dos ao das à foi pelo",
    "pl": "i w na z do że się nie to jest o po od przez za dla jak oraz przy który są jego tym ale",
    "ru": "и в на что с по не о к из за для его а это от также как у при со до был но том об",
    "uk": "і в на що з до та не у про за для це як від його також але при та й із щодо або є",
    "bg": "на и да в за от се с е че не по са до като си при това или през както той към след",
}
_COMMON: Final = {language: frozenset(words.split()) for language, words in _COMMON_WORDS.items()}
# Letters that only these languages of the list use; where one is frequent, no other is left (of the last, none).
_OWNERS: Final = (
    ("ə", {"az"}), ("ığ", {"az", "tr"}), ("łąę", {"pl"}), ("ыэ", {"ru"}), ("іїєґ", {"uk"}),
    ("ţțșåøæðþőűčřžšěůćđțăāēķļņėįų" + "ўјљњђћџѓќқңұүөәһҝҹ", set[str]()),
)  # fmt: skip
_NAMES: Final = {
    "english": "en", "russian": "ru", "azerbaijani": "az", "azeri": "az", "armenian": "hy", "turkish": "tr",
    "georgian": "ka", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "ukrainian": "uk",
    "русский": "ru", "azərbaycan": "az", "azərbaycanca": "az", "հայերեն": "hy", "türkçe": "tr", "deutsch": "de",
    "français": "fr", "ქართული": "ka", "українська": "uk",
}  # fmt: skip

_WORD: Final = re.compile(r"[^\W\d_]+")
_OWNERS_OF: Final = {letter: owners for owned, owners in _OWNERS for letter in owned}
_OWNED: Final = re.compile(f"[{''.join(_OWNERS_OF)}]")
_SPOKEN: Final = {
    word: tuple(language for language in _COMMON if word in _COMMON[language])
    for word in frozenset[str]().union(*_COMMON.values())
}
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")
_ASCII: Final = bytes(range(128))
_MARKS: Final = "“”„‘’«»–—…"
_BYTES_OF_MARKS: Final = "".join(_MARKS).encode()  # in no other order are they a letter
# Bytes of UTF-8: ASCII letters and whatever is not ASCII stay, all else parts words.
_BLANKED: Final = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)


def language_of(text: str) -> str:
    """The language of a text's first 4,000 code points as an ISO 639-1 code; empty where it is not sure.

    Sure means: at least seven letters in ten of one script and, where several languages share it, enough of one
    language's commonest words, well ahead of the next, and no letter that it does not have.
    """
    sample = text[:_SAMPLE]
    # Most texts show it plainly in stretches from all over the sample: much quicker, and mixed ones are not taken in.
    if len(sample) > 2 * _STRETCHES * _STRETCH:
        starts = range(0, len(sample), len(sample) // _STRETCHES)[:_STRETCHES]
        told = _told(" ".join([sample[start : start + _STRETCH] for start in starts]), sample, _PLAIN)
        if told:
            return told
    return _told(sample, sample, _ENOUGH)


def language_code(value: str) -> str:
    """An ISO code from what a file says of its language (`en-GB`, `ru_RU`, `English`); empty if it is none."""
    value = single_spaced(value)
    named = _NAMES.get(value.lower())
    match = _CODE.fullmatch(value)
    return named or (match[1].lower() if match else "")


def _told(part: str, whole: str, demands: _Demands) -> str:
    """The language that meets the demands, or empty; words are looked at in part of the sample, letters in all."""
    words, letters = _words(part)
    if len(letters) < _LEAST_LETTERS:
        return ""
    script = _main_script(letters, demands.script)
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    if script not in ("LATIN", "CYRILLIC") or len(words) < demands.least_words:
        return ""
    return _by_words(words, _left_by_letters(whole, len(letters) * len(whole) / len(part), demands), demands)


def _words(sample: str) -> tuple[list[str], str]:
    """The runs of letters, in small letters, and all of them as one.

    Cut by `split`, for a pattern takes six times as long over the many short words; it is left what `split` cannot
    tell: the dot that `İ` leaves behind, and signs that are neither letters nor known marks.
    """
    lowered = sample.lower()
    if "\u0307" not in lowered:
        if not lowered.isascii():
            for mark in _MARKS:
                lowered = lowered.replace(mark, " ")
        words = lowered.encode().translate(_BLANKED).decode().split()
        letters = "".join(words)
        if letters.isascii() or letters.isalpha():
            return words, letters
    words = [word.lower().replace("\u0307", "") for word in _WORD.findall(sample)]
    return words, "".join(words)


def _main_script(letters: str, share: float) -> str:
    """The script of such a share of the letters, or empty; the common ones are told without a look at each letter."""
    least = share * len(letters)
    if len(letters.encode("ascii", "ignore")) >= least:
        return "LATIN"
    if len(letters) - len(_CYRILLIC.sub("", letters)) >= least:
        return "CYRILLIC"
    script, count = Counter(map(_script, letters)).most_common(1)[0]
    return script if count >= least else ""


def _by_words(words: list[str], left: set[str], demands: _Demands) -> str:
    """The one of the languages left whose commonest words are frequent, and well ahead; or empty."""
    known: dict[str, int] = {}
    for word in filter(_SPOKEN.__contains__, words):
        known[word] = known.get(word, 0) + 1
    common = dict.fromkeys(_COMMON, 0)
    for word, count in known.items():
        for one in _SPOKEN[word]:
            common[one] += count
    ranked = sorted([(common[one], one) for one in left], reverse=True)
    if not ranked:
        return ""
    least_share, lead = demands.by_words if len(left) == len(_COMMON) else demands.by_letters
    (best, language), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0
    return language if best >= least_share * len(words) and best >= lead * second else ""


def _left_by_letters(sample: str, letters: float, demands: _Demands) -> set[str]:
    """The languages of the list that letters of their own, or of none, do not rule out, in so many letters."""
    left = set(_COMMON)
    if sample.isascii():
        return left
    rest = sample.encode().translate(None, _ASCII)
    if not rest.strip(_BYTES_OF_MARKS):
        return left
    found = _OWNED.findall(rest.decode().lower())
    for letter in set(found):
        count = found.count(letter)
        if count >= demands.owned * letters:
            left &= _OWNERS_OF[letter]
        elif count >= demands.rare * letters:
            return set()
    return left


@cache
def _script(character: str) -> str:
    return "LATIN" if character.isascii() else unicodedata.name(character, "?").partition(" ")[0]
