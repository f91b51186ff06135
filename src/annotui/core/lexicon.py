"""The words that phrases are told by: language alone, no country, person or agreement of any catalogue."""

from __future__ import annotations

import re
from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


AGREEMENT_NOUNS: Final = _words(
    "statement agreement accord treaty protocol ceasefire cease-fire truce armistice resolution convention",
    "memorandum communique communiqué charter pact deal declaration covenant entente concordat compact accords",
    "statements agreements treaties protocols ceasefires truces resolutions conventions memoranda memorandums",
    "communiques communiqués charters pacts deals declarations document documents arrangement arrangements",
    "settlement understanding act",
)
"""Kinds of agreement, as nouns, singular and plural, in small letters."""
PLURAL_AGREEMENT_NOUNS: Final = frozenset(
    word for word in AGREEMENT_NOUNS if word.endswith("s") and not word.endswith("ss")
) | {"memoranda"}
PART_NOUNS: Final = _words(
    "clause clauses article articles paragraph paragraphs point points section sections chapter chapters item",
    "items annex annexes subparagraph provision part parts title",
)
"""Parts of a document that are numbered."""

DETERMINERS: Final = _words(
    "the a an this that these those its their his her our my your same said such each every any some no both all",
    "another other either neither whose",
)
PREPOSITIONS: Final = _words(
    "of on in at by with from to for between among amongst about regarding concerning over under against through",
    "across along around into onto upon within without during before after since until till towards toward via",
    "despite per as than like near beyond behind above below including following amid because due",
)
CONJUNCTIONS: Final = _words("and or but nor so yet if while although though whereas unless whether and/or plus &")
PRONOUNS: Final = _words(
    "i you he she it we they me him us them who whom which what that where when why how itself himself herself",
    "themselves one there here this these those everyone nobody someone something nothing",
)
ADVERBS: Final = _words(
    "not also then thus however meanwhile moreover therefore again still already even only just now today",
    "yesterday tomorrow ago never always often soon later earlier afterwards together too very more most less",
    "once twice else yes no according instead rather indeed perhaps almost otherwise next last back again further",
    "respectively officially away aloud apart alone yet too twice thrice abroad",
)
AUXILIARIES: Final = _words(
    "is are was were be been being am has have had having do does did done will would shall should can could may",
    "might must ought cannot isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't",
)
FUNCTION_WORDS: Final = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | ADVERBS | AUXILIARIES

_REGULAR_VERBS: Final = _words(
    "add adopt agree aim allow announce appear approve argue arrive ask assert attend become begin believe bind",
    "bring call cease cite claim commit complain comply concern conclude condemn confirm consider contain continue",
    "convene cover declare define delay demand deny describe determine discuss emphasize emphasise enable end enter",
    "envisage establish exceed expect expire explain express fail follow force govern grant happen hold honor honour",
    "implement include indicate insist intend invite involve join lack lead leave lift mark mean meet mention need",
    "negotiate note oblige occur offer oppose pave pledge praise prepare prevent proclaim promise propose prove",
    "provide publish ratify reach reaffirm recall recognize recognise refer refuse reject reiterate relate remain",
    "remind replace report require resolve respect respond reveal say see seek seem set show sign sound speak state",
    "stay stem stipulate stop stress strike suggest suspend take tell think threaten treat try turn underline",
    "underscore undertake unite urge use violate visit voice vow warn welcome withdraw write address apply help",
    "make give go get come keep put run stand bear break build fall find know let lie lose pay rise send win work",
)
_IRREGULAR_VERBS: Final = _words(
    "said told met held made gave went got came kept put ran stood bore broke built fell found knew let lay lost",
    "paid rose sent won took saw sought set showed spoke struck took thought wrote became began brought bound led",
    "left meant undertook withdrew wrote concerns read reads drew grew chose agreed agree says calls remains",
)


