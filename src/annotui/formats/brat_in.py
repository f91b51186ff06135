"""brat standoff, read: a text and beside it an `.ann` file with a line per span (T), link (N), attribute (A), note (#).

What a file says that annotui has no place for (relations, events, equivalences) is kept with the span that it speaks of
first, and goes out again as it came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from annotui.core.model import Anchor, Annotation, Article, Fragment, Link, LinkStatus
from annotui.errors import DataError
from annotui.formats.containers import decode
from annotui.formats.documents import Document, Documents
from annotui.formats.offsets import Offsets, Unit
from annotui.formats.source import Source
from annotui.formats.tables import Problem, problem_of, shown
from annotui.formats.values import Fault

CATALOGUE: Final = "catalogue"
"""The name of the resource that links go to, as brat's tools.conf has it."""
ID: Final = "brat:id"
"""The attribute that keeps what a span's lines are called: `T4 A1=Mention #2=`."""
LINE: Final = "brat:"
"""What begins the names of attributes that keep lines as they are; what the line is called follows."""
NOTES: Final = "AnnotatorNotes"
LINK, FLAG = "Link", "Flag"
"""The attributes of our own that say that a link is nil or unsure, and that a span is flagged."""
_OFFSETS: Final = re.compile(r"(\d{1,15}) (\d{1,15})")
_DEEPEST: Final = 8
_MARK: Final = "\ufeff"
_NAMED: Final = re.compile(r"[A-Z*#]\w*")


def is_id(name: str) -> bool:
    """Whether this is what brat calls a span: `T7`."""
    return name[:1] == "T" and name[1:].isdecimal()


def read(sources: Sequence[Source]) -> Documents:
    """Read each `.ann` file with the `.txt` file of its name; offsets are code points.

    Raises DataError where there is no pair of them.
    """
    texts = {source.stem: source for source in sources if source.name.lower().endswith(".txt")}
    problems: list[Problem] = []
    documents: list[Document] = []
    lost: dict[str, int] = {}
    for source in sources:
        if not source.name.lower().endswith(".ann"):
            continue
        text = texts.get(source.stem)
        if text is None:
            problems.append(Problem(source.where, "there is no .txt file of this name beside it"))
            continue
        try:
            documents.append(_read_pair(source, text, problems, lost))
        except DataError as error:
            problems.append(problem_of(error, source.where))
    if not documents:
        what = problems[0] if problems else Problem(sources[0].where if sources else "it", "there is no .ann file")
        raise DataError(f"{what.where}: {what.what}", "brat keeps a .txt and an .ann file of the same name together.")
    return Documents(
        tuple(documents), (), (), tuple(problems), tuple(f"{what}: {count}" for what, count in lost.items())
    )


@dataclass
class _File:
    """The lines of an .ann file, by what they speak of.

    `text` is canonical; `ways` are how corpora have been seen to count: brat itself counts code points, a CR LF as two.
    """

    where: str
    text: str
    ways: tuple[tuple[Offsets, Unit], ...]
    problems: list[Problem]
    lost: dict[str, int]
    spans: dict[str, Annotation] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, number: int, fault: object) -> None:
        self.problems.append(Problem(f"{self.where} line {number}", str(fault)))


def _read_pair(source: Source, text: Source, problems: list[Problem], lost: dict[str, int]) -> Document:
    given = Offsets(_decoded(text))
    ways: tuple[tuple[Offsets, Unit], ...] = (
        (given, "code points"),
        (Offsets(given.text), "code points"),
        (given, "UTF-16 units"),
        (given, "UTF-8 bytes"),
    )
    file = _File(source.where, given.text, ways, problems, lost)
    lines = _decoded(source).removeprefix(_MARK).split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith("T"):
            try:
                id, span = _span(line.rstrip("\r"), file)
                if id in file.spans:
                    raise Fault(f"{id} is there already")
                file.spans[id] = span
                file.places[id] = f"{source.where} line {number}"
            except Fault as fault:
                file.refuse(number, fault)
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("T"):
            _take_line(line.rstrip("\r"), number, file)
    _keep_lines(file)
    article = Article(f"{source.stem}.txt", file.text, "")
    return Document(
        source.where,
        article,
        True,
        tuple(file.spans.values()),
        tuple(file.places[id] for id in file.spans),
    )


def _decoded(source: Source) -> str:
    """The text of a file with its byte order mark, which counts; one without spans is empty."""
    if not source.data.strip():
        return source.data.decode()
    mark = _MARK if source.data.startswith(_MARK.encode()) else ""
    return mark + decode(source.data, source.where)


