"""Who publishes news: names that are known, and what of a text may be a publisher's name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from annotui.core.date_words import words
from annotui.corpus.lines import single_spaced

_KNOWN_NAMES: Final = """
TASS|ITAR-TASS|ТАСС|ИТАР-ТАСС|RIA Novosti|РИА Новости|RIA|РИА|Interfax|Интерфакс|Sputnik|Спутник|Regnum
ИА Регнум|Kommersant|Коммерсантъ|Izvestia|Известия|Vedomosti|Ведомости|RT|Meduza|Медуза|Novaya Gazeta
Новая газета|Vestnik Kavkaza|Вестник Кавказа|Caucasian Knot|Кавказский узел|Rossiyskaya Gazeta
Российская газета|Rosbalt|Росбалт|AZERTAC|AZƏRTAC|АЗЕРТАДЖ|Trend|Тренд|APA|АПА|Report|Report.az|Turan|Туран
Azernews|News.az|Day.Az|Caliber.Az|Azadlıq|Oxu.az|Musavat|1news.az|Interfax-Azerbaijan|Haqqin.az|AnewZ
ARMENPRESS|АРМЕНПРЕСС|ԱՐՄԵՆՊՐԵՍ|PanARMENIAN|PanARMENIAN.Net|News.am|Azatutyun|Ազատություն|CivilNet|Hetq|Հետք
ARKA|АРКА|Novosti-Armenia|Новости-Армения|Mediamax|Медиамакс|EVN Report|Massis Post|Armenian Weekly|Asbarez
Civil.ge|Interpressnews|Agenda.ge|1TV|Caucasus Watch|JAMnews|OC Media|Eurasianet|Reuters|Рейтер|AP
Associated Press|The Associated Press|AFP|Agence France-Presse|Bloomberg|BBC|CNN|DPA|UPI|EFE|ANSA|PAP|Xinhua
Синьхуа|Kyodo|Anadolu|AA|IRNA|ISNA|Mehr|Tasnim|Fars|Press TV|PTI|ANI|Yonhap|Ukrinform|Укринформ|UNIAN|УНИАН
BelTA|БелТА|Kazinform|Казинформ|KazTAG|UzA|Khovar|Kabar|AKIpress|MENA|SANA|WAM|SPA|RFE/RL
Radio Free Europe/Radio Liberty|Radio Free Europe|VOA|Voice of America|Deutsche Welle|DW|Euronews|Al Jazeera
Politico|The Guardian|The New York Times|The Washington Post|Financial Times|The Economist|Le Monde
Der Spiegel|Hurriyet|Daily Sabah|The Diplomatic Insight|TDI|The Moscow Times|Kyiv Post|Press Trust of India
European Pravda|Azeri Press
"""
_REMARKS: Final = words("""
local time updated update file photo video live opinion analysis exclusive gmt utc pm am msk usa uk us eu un
monday tuesday wednesday thursday friday saturday sunday the a an of and
russia armenia azerbaijan georgia turkey iran россия армения азербайджан фото видео обновлено мск
""")
# A name with one of these in it is a publisher's even if it is not known.
_MEDIA_WORDS: Final = words("""
agency chronicle desk gazette herald journal magazine monitor news newspaper observer post press radio review times
today tribune tv watch weekly daily wire агентство вестник газета известия лента новости обозрение журнал радио
xəbər xəbərləri qəzet qəzeti agentliyi լուր լուրեր
""")
_LONGEST: Final = 60
_WORD: Final = re.compile(r"[\w'’&.+-]+")
_HOST: Final = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE
)


def known_publisher(name: str) -> str:
    """The name as it was written, without what stands around it, if it is that of a known publisher; else empty."""
    if len(name) > 2 * _LONGEST:
        return ""
    name = clean_name(name)
    return name if _folded(name) in _known() else ""


def publisher_name(name: str) -> str:
    """What may be a publisher's name: short, begins with a capital or a digit, and is no weekday, land or remark.

    The address of a page gives the name of its host. Empty where it is none of these.
    """
    name = clean_name(name)
    host = _HOST.fullmatch(name)
    if host and ("/" in name or name.islower()):
        return host[1].lower()
    spoken = _WORD.findall(name)
    fits = (
        0 < len(spoken) <= 6
        and 2 <= len(name) <= _LONGEST
        and (name[0].isupper() or name[0].isdigit() or _folded(name) in _known())
        and not name.isdigit()
        and not {word.lower().strip(".") for word in spoken} <= _REMARKS
    )
    return name if fits else ""


def evident_publisher(name: str) -> str:
    """The name if it is a known publisher's, or of two to five words with one such as `Review` or `News` in it."""
    name = clean_name(name)
    spoken = name.split()
    evident = 1 < len(spoken) < 6 and {word.lower() for word in spoken} & _MEDIA_WORDS
    if evident and not any(word[0].islower() for word in (spoken[0], spoken[-1])):
        return publisher_name(name)
    return known_publisher(name)


def is_name_word(word: str) -> bool:
    """Whether this run of letters stands in a known publisher's name, or may stand after it (`TASS news agency`)."""
    return word.casefold() in _name_words()


def clean_name(name: str) -> str:
    """A name on one line, without the quotes, dashes and stops around it."""
    return single_spaced(name).strip(" \"'«»“”„,;:|-–—.*_/\u200b")


def _folded(name: str) -> str:
    name = unicodedata.normalize("NFKC", name).casefold().replace("\u0307", "")
    return re.sub(r"\s+(?:news agency|news|agency)$", "", name)


@cache
def _known() -> frozenset[str]:
    return frozenset(_folded(name) for name in re.split(r"[|\n]", _KNOWN_NAMES.strip()))


@cache
def _name_words() -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", " ".join(_known()))) | {"news", "agency"}