def _forms(verb: str) -> tuple[str, str, str]:
    """The verb, its third person and its past (`try, tries, tried`)."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "o")) else f"{verb}s"
    return verb, third, f"{verb}d" if verb.endswith("e") else f"{verb}ed"


_NOUNS_TOO: Final = _words(
    "aim aims call claim claims cover delay delays demand demands end force forces grant grants help hold honor",
    "honour lack lead lift mark marks mention need needs note notes offer offers pledge praise promise promises",
    "report reports respect run set show sign signs sound stand state states stay stop stress strike strikes",
    "threats turn use uses visit visits voice vow work works address act break build fall find go keep lie means",
    "concern concerns comment comments meet rise win pay put try covers leaves proposed united united concerned",
)
"""Forms that are nouns as often: after a modifier they are taken for one."""
VERBS: Final = (
    frozenset(form for verb in _REGULAR_VERBS for form in _forms(verb)) | _IRREGULAR_VERBS | AUXILIARIES
) - _words("end state states force forces united work works act report lead need help note use means call")
"""Finite forms, which end a noun phrase."""
AMBIGUOUS_VERBS: Final = _NOUNS_TOO & VERBS

MADE: Final = _words(
    "signed dated adopted reached concluded initialled initialed brokered mediated agreed issued made approved",
    "ratified announced sealed struck negotiated proclaimed facilitated published inked endorsed accepted",
)
"""What is done to an agreement: `signed by`, `reached in`."""
MADE_ADVERBS: Final = _words("jointly earlier remotely later recently formally officially subsequently first")

ORDINALS: Final = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last latest only"
)
MODIFIER_ENDINGS: Final = (
    *("al", "ary", "ive", "ic", "ous", "ful", "ent", "ant", "able", "ible", "ian", "ish", "ese", "ern", "ory"),
    *("tion", "ment", "ship", "ity", "ance", "ence", "ism", "wide", "less", "way", "ern", "ar"),
)
PLURAL_MODIFIERS: Final = _words(
    "arms customs weapons communications sports goods services human-rights prisoners hostages ties relations",
    "affairs previous various numerous serious religious famous continuous ambitious contentious endless business",
    "press access goods borders humanitarian-corridors grains hostilities armaments forces states basis mines",
)
"""Words in -s that stand before a noun nevertheless."""
ING_MODIFIERS: Final = _words(
    "existing binding founding standing lasting ongoing framework-setting landmark peacekeeping building",
    "fishing shipping working outgoing incoming preceding far-reaching governing trading banking training",
)
LY_NOUNS: Final = _words("assembly family supply ally reply anomaly monopoly rally july friendly costly")
"""Words in -ly that are no adverbs."""
PEOPLE_ENDINGS: Final = ("ian", "an", "ese", "ish", "i", "ch", "ic", "ek", "al", "ern")
"""How adjectives of people and places end."""
PREDICATES: Final = _words("dead alive void valid intact over ready complete null down set")
"""What is said of an agreement after its noun, as in `is the accord dead?`."""
NOT_MAKERS: Final = _words("heart chance default law hand force mistake accident then now far phone")
"""After `by`, who never made an agreement: `by heart`."""
NOT_TOPICS: Final = _words("condition behalf grounds track time schedule hold paper record offer pain")
"""After `on`, what an agreement is not about: `on condition`, `on behalf of`."""

PARTICLES: Final = _words(
    "de da di du del della dos des la le van von der den ter bin ibn al el ul ben bint abu y e oğlu oglu ogly oghlu",
    "qızı qizi gizi kyzy uulu af zu",
)
"""Small words inside a person's name."""
NAME_PREFIXES: Final = (
    "al-",
    "el-",
    "ad-",
    "ar-",
    "as-",
    "at-",
    "an-",
    "ash-",
    "d'",
    "d’",
    "l'",
    "l’",
    "de-",
    "o'",
    "o’",
)
NAME_SUFFIXES: Final = _words("jr sr")
TITLES: Final = _words(
    "president vice-president minister premier chancellor secretary secretary-general general ambassador envoy",
    "spokesman spokeswoman spokesperson speaker chairman chairwoman chairperson chair king queen prince princess",
    "emir sheikh sultan pope patriarch archbishop bishop colonel major captain lieutenant marshal admiral",
    "commander director director-general governor mayor senator congressman representative commissioner",
    "rapporteur judge justice professor dr mr mrs ms sir lord lady pm fm leader head chief deputy ex-president",
    "co-chair prosecutor attorney adviser advisor aide co-chairs presidents ministers lieutenant-general",
    "major-general catholicos ayatollah imam journalist analyst expert correspondent academician",
    "президент премьер премьер-министр министр глава посол генерал спикер председатель секретарь лидер депутат",
    "замминистра господин нախագահ նախագահ վարչապետ նախարար",
)
TITLE_MODIFIERS: Final = _words(
    "prime foreign deputy vice first acting former special permanent assistant under interior defense defence",
    "finance energy economy interim executive senior supreme crown honorary chief state high commanding presidential",
    "press general prosecutor plenipotentiary extraordinary then-president then-prime ex-prime ex-foreign",
)
INSTITUTIONS: Final = _words(
    "ministry council organization organisation union university bank court committee commission department office",
    "assembly bureau institute academy association society league community board chamber centre center agency",
    "service fund foundation conference congress group mission embassy consulate church parliament senate",
    "secretariat directorate corporation company party front movement army forces staff house federation tribunal",
    "authority college alliance administration initiative programme program delegation confederation cabinet school",
    "museum library archive archives observatory institution inspectorate platform network summit forum partnership",
)
"""Nouns that head the name of a body."""
PLACES: Final = _words(
    "republic commonwealth kingdom emirate emirates states state sultanate principality federation union city",
    "province region district gulf sea bay strait cape isle island islands lake mount river port valley coast oblast",
    "autonomous territory territories mountains kingdom line corridor peninsula battle siege sultanate canton",
)
"""Nouns that head the name of a place, or a state."""
PLACE_MODIFIERS: Final = _words(
    "north south east west northern southern eastern western central new united great saudi sri san santa saint st",
    "costa el los las foreign upper lower equatorial burkina sierra puerto trinidad papua czech dominican hong",
    "internal home defence defense economic emergency",
)
ABSTRACT_ENDINGS: Final = ("tion", "sion", "ment", "ity", "ship", "ence", "ance", "ics", "ism", "ure", "ing", "cy")
ABSTRACT_NOUNS: Final = _words(
    "affairs trade health labour labor defence defense culture justice finance science industry energy sport sports",
    "youth tourism transport social human rights law peace technology technologies communications resources",
    "protection relations assistance studies refugees friendship order interaction territories economy commerce war",
    "peoples nature",
)
AND_WORDS: Final = _words("and or & и և və")