def _span(line: str, file: _File) -> tuple[str, Annotation]:
    """`T1 <tab> Label 0 4;6 9 <tab> words`. Whose words are others in every way of counting is to be looked at."""
    parts = line.split("\t")
    label, _, places = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
    if not label:
        raise Fault("is no span: T1, its label with start and end, its words, tabs between them")
    given = []
    for place in places.split(";"):
        match = _OFFSETS.fullmatch(place.strip())
        if match is None:
            raise Fault(f"its offsets are none: {shown(places)}")
        given.append((int(match[1]), int(match[2])))
    quoted = _squeezed("\t".join(parts[2:]))
    fragments = [_counted(given, *way) for way in file.ways]
    placed = next((found for found in fragments if found and quoted == _squeezed(_text(found, file.text))), None)
    kept = placed or fragments[0]
    if kept is None:
        raise Fault(f"{places} lies outside its text (0-{len(file.ways[0][0].given)})")
    anchor: Anchor = "exact" if placed or not quoted else "moved"
    own = {ID: parts[0]}
    return parts[0], Annotation("", "", label, "", kept, "", origin="imported", anchor=anchor, attributes=own)


def _counted(given: Sequence[tuple[int, int]], offsets: Offsets, unit: Unit) -> tuple[Fragment, ...] | None:
    """The fragments in order, those that overlap as one, where offsets are counted so; None outside the text."""
    found: list[Fragment] = []
    try:
        for start, end in sorted(given):
            part = offsets.fragment(start, end, units=(unit,))
            if found and part.start < found[-1].end:
                last = found.pop()
                part = Fragment(last.start, max(last.end, part.end))
            found.append(part)
    except Fault:
        return None
    return tuple(found)


def _text(fragments: Sequence[Fragment], text: str) -> str:
    return "".join(text[one.start : one.end] for one in fragments)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _take_line(line: str, number: int, file: _File) -> None:
    """Take a line that is no span's own: what it says of a span where annotui has a place for that; else it is kept."""
    id, _, rest = line.partition("\t")
    body, _, more = rest.partition("\t")
    kind, target, value = (*body.split(" ", 2), "", "")[:3]
    span = file.spans.get(target)
    told = _told(span, id, kind, value.strip(), more) if span is not None else None
    if told is None:
        file.kept.append((id, line))
    elif isinstance(told, Fault):
        file.problems.append(Problem(f"{file.where} line {number}", str(told)))
    else:
        file.spans[target] = told


def _told(span: Annotation, id: str, kind: str, value: str, more: str) -> Annotation | Fault | None:
    """The span with what a line says of it; None where annotui has no place for that."""
    if id.startswith("N"):
        resource, _, record = value.partition(":")
        return _linked(span, record) if resource == CATALOGUE and record else None
    if id.startswith("#"):
        return _named(span._replace(note=more), id, "") if kind == NOTES and not span.note else None
    if id[:1] not in ("A", "M") or kind in span.attributes or kind.startswith(LINE):
        return None
    if kind == FLAG and not value:
        return _named(span._replace(flag=True), id, FLAG)
    if kind == LINK:
        return _with_status(span, value)
    return _named(_with(span, kind, value), id, kind)


def _linked(span: Annotation, record: str) -> Annotation:
    known = {link.agreement for link in span.links}
    status: LinkStatus = "unsure" if Link(None, "unsure", method="imported") in span.links else "linked"
    link = Link(record, status, method="imported")
    kept = tuple(one for one in span.links if one.agreement is not None)
    return span if record in known else span._replace(links=(*kept, link))


def _with_status(span: Annotation, value: str) -> Annotation | Fault:
    if value == "nil" and not span.links:
        return span._replace(links=(Link(None, "nil", method="imported"),))
    if value == "unsure":
        links = span.links or (Link(None, method="imported"),)
        return span._replace(links=tuple(link._replace(status="unsure") for link in links))
    return Fault(f"a link is nil or unsure, and nil where there is no record; this one is {shown(value)}")


def _with(span: Annotation, name: str, value: str) -> Annotation:
    return span._replace(attributes={**span.attributes, name: value})


def _named(span: Annotation, id: str, what: str) -> Annotation:
    """The span, with what the line is called that said something of it."""
    return _with(span, ID, f"{span.attributes[ID]} {id}={what}")


def _keep_lines(file: _File) -> None:
    """Keep the lines that are no span's own with a span: that of which they speak first, else the file's first."""
    bodies = {id: _names_in(line) for id, line in file.kept}
    for number, (id, line) in enumerate(file.kept):
        target = _span_of(_names_in(line), file.spans, bodies, 0) or next(iter(file.spans), "")
        if target:
            name = LINE + id if id and LINE + id not in file.spans[target].attributes else f"{LINE}line {number}"
            file.spans[target] = _with(file.spans[target], name, line)
        else:
            file.lost["lines without a span"] = file.lost.get("lines without a span", 0) + 1


def _names_in(line: str) -> list[str]:
    return _NAMED.findall(line.partition("\t")[2].partition("\t")[0])


def _span_of(
    names: Sequence[str], spans: Mapping[str, Annotation], bodies: Mapping[str, Sequence[str]], depth: int
) -> str:
    """The first span among these names, or among those that the lines with these names name."""
    direct = next((name for name in names if name in spans), "")
    if direct or depth > _DEEPEST:
        return direct
    through = (_span_of(bodies[name], spans, bodies, depth + 1) for name in names if name in bodies)
    return next((id for id in through if id), "")
