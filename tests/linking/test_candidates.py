"""What candidates promise: values not characters, whole sets, reasons, typed text, order, bounds."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.model import Agreement
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.scoring import BIAS, logistic
from annotui.linking.sets import Candidate
from annotui.linking.words import fold_surface


def _ids(found: list[Candidate]) -> list[str]:
    return ["+".join(link.agreement.id for link in candidate.links) for candidate in found]


def _reasons(candidate: Candidate) -> dict[str, float]:
    return {reason.id: reason.value for reason in candidate.reasons}


def test_an_unequal_number_rules_a_record_out(catalogue: Catalogue) -> None:
    assert not {"res-1718", "res-1874", "res-2270"} & set(_ids(candidates(catalogue, "UNSC Resolution 1847")))


def test_leading_zeros_do_not_make_another_number() -> None:
    catalogue = Catalogue.of(
        [Agreement("a", "Protocol No. 5 on the bases"), Agreement("b", "Protocol No. 15 on the bases")]
    )
    assert _ids(candidates(catalogue, "protocol No. 05 on the bases"))[0] == "a"


def test_another_ordinal_is_far_behind(catalogue: Catalogue) -> None:
    for shown in ("Third Inter-Korean Summit", "3rd inter-Korean summit", "III Inter-Korean Summit"):
        found = candidates(catalogue, shown)
        scores = dict(zip(_ids(found), (candidate.score for candidate in found), strict=True))
        assert scores["summit-3"] > 0.9
        assert scores["summit-1"] < 0.6


def test_another_year_is_far_behind(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "Hillsborough Agreement of 2010")
    scores = dict(zip(_ids(found), (candidate.score for candidate in found), strict=True))
    assert scores["castle"] > 0.9
    assert scores["anglo-irish"] < 0.5


def test_an_ambiguous_name_gives_all_its_records_with_close_scores(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "Hillsborough Agreement")
    assert set(_ids(found)[:2]) == {"anglo-irish", "castle"}
    assert found[0].score - found[1].score < 0.05


def test_a_record_later_than_the_article_sinks(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "Hillsborough Agreement", on="1999-05-01")
    assert _ids(found)[0] == "anglo-irish"
    assert next(_reasons(c)["later"] for c in found if c.links[0].agreement.id == "castle") < 0


def test_a_list_of_dates_gives_the_set_first_and_each_record_its_part(catalogue: Catalogue) -> None:
    mention = "joint declarations of June 15, 2000 and October 4, 2007"
    found = candidates(catalogue, mention)
    parts = [link.part for link in found[0].links]
    assert [mention[part.start : part.end] for part in parts if part] == ["June 15, 2000", "October 4, 2007"]
    assert set(_ids(found)[1:3]) == {"joint-2000", "joint-2007"}
    assert found[0].score >= found[1].score
    assert "part-of-set" in _reasons(found[1])


def test_no_set_where_one_date_of_the_list_stays_unresolved(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "declarations of 15 June 2000, 4 October 2007 and 5 May 2011")
    assert all(len(candidate.links) == 1 for candidate in found)


def test_no_set_where_two_records_have_the_day(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "talks of 27 April 2018 and 19 September 2018")
    assert all(len(candidate.links) == 1 for candidate in found)


def test_a_missing_year_is_read_so_that_it_hits_a_record(catalogue: Catalogue) -> None:
    # To the right stands 2007, but the record of 15 June is of 2000, the year to the left.
    found = candidates(catalogue, "declarations of 13 June 2000, 15 June and 4 October 2007")
    one = next(c for c in found if c.links[0].agreement.id == "joint-2000")
    part = one.links[0].part
    assert part is not None and part.start == len("declarations of 13 June 2000, ")


def test_two_dates_of_one_record_are_no_set(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "ceasefire of 23 June and 29 August 2016")
    assert _ids(found)[0] == "ceasefire-2016"


def test_a_plural_takes_the_group_of_that_kind_and_those_parties(catalogue: Catalogue) -> None:
    found = candidates(catalogue, "joint declarations between North Korea and South Korea", on="2008-01-01")
    assert _ids(found)[0] == "joint-2000+joint-2007"


def test_a_plural_that_is_one_records_own_name_is_no_set(agreements: tuple[Agreement, ...]) -> None:
    own = Agreement(
        "z", "Protocols of Zurich", parties=("Peru", "Chile"), kind="protocol", aliases=("Zurich Protocols",)
    )
    found = candidates(Catalogue.of([*agreements, own]), "Zurich Protocols")
    assert _ids(found)[0] == "z"


def test_a_title_in_quotes_is_a_whole_name() -> None:
    lake = Agreement("lake", "Peace on the Lake")
    catalogue = Catalogue.of([lake, Agreement("sea", "Peace on the Sea and the Lake, a long text on fishing")])
    (first, *_) = candidates(catalogue, 'fishing text "Peace on the Lake" that both sides signed')
    assert first.links[0].agreement == lake
    assert "name 1.00 with 'Peace on the Lake'" in [reason.text for reason in first.reasons]


def test_an_absent_party_counts_against_a_record_named_alike() -> None:
    title = "Declaration on Allied Interaction"
    catalogue = Catalogue.of(
        [
            Agreement("first", f"{title} between Peru and Chile", parties=("Peru", "Chile"), aliases=(title,)),
            Agreement("other", f"{title} between Peru and Bolivia", parties=("Peru", "Bolivia"), aliases=(title,)),
        ]
    )
    found = candidates(catalogue, f"{title} between Bolivia and Peru")
    assert _ids(found) == ["other", "first"]
    assert _reasons(found[1])["party-absent"] < 0


def test_dates_of_the_sentence_speak_for_a_record(catalogue: Catalogue) -> None:
    context = "On 19 September 2018 the two leaders signed a declaration in the capital."
    found = candidates(catalogue, "declaration", context=context, at=context.index("declaration"))
    assert _ids(found)[0] == "pyongyang-18"
    assert found[0].links[0].part is None
    assert "context-date" in _reasons(found[0])


def test_a_date_that_belongs_to_another_agreement_is_not_the_mentions_own(catalogue: Catalogue) -> None:
    context = "The new text carries out the declaration of 19 September 2018."
    found = candidates(catalogue, "text", context=context, at=context.index("text"))
    assert all("context-date" not in _reasons(candidate) for candidate in found)


def test_reasons_are_for_people_and_sum_to_the_score(catalogue: Catalogue) -> None:
    (first, *_) = candidates(catalogue, "Belfast Agreement of 10 April 1998")
    texts = [reason.text for reason in first.reasons]
    assert "10 April 1998: same day" in texts
    assert "name 1.00 with 'Belfast Agreement'" in texts
    log_odds = BIAS + sum(reason.value for reason in first.reasons)
    assert first.score == pytest.approx(logistic(log_odds), abs=1e-4)


def test_typed_text_leads_and_the_mention_counts_a_little(catalogue: Catalogue) -> None:
    assert _ids(candidates(catalogue, "Good Friday Agreement", query="panmun"))[0] == "panmunjom"
    assert _ids(candidates(catalogue, "agreement of 5 February 2010", query="hillsborough"))[0] == "castle"
    assert _ids(candidates(catalogue, "agreement of 1985", query="hillsborough"))[0] == "anglo-irish"
    assert _ids(candidates(catalogue, "text", query="1874"))[0] == "res-1874"
    assert "res-1874" in _ids(candidates(catalogue, "text", query="18"))
    assert _ids(candidates(catalogue, "text", query="korea oct 2007"))[0] == "joint-2007"


def test_accepted_surfaces_lift_their_record(agreements: tuple[Agreement, ...]) -> None:
    surface = "Hillsborough Agreement"
    catalogue = Catalogue.of(agreements, counts={("castle", fold_surface(surface)): 3})
    found = candidates(catalogue, surface)
    assert _ids(found)[:2] == ["castle", "anglo-irish"]
    assert _reasons(found[0])["accepted"] > 0


def test_what_was_accepted_for_two_records_tells_them_apart_no_better_than_their_name() -> None:
    twins = [Agreement(id_, "Treaty of Lakes", parties=("Peru",)) for id_ in ("a", "b", "c")]
    surface = fold_surface("Treaty of Lakes")
    found = candidates(Catalogue.of(twins, counts={("a", surface): 1, ("b", surface): 3}), "Treaty of Lakes")
    assert _ids(found) == ["a", "b", "c"]
    assert found[0].score == found[1].score > found[2].score
    assert found[1].reasons[1].text == "accepted 3 times for these words, 1 for another record"


def test_ties_are_ordered_by_id_whatever_the_order_of_the_catalogue() -> None:
    twins = [Agreement(id_, "Treaty of Lakes", parties=("Peru",)) for id_ in ("c", "a", "b")]
    assert _ids(candidates(Catalogue.of(twins), "Treaty of Lakes")) == ["a", "b", "c"]
    assert _ids(candidates(Catalogue.of(twins[::-1]), "Treaty of Lakes")) == ["a", "b", "c"]


def test_no_more_than_the_limit_and_nothing_for_nothing(catalogue: Catalogue) -> None:
    assert len(candidates(catalogue, "joint declarations of June 15, 2000 and October 4, 2007", limit=2)) == 2
    assert candidates(catalogue, "") == []
    assert candidates(Catalogue.of([]), "Treaty of Lakes") == []


def test_a_context_at_a_wrong_offset_is_still_used_once(catalogue: Catalogue) -> None:
    context = "Signed on 19 September 2018, the declaration was brief."
    right = candidates(catalogue, "declaration", context=context, at=context.index("declaration"))
    assert candidates(catalogue, "declaration", context=context, at=3) == right


def test_a_guessed_year_gives_way_to_the_record_of_that_day() -> None:
    early = Agreement("early", "Joint statement", dates=("2020-11-09", "2020-11-10"), kind="joint statement")
    late = Agreement("late", "Joint statement", dates=("2021-11-26",), kind="joint statement")
    found = candidates(Catalogue.of([early, late]), "joint statement of November 10", on="2022-04-16")
    assert [link.agreement.id for link in found[0].links] == ["early"]
    long_ago = early._replace(id="old", dates=("1920-11-10",))
    found = candidates(Catalogue.of([long_ago, late]), "joint statement of November 10", on="2022-04-16")
    assert [link.agreement.id for link in found[0].links] == ["late"]


def test_reasons_are_plain_english() -> None:
    found = candidates(Catalogue.of([Agreement("a", "Lima Agreement", kind="agreement")]), "the Lima agreement")
    assert "an agreement" in {reason.text for reason in found[0].reasons}


_PIECES = [
    "treaty",
    "9",
    "and",
    "June 15",
    "2000",
    ",",
    "Korea",
    '"',
    "III",
    "No.",
    "U.S.",
    "declarations",
    "Hillsborough",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=10).map(" ".join), st.sampled_from(["", "2008-01"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_mention_gives_sound_candidates(mention: str, on: str, typed: bool) -> None:
    catalogue = _shared()
    found = candidates(catalogue, mention, on=on, query="joint 2000" if typed else "")
    assert found == candidates(catalogue, mention, on=on, query="joint 2000" if typed else "")
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    for candidate in found:
        assert 0 <= candidate.score <= 1
        for link in candidate.links:
            assert link.part is None or 0 <= link.part.start < link.part.end <= len(mention)


@cache
def _shared() -> Catalogue:
    one = Agreement("j", "South-North Joint Declaration", dates=("2000-06-15",), parties=("South Korea",))
    return Catalogue.of([one, one._replace(id="k", dates=("2000-09",)), Agreement("n", "Treaty No. 9")])
