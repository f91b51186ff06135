"""The formats that annotations come in and go out in: one entry each, from which commands and documents are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import BinaryIO, NamedTuple, cast

from annotui.errors import DataError, UsageError
from annotui.formats.contents import Contents, Options
from annotui.formats.documents import Documents
from annotui.formats.source import Source
from annotui.formats.tables import Problem, problem_of
from annotui.formats.targets import Member

Reader = Callable[[Source], Documents]
"""Reads one file. Raises DataError where nothing in it can be read."""
Gatherer = Callable[[Sequence[Source]], Documents]
"""Reads files that belong together."""
Writer = Callable[[BinaryIO, Contents, Options], None]
"""Writes one file, as the articles come."""
Maker = Callable[[Contents, Options], Iterator[Member]]
"""Makes the files of a format of several, one at a time."""

_OF_A_TABLE = ("about articles", "status", "texts", "link reasons", "attributes", "scores")
_OF_TOKENS = (
    *("pending", "orphaned", "gaps", "blanks", "overlaps", "label blanks", "links", "annotators", "origins", "notes"),
    *("flags", "attributes", "ids", "times", "anchors", "about articles", "status", "texts", "paths"),
)


class Format(NamedTuple):
    """A format by its name. `reads` and `writes` are `module:function`, empty where it does not.

    `endings` are those of its files that tell it alone; `parts` those of the files that it looks at in a folder or an
    archive. Where it is of `several` files, reading takes them together and writing makes several. `loses` are what
    it has no place for (see `losses`), `options` what its writer heeds, `extra` what has to be installed with annotui.
    """

    name: str
    about: str
    parts: tuple[str, ...]
    endings: tuple[str, ...] = ()
    reads: str = ""
    writes: str = ""
    several: bool = False
    loses: tuple[str, ...] = ()
    quietly: bool = False
    options: tuple[str, ...] = ()
    extra: str = ""

    def read(self, sources: Sequence[Source]) -> Documents:
        """All that files hold. What is wrong with one of several is told of it, and the others are read.

        Raises DataError where nothing can be read.
        """
        if not sources:
            raise DataError(f"There is no file for {self.name} in it.", f"Its files end in {' '.join(self.parts)}.")
        function = self._function(self.reads)
        if self.several:
            return cast(Gatherer, function)(sources)
        if len(sources) == 1:
            return cast(Reader, function)(sources[0])
        return _read_each(cast(Reader, function), sources)

    def writer(self) -> Writer:
        """What writes one file."""
        return cast(Writer, self._function(self.writes))

    def maker(self) -> Maker:
        """What makes several."""
        return cast(Maker, self._function(self.writes))

    def _function(self, name: str) -> object:
        module, _, function = name.partition(":")
        try:
            return getattr(import_module(f"annotui.formats.{module}"), function)
        except ModuleNotFoundError as error:
            if not self.extra or (error.name or "").startswith("annotui"):
                raise
            hint = f"Install it with: pip install 'annotui[{self.extra}]'"
            raise UsageError(f"{self.name} needs {error.name}, which is not installed.", hint) from error


def _read_each(read: Reader, sources: Sequence[Source]) -> Documents:
    found: list[Documents] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            found.append(read(source))
        except DataError as error:
            problems.append(problem_of(error, source.where))
    if not found:
        raise DataError(f"{problems[0].where}: {problems[0].what}", "Nothing in it could be read.")
    return Documents(
        documents=tuple(document for one in found for document in one.documents),
        labels=tuple({label.name: label for one in found for label in one.labels}.values()),
        agreements=tuple({record.id: record for one in found for record in one.agreements}.values()),
        problems=(*problems, *(problem for one in found for problem in one.problems)),
        lost=tuple(what for one in found for what in one.lost),
    )


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "csv",
            "a row per span and link",
            (".csv",),
            endings=(".csv",),
            reads="annotations_csv_in:read_csv",
            writes="annotations_csv:write",
            loses=_OF_A_TABLE,
            quietly=True,
            options=("columns", "delimiter", "raw"),
        ),
        Format(
            "tsv",
            "the same with tabs",
            (".tsv",),
            endings=(".tsv",),
            reads="annotations_csv_in:read_tsv",
            writes="annotations_csv:write_tsv",
            loses=_OF_A_TABLE,
            quietly=True,
            options=("columns", "raw"),
        ),
        Format(
            "json",
            "one document with labels and catalogue",
            (".json",),
            endings=(".json",),
            reads="annotations_json_in:read_json",
            writes="annotations_json:write",
        ),
        Format(
            "jsonl",
            "an article a line",
            (".jsonl",),
            endings=(".jsonl",),
            reads="annotations_json_in:read_jsonl",
            writes="annotations_json:write_lines",
        ),
        Format(
            "brat",
            "standoff: a text and an .ann file beside it",
            (".ann", ".txt"),
            endings=(".ann",),
            reads="brat_in:read",
            writes="brat:write",
            several=True,
            loses=(
                *("pending", "orphaned", "label blanks", "link details", "annotators", "origins", "line breaks"),
                *("ids", "times", "anchors", "about articles", "status", "brat lines"),
            ),
        ),
        Format(
            "w3c",
            "W3C Web Annotation: a collection in JSON-LD",
            (".json", ".jsonld"),
            endings=(".jsonld",),
            reads="w3c_in:read",
            writes="w3c:write",
            loses=("orphaned", "about articles", "status", "texts"),
        ),
        Format(
            "doccano",
            "doccano's JSONL, of sequence labelling",
            (".jsonl", ".json"),
            reads="doccano:read",
            writes="doccano:write",
            loses=("pending", "orphaned"),
        ),
        Format(
            "prodigy",
            "Prodigy's and spaCy's JSONL: texts with spans",
            (".jsonl", ".json"),
            reads="prodigy:read",
            writes="prodigy:write",
            loses=("pending", "orphaned"),
        ),
        Format(
            "label-studio",
            "Label Studio's JSON: tasks with regions of text",
            (".json",),
            reads="label_studio:read",
            writes="label_studio:write",
            loses=("orphaned",),
        ),
        Format(
            "conll2003",
            "tokens in four columns, tagged in IOB2",
            (".conll", ".iob", ".txt"),
            endings=(".conll",),
            reads="conll_in:read",
            writes="conll:write_conll2003",
            loses=_OF_TOKENS,
        ),
        Format(
            "iob2",
            "tokens in two columns, tagged in IOB2",
            (".iob", ".iob2", ".bio", ".conll", ".txt"),
            endings=(".iob", ".iob2", ".bio"),
            reads="conll_in:read",
            writes="conll:write_iob2",
            loses=_OF_TOKENS,
        ),
        Format(
            "bilou",
            "tokens in two columns, tagged in BILOU",
            (".bilou", ".conll", ".txt"),
            endings=(".bilou",),
            reads="conll_in:read",
            writes="conll:write_bilou",
            loses=_OF_TOKENS,
        ),
        Format(
            "uima-xmi",
            "UIMA CAS as INCEpTION reads it: XMI files with their type system",
            (".xmi", ".xml"),
            endings=(".xmi",),
            reads="uima_in:read_xmi",
            writes="uima:write_xmi",
            several=True,
            loses=("pending", "orphaned", "controls"),
            extra="uima",
        ),
        Format(
            "uima-json",
            "the same as JSON files",
            (".json",),
            reads="uima_in:read_json",
            writes="uima:write_json",
            several=True,
            loses=("pending", "orphaned"),
            extra="uima",
        ),
        Format(
            "spacy",
            "spaCy's DocBin, to train from",
            (".spacy",),
            endings=(".spacy",),
            writes="docbin:write",
            loses=(
                *("pending", "orphaned", "gaps", "blanks", "nil", "unsure", "more links", "link details", "annotators"),
                *("origins", "notes", "flags", "attributes", "times", "anchors", "about articles", "status"),
            ),
            extra="spacy",
        ),
        Format(
            "parquet",
            "the columns of the CSV, for pandas, DuckDB and their like",
            (".parquet",),
            endings=(".parquet",),
            writes="parquet:write",
            loses=_OF_A_TABLE,
            quietly=True,
            options=("columns",),
            extra="parquet",
        ),
        Format(
            "html",
            "one page to read and print",
            (".html",),
            endings=(".html", ".htm"),
            writes="html_page:write",
            loses=("link details", "annotators", "attributes", "times"),
            quietly=True,
        ),
    )
}


def of_ending(name: str, *, written: bool) -> Format | None:
    """The format that a file's name tells, among those that can be `written` or else read."""
    low = name.lower()
    return next(
        (
            one
            for one in FORMATS.values()
            if low.endswith(one.endings or ("\0",)) and (one.writes if written else one.reads)
        ),
        None,
    )


def names(*, written: bool) -> tuple[str, ...]:
    """The names of the formats that can be written, or else read."""
    return tuple(one.name for one in FORMATS.values() if (one.writes if written else one.reads))
