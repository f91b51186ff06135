"""Catalogues of other people's making: their columns, lists and dates become ours, and what cannot is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import pytest

from annotui.core.model import Agreement
from annotui.errors import DataError, UsageError
from annotui.formats.agreements import agreement_mapping, read_agreements
from annotui.formats.mapped import Order
from annotui.formats.tables import ReadResult

HEADER = ["Con", "Contp", "PP", "PPName", "AgtId", "Ver", "Agt", "Dat", "Status", "Lgt", "Agtp", "Part", "ThrdPart"]
PAX = ["id=AgtId", "title=Agt", "dates=Dat", "parties=Part,ThrdPart", "place=Con", "kind=Agtp"]


def table(*rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read(
    data: bytes, *maps: str, split: Sequence[str] = (), order: Order = "", format: str = "csv"
) -> ReadResult[Agreement]:
    return read_agreements(data, format, "in", agreement_mapping(maps, split, order))


def row(number: int, title: str, date: str, **more: str) -> dict[str, str]:
    return {"AgtId": str(number), "Agt": title, "Dat": date, "Status": "Multiparty signed/agreed", **more}


def test_a_table_of_another_database_is_read_by_its_own_columns() -> None:
    data = table(
        row(17, 'Accord on "the Quay",\r\nwith annex', "03/05/2019", Part="Norland, Sudria", ThrdPart="Isles; Norland"),
        row(18, "Ferry Protocol", "17/06/2020", Con="Sudria", Agtp="Intra", Lgt="5"),
        row(19, "", "01/01/2020"),
        row(20, "Bad Day Treaty", "31/02/2020"),
        row(18, "Twice", "01/01/2020"),
    )
    found = read(data, *PAX, split=[","])
    assert found.records == (
        Agreement(
            "17",
            'Accord on "the Quay",\r\nwith annex',
            dates=("2019-05-03",),
            parties=("Norland", "Sudria", "Isles"),
        ),
        Agreement("18", "Ferry Protocol", dates=("2020-06-17",), place="Sudria", kind="Intra"),
    )
    assert [(problem.where, problem.what) for problem in found.problems] == [
        ("in row 4", '19: "title" is missing'),
        ("in row 5", '20: "2020-02-31" is not a date: write a real day, month or year, as 2020-11-09, 2020-11 or 2020'),
        ("in row 6", '18: "id" "18" is taken already, by in row 3'),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019-05-03", "2019-05-03"),
        ("2019-05-03T12:00:00Z", "2019-05-03"),
        ("2019-05-03 12:00", "2019-05-03"),
        ("2019/5/3", "2019-05-03"),
        ("2019/05", "2019-05"),
        ("13/5/2019", "2019-05-13"),
        ("13.05.2019", "2019-05-13"),
        ("13-05-2019", "2019-05-13"),
        ("5/2019", "2019-05"),
        ("3 May 2019", "2019-05-03"),
        ("May 3, 2019", "2019-05-03"),
        ("May 2019", "2019-05"),
        ("2019", "2019"),
    ],
)
def test_dates_are_read_as_they_are_written(written: str, meant: str) -> None:
    found = read(table(row(1, "A", written)), *PAX)
    assert ([record.dates for record in found.records], found.problems) == ([(meant,)], ())


def test_the_whole_column_tells_whether_days_or_months_come_first() -> None:
    days = [row(1, "A", "03/05/2019"), row(2, "B", "25/05/2019")]
    months = [row(1, "A", "03/05/2019"), row(2, "B", "05/25/2019")]
    assert [record.dates for record in read(table(*days), *PAX).records] == [("2019-05-03",), ("2019-05-25",)]
    assert [record.dates for record in read(table(*months), *PAX).records] == [("2019-03-05",), ("2019-05-25",)]
    with pytest.raises(DataError, match=r"in row 2 \(25/05/2019\) and in row 3 \(05/25/2019\)"):
        read(table(days[1], months[1]), *PAX)
    unclear = read(table(days[0]), *PAX)
    assert unclear.records[0].dates == ("2019-05-03",)
    assert unclear.notes == ("03/05/2019 and its like are read as day, month, year; --dates mdy reads them otherwise.",)
    told = read(table(days[0]), *PAX, order="mdy")
    assert (told.records[0].dates, told.notes) == (("2019-03-05",), ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_otherwise_and_names_written_otherwise(delimiter: str) -> None:
    data = table(row(1, "A, B; C", "2019"), delimiter=delimiter)
    (record,) = read(data, "id=agt ID", "title=AGT").records
    assert record == Agreement("1", "A, B; C")


def test_records_of_json_have_other_names_too() -> None:
    data = b'[{"Number": 7, "Name": "Quay Pact", "Also": ["QP", "Pact of the Quay"], "When": "3 May 2019"}]'
    found = read(data, "id=Number", "title=Name", "aliases=Also", "dates=When", format="json")
    assert found.records == (Agreement("7", "Quay Pact", dates=("2019-05-03",), aliases=("QP", "Pact of the Quay")),)


@pytest.mark.parametrize("wrong", ["title", "title=", "nothing=Agt", "title=Agt,Con"])
def test_a_mapping_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        agreement_mapping([wrong], [], "")


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DataError, match='the column "Title" is missing') as caught:
        read(table(row(1, "A", "2019")), "id=AgtId", "title=Title")
    assert "agtid, ver, agt, dat" in caught.value.hint
