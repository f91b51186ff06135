"""brat standoff, written: for each article its text and an `.ann` file, and the configuration that brat wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from annotui.core.model import Annotation, text_of
from annotui.formats.brat_in import CATALOGUE, FLAG, ID, LINE, LINK, NOTES, is_id
from annotui.formats.cells import utf8
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.targets import Member

_BLANKS: Final = re.compile(r"\s")


def write(contents: Contents, _: Options) -> Iterator[Member]:
    """The files of all articles: `a/b.txt` and `a/b.ann`; then `annotation.conf` with the types in use.

    A blank in a label becomes `_`, for brat's names have none.
    """
    types = _Types({brat_name(name): None for name in contents.labels})
    stems: set[str] = set()
    for exported in contents.articles:
        path = exported.article.path
        stem = path.removesuffix(".txt")
        if stem != path and stem in stems:  # `a.md` has that name already
            stem = path
        if not path.endswith(".txt"):
            stems.add(stem)
        for span in exported.annotations:
            types.see(span)
        yield Member(f"{stem}.txt", utf8(exported.article.text))
        yield Member(f"{stem}.ann", utf8("".join(line + "\n" for line in _lines(exported))))
    yield Member("annotation.conf", utf8(types.configuration()))


@dataclass
class _Types:
    """What brat's configuration has to know: labels, attributes with values, relations and events with roles."""

    labels: dict[str, None]
    attributes: dict[str, set[str]] = field(default_factory=lambda: {LINK: {"nil", "unsure"}, FLAG: {""}})
    relations: dict[str, set[str]] = field(default_factory=dict)
    events: dict[str, set[str]] = field(default_factory=dict)

    def see(self, span: Annotation) -> None:
        """Take note of what a span and the lines kept with it are made of."""
        self.labels.setdefault(brat_name(span.label))
        for name, value in _shown_attributes(span).items():
            self.attributes.setdefault(brat_name(name), set()).add(_one_line(value))
        for line in _kept(span):
            id, _, rest = line.partition("\t")
            kind, *roles = rest.partition("\t")[0].split(" ")
            known = self.relations if id.startswith("R") else self.events if id.startswith("E") else None
            if known is not None:
                known.setdefault(kind.partition(":")[0], set()).update(role.partition(":")[0] for role in roles if role)

    def configuration(self) -> str:
        """The text of `annotation.conf`."""
        return "\n".join(
            [
                "[entities]",
                *(name for name in self.labels if name not in self.events),
                "\n[relations]",
                *(_with_roles(name, roles, "") for name, roles in self.relations.items()),
                "\n[events]",
                *(_with_roles(name, roles, "*") for name, roles in self.events.items()),
                "\n[attributes]",
                *(f"{name}\tArg:<ANY>{_values(values)}" for name, values in self.attributes.items()),
                "",
            ]
        )


def _with_roles(name: str, roles: set[str], often: str) -> str:
    return name + "\t" + ", ".join(f"{role}{often}:<ANY>" for role in sorted(roles))


def _values(values: set[str]) -> str:
    told = sorted(value for value in values if value)
    return f", Value:{'|'.join(told)}" if told else ""


def brat_name(name: str) -> str:
    """A name of a label or an attribute without the blanks that end it in brat."""
    return _BLANKS.sub("_", name)


class _Ids:
    """Gives out names of lines, none twice: those that they had in the file they came from, else free ones."""

    def __init__(self, kept: Iterable[str], promised: Iterable[str]) -> None:
        """`kept` are those of lines that go out as they came, `promised` are kept for those who ask for them first."""
        self._promised = set(promised)
        self._taken = set(kept) | self._promised
        self._last: dict[str, int] = {}

    def take(self, kind: str, wanted: str = "") -> str:
        if wanted in self._promised:
            self._promised.remove(wanted)
            return wanted
        number = self._last.get(kind, 0) + 1
        while f"{kind}{number}" in self._taken:
            number += 1
        self._last[kind] = number
        return f"{kind}{number}"


def _lines(exported: ExportArticle) -> Iterator[str]:
    spans = exported.in_order()
    wanted = [span.attributes.get(ID, "").split(" ") for span in spans]
    called = [{what: line for line, _, what in (name.partition("=") for name in names[1:])} for names in wanted]
    kept = [line for span in spans for line in _kept(span)]
    promised = {id for names in called for id in names.values()} | {names[0] for names in wanted if is_id(names[0])}
    ids = _Ids((line.partition("\t")[0] for line in kept), promised)
    named = [ids.take("T", names[0]) for names in wanted]
    for span, id in zip(spans, named, strict=True):
        yield f"{id}\t{brat_name(span.label)} {_offsets(span)}\t{_quoted(span, exported.article.text)}"
    for span, id, names in zip(spans, named, called, strict=True):
        yield from _about(span, id, ids, names)
    yield from kept


def _about(span: Annotation, id: str, ids: _Ids, called: dict[str, str]) -> Iterator[str]:
    """The lines that say more of the span `id`: its links, attributes, flag and note."""
    status = span.links[0].status if span.links else "linked"
    if status != "linked":
        yield f"{ids.take('A')}\t{LINK} {id} {status}"
    for link in span.links:
        if link.agreement is not None:
            yield f"{ids.take('N')}\tReference {id} {CATALOGUE}:{link.agreement}\t{link.agreement}"
    if span.flag:
        yield f"{ids.take('A', called.get(FLAG, ''))}\t{FLAG} {id}"
    for name, value in _shown_attributes(span).items():
        yield f"{ids.take('A', called.get(name, ''))}\t{brat_name(name)} {id} {_one_line(value)}".rstrip(" ")
    if span.note:
        yield f"{ids.take('#', called.get('', ''))}\t{NOTES} {id}\t{_one_line(span.note)}"


def _shown_attributes(span: Annotation) -> dict[str, str]:
    return {name: value for name, value in span.attributes.items() if not name.startswith(LINE)}


def _kept(span: Annotation) -> list[str]:
    return [value for name, value in span.attributes.items() if name.startswith(LINE) and name != ID]


def _offsets(span: Annotation) -> str:
    return ";".join(f"{one.start} {one.end}" for one in span.fragments)


def _quoted(span: Annotation, text: str) -> str:
    return _one_line(text_of(span.fragments, text))


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)
