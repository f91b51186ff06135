"""Bytes to canonical text: encodings, newlines, and what is refused."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.decoding import decode
from annotui.errors import DataError

RUSSIAN = (
    "Переговоры министров завершились поздно вечером. По словам представителя ведомства, стороны обсудили открытие "
    "дорог и обмен письмами между комиссиями.\nВ понедельник делегация вернётся в Баку, где пройдёт ещё одна встреча; "
    "ожидается, что к ней присоединятся эксперты из трёх стран."
)
TURKISH = (
    "Bakanların görüşmesi akşam geç saatlerde sona erdi. Taraflar yolların açılması ve komisyonlar arasında mektup "
    "değişimi konularını görüştüler; üç ülkeden uzmanların da katılması bekleniyor."
)
AZERBAIJANI = (  # as it was written where the letter schwa could not be
    "Nazirlerin görüşü axşam saatlarında başa çatdı. Terefler yolların açılması ve komissiyalar arasında mektub "
    "mübadilesi meselelerini müzakire etdiler."
)
ENGLISH = (
    "The ministers’ talks ended late. “We agreed to go on,” one said — a café in the old town was host; €12 million."
)
SPANISH = "Las conversaciones terminaron tarde. El ministro señaló que mañana habrá una reunión sobre la delimitación."
GERMAN = "Die Gespräche endeten spät am Abend. Beide Seiten erörterten die Öffnung der Straßen und den Austausch."
POLISH = "Rozmowy ministrów zakończyły się późnym wieczorem. Strony omówiły otwarcie dróg i wymianę listów między sobą."
UKRAINIAN = "Переговори міністрів завершилися пізно ввечері. Її речник сказав, що сторони обговорили відкриття доріг."

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\ufeff"), max_size=300)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "mac_cyrillic"),
        (RUSSIAN[:48], "cp1251"),
        (RUSSIAN[:48], "koi8_r"),
        (RUSSIAN[:48], "cp866"),
        (RUSSIAN * 20, "cp1251"),
        ("TASS reports from the border. " * 100 + RUSSIAN, "koi8_r"),
        (TURKISH, "cp1254"),
        (AZERBAIJANI, "cp1254"),
        (ENGLISH, "cp1252"),
        (SPANISH, "cp1252"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
    ],
)
def test_an_old_encoding_is_told_from_the_text_and_reported_as_a_guess(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == encoding
    assert decoded.detected


@pytest.mark.parametrize("text", [TURKISH, AZERBAIJANI])
def test_iso_8859_9_is_read_as_the_windows_encoding_that_contains_it(text: str) -> None:
    decoded = decode(text.encode("iso8859_9"))
    assert (decoded.text, decoded.encoding) == (text, "cp1254")


@pytest.mark.parametrize(
    ("bom", "codec", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    ],
)
@settings(max_examples=30)
@given(text=TEXTS)
def test_unicode_comes_back_as_it_was(bom: bytes, codec: str, name: str, text: str) -> None:
    decoded = decode(bom + text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.detected) == (text, name, False)


@settings(max_examples=100)
@given(st.binary(max_size=400) | TEXTS.map(str.encode) | st.binary(max_size=60).map(lambda data: b"\xff\xfe" + data))
def test_any_bytes_are_text_or_refused_with_a_message(data: bytes) -> None:
    try:
        decoded = decode(data, "here.txt")
    except DataError as error:
        assert error.what.startswith("here.txt ")
        assert error.hint
    else:
        assert "\r" not in decoded.text
        assert decoded.sha256_text == hashlib.sha256(decoded.text.encode()).hexdigest()


def test_the_hashes_are_of_the_bytes_and_of_the_canonical_text() -> None:
    data = b"\xef\xbb\xbfone\r\ntwo"
    decoded = decode(data)
    assert decoded.sha256_bytes == hashlib.sha256(data).hexdigest()
    assert decoded.sha256_text == hashlib.sha256(b"one\ntwo").hexdigest()


@pytest.mark.parametrize(
    ("data", "text", "newline"),
    [
        (b"a b", "a b", ""),
        (b"a\nb\n", "a\nb\n", "lf"),
        (b"a\r\nb\r\n", "a\nb\n", "crlf"),
        (b"a\rb\r", "a\nb\n", "cr"),
        (b"a\r\nb\nc", "a\nb\nc", "mixed"),
        (b"a\r\r\nb", "a\n\nb", "mixed"),
        (b"", "", ""),
    ],
)
def test_newlines_become_line_feeds_and_their_kind_is_kept(data: bytes, text: str, newline: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.newline) == (text, newline)


def test_nothing_else_is_touched() -> None:
    text = "e\u0301\u00a0\u2028\x0b\x85 \ufeff inside"
    assert decode(text.encode()).text == text


def test_only_one_leading_bom_is_dropped() -> None:
    assert decode("\ufeff\ufefftext".encode()).text == "\ufefftext"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\nhello", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0..JFIF", "JPEG"),
        (b"PK\x03\x04docx", "zip"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x00\x01\x02\x03 short", "NUL"),
        (bytes(range(256)) * 4, "control bytes"),
        ("plain words".encode("utf-16-le"), "NUL"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        decode(data, "file")


def test_a_rare_nul_in_utf8_stays_and_a_frequent_one_does_not() -> None:
    assert decode(b"word " * 200 + b"\0").text.endswith("\0")
    with pytest.raises(DataError, match="NUL"):
        decode(b"word " * 100 + b"\0")


def test_damaged_utf8_is_refused_with_the_place_rather_than_read_as_something_else() -> None:
    data = RUSSIAN.encode() + b"\n\xd0\n" + RUSSIAN.encode()
    with pytest.raises(DataError, match=r"damaged UTF-8: byte 518, line 3,"):
        decode(data, "corpus/a.txt")


def test_half_a_surrogate_pair_in_utf16_is_refused() -> None:
    with pytest.raises(DataError, match="damaged UTF-16"):
        decode(b"\xff\xfea\x00\x00\xd8b\x00")