SAME_NAMES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), name)
    for pattern, name in (
        (r"cease[- ]fire", "ceasefire"),
        (r"cease[- ]fires", "ceasefires"),
        (r"tripartite|three[- ]way|three[- ]party", "trilateral"),
        (r"bipartite|two[- ]way", "bilateral"),
        (r"co-operation", "cooperation"),
        (r"co-ordination", "coordination"),
        (r"organisation", "organization"),
        (r"organisations", "organizations"),
        (r"defence", "defense"),
        (r"centre", "center"),
        (r"programme", "program"),
    )
)
"""Spellings and words for the same, in folded text: what is found, and the one that stands for it."""

NEVER_STOPS: Final = _words(
    "mr mrs ms dr prof gen col lt maj capt sgt adm sen rep gov rev hon amb st mt messrs vs cf e.g i.e viz approx",
    "им т.е т.к ул пр просп пос проф акад ген полк ст см обл респ тов",
)
"""Abbreviations that a sentence never ends with."""
NUMBERED_STOPS: Final = _words(
    "no nos nr art arts sec para paras vol pp p ch fig jan feb mar apr jun jul aug sep sept oct nov dec п пп ч"
)
"""Abbreviations that a sentence does not end with where a number follows."""
SHORT_STOPS: Final = _words(
    "jr sr inc ltd co corp etc al dept est ed eds bros min г гг вв млн млрд тыс руб др т.д т.п н.э թ"
)
"""Abbreviations that a sentence ends with only where a word of `OPENERS` follows."""
OPENERS: Final = _words(
    "the a an this that these those he she it they we i you his her its their our my but and so in on at by for",
    "after before while when as if however meanwhile also there then thus according both such with from under",
    "since during despite although earlier later now no not what who why how one some all many most",
    "в на это этот эта эти он она они мы я но а и по при после до как если однако также кроме затем его её",
    "их с со об о для тем так когда",
)
"""Words that, with a capital, seldom stand inside a sentence."""
WEEKDAYS: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday",
    "понедельник вторник среда четверг пятница суббота воскресенье понедельника вторника среду четверга пятницу",
)
