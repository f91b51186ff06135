"""Catalogues in JSONL, JSON, CSV and TOML: what comes back, and what is told of broken ones."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.model import Agreement
from annotui.errors import DataError, UsageError
from annotui.formats.agreements import agreement_object, read_agreements, write_agreements
from annotui.formats.tables import FORMATS, Problem

TRIAL_DATA = os.environ.get("ANNOTUI_TRIAL_DATA")

TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15)
    | st.text("=+-@\t\r\n'\";\\,#[]{}:|\u2028\x85\x7f\x1f🕊əя ", max_size=8)
).map(str.strip)
ITEMS = st.lists(TEXTS.filter(bool), max_size=4, unique=True).map(tuple)
IDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp"]), min_size=1, max_size=10
)
DATES = st.builds(lambda day, length: day.isoformat()[:length], st.dates(date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
AGREEMENTS = st.builds(
    Agreement,
    id=IDS,
    title=TEXTS.filter(bool),
    short=TEXTS,
    dates=st.lists(DATES, max_size=3, unique=True).map(tuple),
    place=TEXTS,
    parties=ITEMS,
    kind=TEXTS,
    aliases=ITEMS,
    url=TEXTS,
    note=TEXTS,
)


def written(records: list[Agreement], format: str) -> bytes:
    out = io.BytesIO()
    write_agreements(out, records, format)
    return out.getvalue()


def read(text: str, format: str) -> tuple[list[str], list[Problem]]:
    """The ids that were taken, and the problems."""
    result = read_agreements(text.encode(), format, "cat")
    return [a.id for a in result.records], list(result.problems)


@pytest.mark.parametrize("format", FORMATS)
@given(records=st.lists(AGREEMENTS, min_size=1, max_size=4, unique_by=lambda a: a.id))
@settings(max_examples=60)
def test_what_was_written_is_read_back(format: str, records: list[Agreement]) -> None:
    result = read_agreements(written(records, format), format, "cat")
    assert result.problems == ()
    assert list(result.records) == records


@pytest.mark.parametrize("format", ["json", "csv", "toml"])
def test_an_empty_catalogue_is_read_back(format: str) -> None:
    assert read_agreements(written([], format), format, "cat").records == ()


def test_csv_has_all_columns_semicolons_crlf_and_the_guard() -> None:
    record = Agreement("a1", "=Peace", dates=("2020", "2020-11"), parties=("North", "South; East"), note='so "said"')
    assert written([record], "csv").decode() == (
        "id,title,short,dates,place,parties,kind,aliases,url,note\r\n"
        'a1,\'=Peace,,2020;2020-11,,North;South\\; East,,,,"so ""said"""\r\n'
    )


def test_jsonl_has_all_fields_in_order() -> None:
    (line,) = written([Agreement("a1", "Peace")], "jsonl").splitlines()
    assert ", ".join(json.loads(line)) == "id, title, short, dates, place, parties, kind, aliases, url, note"
    assert list(json.loads(line)) == list(agreement_object(Agreement("a", "b")))


def test_toml_is_a_table_per_record_without_empty_fields() -> None:
    text = written([Agreement("a1", "Peace", dates=("2020",)), Agreement("a2", "Calm")], "toml").decode()
    assert text.count("[[agreement]]") == 2
    assert "note" not in text


def test_json_may_be_an_array_or_an_object() -> None:
    records = '[{"id": "a", "title": "A"}]'
    assert read(records, "json") == read(f'{{"agreements": {records}, "version": 2}}', "json") == (["a"], [])


def test_toml_takes_dates_without_quotes() -> None:
    text = '[[agreement]]\nid = "a"\ntitle = "A"\ndates = [2020-11-09, "2020-11"]\n'
    (record,) = read_agreements(text.encode(), "toml", "cat").records
    assert record.dates == ("2020-11-09", "2020-11")


