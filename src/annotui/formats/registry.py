"""The formats that annotations come in and go out in: one entry each, from which commands and documents are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, cast

from annotui.formats.documents import Documents

Reader = Callable[[bytes, str], Documents]


class Format(NamedTuple):
    """A format by its name: the endings of its files, and where what reads it is (`module:function`; empty: nothing).

    A reader takes the bytes of a file and what to call it in messages. It raises DataError where nothing can be read.
    """

    name: str
    endings: tuple[str, ...]
    reads: str
    about: str

    def reader(self) -> Reader:
        """What reads it."""
        module, _, function = self.reads.partition(":")
        return cast(Reader, getattr(import_module(f"annotui.formats.{module}"), function))


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("csv", (".csv",), "annotations_csv_in:read_csv", "a row per span and link"),
        Format("json", (".json",), "annotations_json_in:read_json", "one document with labels and catalogue"),
        Format("jsonl", (".jsonl",), "annotations_json_in:read_jsonl", "an article a line"),
        Format("doccano", (), "doccano:read", "doccano's JSONL, of sequence labelling"),
        Format("label-studio", (), "label_studio:read", "Label Studio's JSON: tasks with regions of text"),
        Format("prodigy", (), "prodigy:read", "Prodigy's and spaCy's JSONL: texts with spans"),
    )
}
