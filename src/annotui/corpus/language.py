"""Which language a text is in: by its script, its letters and its commonest words, or not told at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

_SAMPLE: Final = 4000
_LEAST_LETTERS: Final = 40
_LEAST_WORDS: Final = 16
_SCRIPT_SHARE: Final = 0.7
_LETTER_SHARE: Final = 0.01
# How many of the words must be common ones, and how far ahead of the next language: by words alone, and where
# letters have ruled most languages out.
_BY_WORDS: Final = (0.15, 1.7)
_BY_LETTERS: Final = (0.05, 1.3)

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
_OWNED: Final = re.compile(f"[{''.join(owned for owned, _ in _OWNERS)}]")
_SPOKEN: Final = {
    word: tuple(language for language in _COMMON if word in _COMMON[language])
    for word in frozenset[str]().union(*_COMMON.values())
}
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")
_MARKS: Final = "“”„‘’«»–—…"
# Bytes of UTF-8: ASCII letters and whatever is not ASCII stay, all else parts words.
_BLANKED: Final = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)


def language_of(text: str) -> str:
    """The language of a text's first 4,000 code points as an ISO 639-1 code; empty where it is not sure.

    Sure means: at least seven letters in ten of one script and, where several languages share it, enough of one
    language's commonest words, well ahead of the next, and no letter that it does not have.
    """
    words, letters = _words(text[:_SAMPLE])
    if len(letters) < _LEAST_LETTERS:
        return ""
    script = _main_script(letters)
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    return _by_words(words, letters) if script in ("LATIN", "CYRILLIC") else ""


def language_code(value: str) -> str:
    """An ISO code from what a file says of its language (`en-GB`, `ru_RU`, `English`); empty if it is none."""
    value = " ".join(value.split())
    named = _NAMES.get(value.lower())
    match = _CODE.fullmatch(value)
    return named or (match[1].lower() if match else "")


def _words(sample: str) -> tuple[list[str], str]:
    """The runs of letters, in small letters, and all of them as one.

    Cut by `split`, for a pattern takes six times as long over the many short words; it is left what `split` cannot
    tell: the dot that `İ` leaves behind, and signs that are neither letters nor known marks.
    """
    lowered = sample.lower()
    if "\u0307" not in lowered:
        for mark in _MARKS:
            lowered = lowered.replace(mark, " ")
        words = lowered.encode().translate(_BLANKED).decode().split()
        letters = "".join(words)
        if letters.isascii() or letters.isalpha():
            return words, letters
    words = [word.lower().replace("\u0307", "") for word in _WORD.findall(sample)]
    return words, "".join(words)


def _main_script(letters: str) -> str:
    """The script of seven letters in ten, or empty; the two common ones are told without a look at each letter."""
    least = _SCRIPT_SHARE * len(letters)
    if len(letters.encode("ascii", "ignore")) >= least:
        return "LATIN"
    if len(letters) - len(_CYRILLIC.sub("", letters)) >= least:
        return "CYRILLIC"
    script, count = Counter(map(_script, letters)).most_common(1)[0]
    return script if count >= least else ""


def _by_words(words: list[str], letters: str) -> str:
    if len(words) < _LEAST_WORDS:
        return ""
    left = set(_COMMON)
    if not letters.isascii():
        owned_letters, least = Counter(_OWNED.findall(letters)), _LETTER_SHARE * len(letters)
        for owned, owners in _OWNERS:
            if any(owned_letters[letter] >= least for letter in owned):
                left &= owners
    common = dict.fromkeys(left, 0)
    for word, count in Counter(filter(_SPOKEN.__contains__, words)).items():
        for one in left.intersection(_SPOKEN[word]):
            common[one] += count
    shares = sorted(((count / len(words), one) for one, count in common.items()), reverse=True)
    if not shares:
        return ""
    least_share, lead = _BY_WORDS if len(left) == len(_COMMON) else _BY_LETTERS
    (best, language), second = shares[0], shares[1][0] if len(shares) > 1 else 0.0
    return language if best >= least_share and best >= lead * second else ""


@cache
def _script(character: str) -> str:
    return "LATIN" if character.isascii() else unicodedata.name(character, "?").partition(" ")[0]
