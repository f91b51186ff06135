"""What of a news page is no article: notices of cookies, share links, "also read". It is shown dimmed, never left out.

A line of the text is judged by itself, by how it begins and how short it is; where it is not sure, it is text.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 1000
"""The longest line that can be one (code points): a notice of cookies."""
_LONG: Final = 240
_SHORT: Final = 90
_SOON: Final = 60
"""Where in a long line the notice has to begin, at the latest."""

_ANYWHERE: Final = re.compile(
    r"""\b(?:
      (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies | accept\ (?:all\ )?cookies
    | cookie\ (?:policy|settings)
    | by\ (?:continuing|using)\ (?:to\ (?:browse|use)\ )?(?:this|our|the)\ (?:web)?site
    | privacy\ policy | terms\ (?:of|and)\ (?:use|service|conditions) | all\ rights\ reserved
    | (?:sign|signed)\ up\ (?:for|to)\ (?:our|the)\ [\w\ ]*(?:newsletter|list)
    | (?:subscribe|unsubscribe)\ (?:to|from)\ (?:our|the|this)\b | enable\ javascript | ad\ ?blocker
    | все\ права\ защищены | (?:мы\ )?использу(?:ем|ет)\ (?:файлы\ )?cookie | подпи(?:шитесь|сывайтесь)\ на\b
    | при\ использовании\ материалов | нашли\ ошибку | выделите\ (?:её|ее)\ и\ нажмите
    | bütün\ hüquqlar\ qorunur | materiallardan\ istifadə | mətndə\ səhv | abunə\ olun
    )|բոլոր\ իրավունքները\ պաշտպանված | հետևեք\ մեզ""",
    re.IGNORECASE | re.VERBOSE,
)
_AT_START: Final = re.compile(
    r"""\W*(?:
      (?:also\ read|read\ also|read\ more|read\ next|see\ also|related(?:\ (?:articles?|news|stories|topics|content))?
       |more\ on\ this(?:\ (?:topic|story))?|most\ (?:read|popular)|recommended(?:\ for\ you)?
       |you\ (?:may|might)\ also\ like
       |don.t\ miss|share\ (?:this|on|via|with)|follow\ us|tags?|topics|advertisement|sponsored|print\ this|comments?
       |leave\ a\ (?:comment|reply)|newsletter|copyright|photo\ gallery|back\ to\ top|skip\ to\ (?:main\ )?content)\b
    | (?:(?:читайте|смотрите)\ также | по\ теме | поделиться | материалы\ по\ теме | реклама | теги | подписаться)\b
    | (?:həmçinin\ oxuyun | paylaş | oxşar\ xəbərlər | reklam | teqlər | կարդացեք\ նաև | կիսվել | գովազդ)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_LIKE_LABEL: Final = re.compile(r"[:՝|»>…]|\Z")
_OFFER: Final = re.compile(
    r"\W*(?:share|follow|read\ more|see\ also|leave\ a|print\ this|back\ to|skip\ to|поделиться|подписаться)\b",
    re.IGNORECASE | re.VERBOSE,
)
_NETWORKS: Final = re.compile(
    r"\W*(?:(?:facebook|twitter|telegram|whatsapp|linkedin|instagram|youtube|vk|viber|messenger|email|e-mail|print|x"
    r"|reddit|pinterest|rss|copy link|share|tweet|like|вконтакте|одноклассники|печать)(?:\W+|\Z))+\Z",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"\s*(?:©|\(c\)\s|&copy;)", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a line of a text is none of the article's own."""
    if len(line) > LONGEST or not line.strip():
        return False
    told = _ANYWHERE.search(line)
    if len(line) > _LONG:
        return told is not None and told.start() <= _SOON
    if told is not None or _NETWORKS.match(line) or _SIGNED.match(line):
        return True
    begun = _AT_START.match(line)
    if begun is None:
        return False
    rest = line[begun.end() :]
    return not rest.strip() or (_ENDS_LIKE_LABEL.match(rest.lstrip()) is not None) or _is_offer(line, rest)


def _is_offer(line: str, rest: str) -> bool:
    """Whether what follows is short and no sentence: "Share on Telegram", "Leave a comment below"."""
    is_short = len(line.strip()) <= _SHORT and len(rest.split()) <= 4
    return is_short and _OFFER.match(line) is not None and not rest.rstrip().endswith((".", "?", "!"))