def test_a_csv_made_by_hand_is_understood() -> None:
    text = "Title , ID,parties\n\n The Accord ,a1,North;South ;;North\nCalm,a2\n,,\n"
    records = read_agreements(text.encode(), "csv", "cat").records
    assert records == (Agreement("a1", "The Accord", parties=("North", "South")), Agreement("a2", "Calm"))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_of_a_spreadsheet_in_another_country_is_understood(delimiter: str) -> None:
    text = f'id{delimiter}title{delimiter}parties\r\na1{delimiter}A{delimiter}"North; South"\r\n'
    (record,) = read_agreements(text.encode(), "csv", "cat").records
    assert record == Agreement("a1", "A", parties=("North", "South"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("format", FORMATS)
def test_unicode_files_are_read_with_and_without_a_mark(encoding: str, format: str) -> None:
    records = [Agreement("ə1", "Договор 🕊", note="‘so’")]
    data = written(records, format).decode().encode(encoding)
    assert list(read_agreements(data, format, "cat").records) == records


GOOD, BAD, LAST = '{"id":"a","title":"A"}', '{"id":"b","title":"B","dates":["2021-02-30"]}', '{"id":"c","title":"C"}'


@pytest.mark.parametrize(
    ("format", "text", "where"),
    [
        ("jsonl", f"{GOOD}\n\n{BAD}\n{LAST}\n", "cat line 3"),
        ("json", f"[{GOOD},{BAD},{LAST}]", "cat agreement[1]"),
        ("csv", 'id,title,dates\na,"A\nA",\nb,B,2021-02-30\nc,C,\n', "cat row 3"),
        (
            "toml",
            '[[agreement]]\nid="a"\ntitle="A"\n[[agreement]]\nid="b"\ntitle="B"\ndates=["2021-02-30"]\n'
            '[[agreement]]\nid="c"\ntitle="C"\n',
            "cat agreement[1]",
        ),
    ],
)
def test_a_broken_record_is_told_and_the_rest_goes_on(format: str, text: str, where: str) -> None:
    ids, (problem,) = read(text, format)
    assert ids == ["a", "c"]
    assert problem.where == where
    assert "2021-02-30" in problem.what
    assert problem.what.startswith("b: ")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"title": "T"}, '"id" is missing'),
        ({"id": " ", "title": "T"}, '"id" is missing'),
        ({"id": None, "title": "T"}, '"id" is missing'),
        ({"id": "x"}, 'x: "title" is missing'),
        ({"id": "x", "title": "\n"}, 'x: "title" is missing'),
        ({"id": "a b", "title": "T"}, "an id is one word"),
        ({"id": "a\u00a0b", "title": "T"}, "an id is one word"),
        ({"id": "a\u202eb", "title": "T"}, "cannot be seen"),
        ({"id": 7, "title": "T"}, '"id" must be text, in quotes ("..."), not a number'),
        ({"id": "x", "title": ["T"]}, 'x: "title" must be text, in quotes ("..."), not a list'),
        ({"id": "x", "title": {"en": "T"}}, 'x: "title" must be text, in quotes ("..."), not an object'),
        ({"id": "x", "title": True}, 'x: "title" must be text, in quotes ("..."), not true or false'),
        (
            {"id": "x", "title": "T", "parties": "North"},
            '"parties" must be a list of texts, ["...", "..."], not "North"',
        ),
        ({"id": "x", "title": "T", "dates": [2020]}, '"dates" must be text, in quotes ("..."), not a number'),
        ({"id": "x", "title": "T", "aliases": [None]}, '"aliases" must be text, in quotes ("..."), not null'),
        ({"id": "x", "title": "T", "dates": ["9.11.2020"]}, "9.11.2020"),
        ({"id": "x", "title": "T", "dates": ["2020-13"]}, "2020-13"),
        ({"id": "x", "title": "T\0"}, "NUL"),
        ({"id": "x", "title": "T", "note": "\ud800"}, "half of a surrogate pair"),
        ({"id": "ok", "title": "T"}, '"id" "ok" is taken already, by cat line 1'),
    ],
)
def test_the_problem_says_what_is_wrong(record: dict[str, object], expected: str) -> None:
    ids, (problem,) = read('{"id": "ok", "title": "Fine"}\n' + json.dumps(record), "jsonl")
    assert ids == ["ok"]
    assert problem.where == "cat line 2"
    assert expected in problem.what


def test_all_faults_of_a_record_are_told_at_once() -> None:
    _, problems = read('[{"id": "a b", "dates": ["soon"], "parties": 1}]', "json")
    assert len(problems) == 4


def test_an_id_that_a_broken_record_had_is_free() -> None:
    ids, problems = read('[{"id": "a"}, {"id": "a", "title": "A"}]', "json")
    assert (ids, len(problems)) == (["a"], 1)


def test_an_unknown_field_is_left_out_and_told_once() -> None:
    ids, problems = read('[{"id":"a","title":"A","titel":"x"},{"id":"b","title":"B","titel":""}]', "json")
    assert ids == ["a", "b"]
    (problem,) = problems
    assert problem.where == "cat agreement[0]"
    assert problem.what.startswith('"titel" is no field')
    assert "1 more" in problem.what
    assert "id, title, short, dates, place, parties, kind, aliases, url, note" in problem.what


def test_a_problem_can_always_be_written() -> None:
    long = "x" * 10_000
    record = {"id": long, "title": "T", "\ud800" + long: 1, "dates": "\udfff" + long}
    result = read_agreements(json.dumps([record]).encode(), "json", "cat")
    assert len(result.problems) == 2
    for problem in result.problems:
        assert len(problem.what.encode()) < 300


def test_cells_beyond_the_header_and_unknown_columns_are_told() -> None:
    ids, problems = read("id,title,,source\na,A,x,y,z\nb,B,,,\n", "csv")
    assert ids == ["a", "b"]
    assert [p.what.split(" is ")[0] for p in problems] == ['"column 3"', '"column 5"', '"source"']


