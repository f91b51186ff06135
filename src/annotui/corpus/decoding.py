"""From bytes to canonical text: which encoding, which newlines, and what is no text at all."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import Final, NamedTuple

from annotui.errors import DataError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_ALL_BOMS: Final = tuple(bom for bom, _, _ in _BOMS)
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_ALL_SIGNATURES: Final = tuple(signature for signature, _ in _SIGNATURES)

# One NUL, or one other control character in a file that is not UTF-8, for at least so many characters.
_CHARACTERS_A_CONTROL: Final = 1000
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_C1: Final = re.compile("[\x80-\x84\x86-\x9f]")

# Left to itself the library takes short Russian for Japanese, so the first row is tried alone, then the second;
# what is in neither is too rare to be believed of a short text.
_TRIED: Final = (
    "cp1251 koi8_r koi8_u cp866 iso8859_5 mac_cyrillic cp1252 cp1254 cp1250 iso8859_2 cp1253 cp1255 cp1256",
    "gb18030 big5 cp932 euc_jp cp949 cp874 cp1257 cp1258 kz1048 cp850 cp852 cp857",
)
# Where several encodings give the same text, the one that is named.
_PREFERRED: Final = ("cp1252", "cp1251", "koi8_r", "cp1254", "cp866", "cp1250")
_CENTRAL_EUROPEAN: Final = frozenset({"Czech", "Croatian", "Hungarian", "Polish", "Romanian", "Slovak", "Slovene"})
_TURKIC_IN_1252: Final = frozenset("ðþýÐÞÝ")
_WESTERN_ONLY: Final = frozenset("áéíóúæøåãõñÁÉÍÓÚÆØÅÃÕÑ")
_SAMPLE_BEFORE: Final = 1024
_SAMPLE_BYTES: Final = 256 * 1024

_SAVE_AS_UTF8: Final = "Save it as plain text in UTF-8, or convert it (iconv -f ENCODING -t UTF-8), and add it again."


class Decoded(NamedTuple):
    """A file's canonical text and how it was told.

    `text` is decoded, with one leading BOM dropped and CRLF and CR made LF; nothing else is touched.
    `encoding` is Python's name of it. `detected` is true where it was guessed from the bytes, which should be
    reported. `newline` is `lf`, `crlf`, `cr`, `mixed`, or empty where there is none. The hashes are hex;
    `sha256_text` is of the canonical text in UTF-8.
    """

    text: str
    encoding: str
    detected: bool
    newline: str
    sha256_bytes: str
    sha256_text: str


def decode(data: bytes, where: str = "") -> Decoded:
    """The canonical text of a file's bytes; `where` names the file in messages.

    A BOM decides; else strict UTF-8; else the encoding is guessed. No bytes are an empty text. NUL characters
    are let through where there is at most one to a thousand characters.

    Raises DataError for what is no text (pictures, archives, other binary files), for UTF-8 that was damaged,
    and where no encoding fits.
    """
    _refuse_known_binary(data, where)
    text, encoding, detected = _decoded(data, where)
    if "\0" in text and text.count("\0") * _CHARACTERS_A_CONTROL > len(text):
        raise _no_text("is not text: it has many NUL bytes", where)
    canonical, newline = _with_line_feeds(text)
    sha256_bytes = hashlib.sha256(data).hexdigest()
    same = encoding == "utf-8" and canonical is text  # then its UTF-8 is the file itself
    return Decoded(
        text=canonical,
        encoding=encoding,
        detected=detected,
        newline=newline,
        sha256_bytes=sha256_bytes,
        sha256_text=sha256_bytes if same else hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _decoded(data: bytes, where: str) -> tuple[str, str, bool]:
    for bom, codec, name in _BOMS if data.startswith(_ALL_BOMS) else ():
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(codec), name, False
            except UnicodeDecodeError as error:
                # A UTF-32 BOM is also a UTF-16 BOM and a NUL: the next in the list may fit.
                if codec.startswith("utf-32"):
                    continue
                position = error.start + len(bom)
                raise _damaged(codec.upper(), data, position, where) from None
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _damaged("UTF-8", data, error.start, where) from None
    if len(_CONTROLS.findall(data)) * _CHARACTERS_A_CONTROL > len(data) or b"\0" in data:
        raise _no_text("is not text: it has many control bytes", where)
    text, encoding = _guessed(data, where)
    return text, encoding, True


def _guessed(data: bytes, where: str) -> tuple[str, str]:
    """Text and encoding by the look of the characters. Raises DataError where nothing fits."""
    from charset_normalizer import from_bytes

    first = _HIGH_BYTE.search(data)
    start = max(0, first.start() - _SAMPLE_BEFORE) if first else 0
    sample = data[start : start + _SAMPLE_BYTES]
    for encodings in _TRIED:
        matches = list(from_bytes(sample, cp_isolation=encodings.split(), preemptive_behaviour=False))
        best = [(match.chaos, match.coherence) for match in matches[:1]]
        # As good as the best: western European, unless the language is one that it cannot write.
        matches.sort(
            key=lambda match: (
                (match.chaos, match.coherence) not in best,
                (match.encoding == "cp1252") == (match.language in _CENTRAL_EUROPEAN),
            )
        )
        for match in matches:
            text = _strictly(data, match.encoding)
            if text is not None and not _C1.search(text):
                return _named(data, text, match.encoding)
    raise _no_text("is in an encoding that cannot be told", where)


def _named(data: bytes, text: str, encoding: str) -> tuple[str, str]:
    """The text under its most usual name, and Turkish or Azerbaijani not taken for western European."""
    encoding = next((name for name in _PREFERRED if _strictly(data, name) == text), encoding)
    if encoding == "cp1252":
        letters = frozenset(text)
        # In cp1254 six letters stand where cp1252 has Icelandic ones; c-cedilla and u-umlaut are not Icelandic.
        if letters & _TURKIC_IN_1252 and letters & frozenset("çÇüÜ") and not letters & _WESTERN_ONLY:
            turkic = _strictly(data, "cp1254")
            if turkic is not None:
                return turkic, "cp1254"
    return text, encoding


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: ten good multi-byte characters or more to each bad place."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= bad * 10


def _with_line_feeds(text: str) -> tuple[str, str]:
    if "\r" not in text:
        return text, "lf" if "\n" in text else ""
    crlf = text.count("\r\n")
    kinds = {"crlf": crlf, "cr": text.count("\r") - crlf, "lf": text.count("\n") - crlf}
    found = [kind for kind, count in kinds.items() if count]
    return text.replace("\r\n", "\n").replace("\r", "\n"), found[0] if len(found) == 1 else "mixed"


def _refuse_known_binary(data: bytes, where: str) -> None:
    if data.startswith(_ALL_SIGNATURES):
        kind = next(kind for signature, kind in _SIGNATURES if data.startswith(signature))
        raise _no_text(f"is {kind}, not plain text", where)


def _damaged(encoding: str, data: bytes, position: int, where: str) -> DataError:
    line = data.count(b"\n", 0, position) + 1
    place = f"byte {position + 1:,}, line {line}," if encoding == "UTF-8" else f"byte {position + 1:,}"
    what = f"is damaged {encoding}: {place} does not fit"
    return DataError(_told(what, where), "Get the file again, or repair it in an editor, and add it again.")


def _no_text(what: str, where: str) -> DataError:
    return DataError(_told(what, where), _SAVE_AS_UTF8)


def _told(what: str, where: str) -> str:
    return f"{where or 'The input'} {what}."