def test_toml_tables_of_another_name_are_told() -> None:
    ids, (problem,) = read('[[agrement]]\nid="a"\n[[agreement]]\nid="b"\ntitle="B"\n', "toml")
    assert ids == ["b"]
    assert '"agrement"' in problem.what
    assert "[[agreement]]" in problem.what


@pytest.mark.parametrize(
    ("format", "line"), [("jsonl", "{oops"), ("jsonl", "[1]"), ("jsonl", "[" * 50_000), ("jsonl", "9" * 5_000)]
)
def test_a_line_that_is_no_record_is_told_and_the_rest_goes_on(format: str, line: str) -> None:
    ids, (problem,) = read(f'{line}\n{{"id": "a", "title": "A"}}\n', format)
    assert ids == ["a"]
    assert problem.where == "cat line 1"
    assert len(problem.what) < 200


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\n", b"\xff\xfe"])
def test_an_empty_file_is_an_error(format: str, data: bytes) -> None:
    with pytest.raises(DataError, match="cat is empty"):
        read_agreements(data, format, "cat")


@pytest.mark.parametrize(
    ("format", "data", "message"),
    [
        ("csv", b"id,name\na,A\n", 'cat row 1: the column "title" is missing'),
        ("csv", b"id,title,note,title\na,A,,B\n", 'cat row 1: the column "title" comes twice'),
        ("csv", b'id,title\na,"A\nb,B\n', "cat row 2"),
        ("csv", b"id,title\na," + b"x" * 200_000, "cat row 2"),
        ("csv", "id,title\na,A\nb,é\n".encode("latin-1"), "cat line 3: the byte 0xE9 is not UTF-8"),
        ("json", b'[{"id" "a"}]', "not JSON at column 8"),
        ("json", b'[\n{"id" "a"}]', "not JSON at line 2, column 7"),
        ("json", b'{"id": "a", "title": "A"}', "no list of agreements"),
        ("json", b'{"agreements": {}}', "no list of agreements"),
        ("json", b"[" * 100_000, "nested too deeply"),
        ("json", b'[{"a":' * 100_000, "nested too deeply"),
        ("json", b"[" + b"9" * 5_000 + b"]", "too many digits"),
        ("jsonl", b"[" * 100_000, "cat line 1: lists or objects are nested too deeply"),
        ("jsonl", b'[\n{"id": "a", "title": "A"},\n]\n', "cat line 1: not JSON"),
        ("toml", b"[[agreement]\n", "not TOML"),
        ("toml", b'[agreement]\nid = "a"\n', "is one table"),
        ("toml", b"a = " + b"[" * 20_000, "nested too deeply"),
        ("toml", b"a = " + b"9" * 5_000, "too many digits"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_for_people(format: str, data: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_agreements(data, format, "cat")
    assert message in caught.value.what
    assert len(caught.value.what) < 200


def test_a_missing_column_comes_with_the_columns_that_should_be() -> None:
    with pytest.raises(DataError) as caught:
        read_agreements(b"id,name\na,A\n", "csv", "cat")
    assert "id, title, short, dates, place, parties, kind, aliases, url, note" in caught.value.hint


def test_an_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="jsonl, json, csv, tsv, toml"):
        read_agreements(b"x", "xlsx", "cat")
    with pytest.raises(UsageError, match="xlsx"):
        write_agreements(io.BytesIO(), [], "xlsx")


@pytest.mark.skipif(TRIAL_DATA is None, reason="ANNOTUI_TRIAL_DATA is not set")
def test_a_real_catalogue_goes_through_all_formats() -> None:
    data = (Path(TRIAL_DATA or "") / "agreements.jsonl").read_bytes()
    result = read_agreements(data, "jsonl", "agreements.jsonl")
    assert len(result.records) == len(data.splitlines())
    assert result.problems == ()
    for format in FORMATS:
        assert read_agreements(written(list(result.records), format), format, "cat").records == result.records


SEEDS = [
    '[{"id":"a","title":"A"}]',
    '{"agreements":[]}',
    'id,title,dates\na,"A",2020',
    '[[agreement]]\nid="a"\ntitle="A"\n',
]


@pytest.mark.parametrize("format", FORMATS)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 40),
    junk=st.binary(max_size=6) | st.sampled_from([b'"', b"\\u", b"\0"]),
)
@settings(max_examples=100)
def test_spoilt_files_give_records_or_an_error_for_people(format: str, seed: str, at: int, junk: bytes) -> None:
    data = seed[:at].encode() + junk + seed[at:].encode()
    try:
        result = read_agreements(data, format, "cat")
    except DataError as error:
        assert error.what.startswith("cat")
    else:
        assert all(problem.where.startswith("cat") and problem.what for problem in result.problems)
