"""Other programs read our files as we mean them: the same text, spans, labels and links, in their own units."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotui.core.model import Annotation
from annotui.core.text import safe
from annotui.project import annotate, reading
from annotui.project.exporting import Selection, export
from annotui.project.opening import Project

pytestmark = pytest.mark.oracles

Span = tuple[str, int, int, str, str]
"""The path of an article, start and end in code points, label, and the words there."""


def written(project: Project, format: str) -> bytes:
    out = io.BytesIO()
    export(project, out, format, Selection())
    return out.getvalue()


def spans(project: Project) -> list[tuple[Annotation, str]]:
    """The spans that stand in a text, with that text."""
    found = []
    for (path,) in project.store.connection.execute("SELECT path FROM article"):
        text = reading.article(project, path).text
        found += [(span, text) for span in reading.spans_of(project, path) if span.anchor != "orphaned"]
    return found


def extents(project: Project) -> Counter[Span]:
    """Every span by its extent: for programs that know of no gaps."""
    return Counter((s.article, s.start, s.end, s.label, text[s.start : s.end]) for s, text in spans(project))


@pytest.mark.parametrize("format", ["uima-xmi", "uima-json"])
def test_cassis_finds_every_named_entity(filled: Project, format: str) -> None:
    cassis = pytest.importorskip("cassis")
    entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    found: Counter[Span] = Counter()
    linked: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(written(filled, format))) as archive:
        for name in archive.namelist():
            if name == "TypeSystem.xml":
                continue
            if format == "uima-xmi":
                types = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
                cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read(name)), typesystem=types)
            else:
                cas = cassis.load_cas_from_json(io.BytesIO(archive.read(name)))
            assert cas.typecheck() == []
            path = name.rpartition(".")[0]
            assert cas.sofa_string == reading.article(filled, path).text
            for one in cas.select(entity):
                found[path, one.begin, one.end, one.value, one.get_covered_text()] += 1
                linked[one.identifier] += bool(one.identifier)
    assert found == extents(filled)
    records = (next((link.agreement for link in span.links if link.agreement), None) for span, _ in spans(filled))
    assert linked == Counter(record for record in records if record) + Counter()


def test_spacy_reads_the_docs_their_spans_and_entities(filled: Project, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin
    from spacy.training import Corpus, offsets_to_biluo_tags

    file = tmp_path / "out.spacy"
    file.write_bytes(written(filled, "spacy"))
    found: Counter[Span] = Counter()
    language = spacy.blank("xx")
    for doc in DocBin(store_user_data=True).from_disk(file).get_docs(language.vocab):
        path = doc.user_data["article"]
        assert doc.text == reading.article(filled, path).text
        for one in doc.spans["sc"]:
            found[path, one.start_char, one.end_char, one.label_, one.text] += 1
        ends = [(one.start_char, one.end_char, one.label_) for one in doc.ents]
        assert "-" not in offsets_to_biluo_tags(doc, ends)
    stripped: Counter[Span] = Counter()
    for span, text in spans(filled):
        words = text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        stripped[span.article, start, start + len(words.strip()), span.label, words.strip()] += 1
    assert found == stripped
    assert len(list(Corpus(file)(language))) == 3


def test_spacy_finds_the_spans_of_jsonl_by_their_characters(filled: Project) -> None:
    spacy = pytest.importorskip("spacy")
    language = spacy.blank("xx")
    for line in written(filled, "prodigy").splitlines():
        record = json.loads(line)
        doc = language.make_doc(record["text"])
        for one in record["spans"]:
            assert record["text"][one["start"] : one["end"]] == one["text"]
            assert doc.char_span(one["start"], one["end"], alignment_mode="expand") is not None


def test_duckdb_and_arrow_read_what_the_csv_says(filled: Project, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "out.parquet"
    file.write_bytes(written(filled, "parquet"))
    table = parquet.read_table(file).to_pylist()
    rows = list(csv.DictReader(io.StringIO(written(filled, "csv").decode(), newline="")))
    assert len(table) == len(rows)
    for one, row in zip(table, rows, strict=True):
        given = [f"{part['start']}-{part['end']}" for part in one["fragments"]]
        assert (str(one["start"]), str(one["end"])) == (row["start"], row["end"])
        assert (";".join(given) if len(given) > 1 else "") == row["fragments"]
        for name in ("article", "label", "agreement_id", "link_status", "annotation_id", "anchor"):
            assert (one[name] or "") == row[name]
    query = f"SELECT label, count(*) FROM '{file}' GROUP BY label"
    assert dict(duckdb.sql(query).fetchall()) == dict(Counter(row["label"] for row in rows))
    assert duckdb.sql(f"SELECT max(len(fragments)) FROM '{file}'").fetchall() == [(3,)]


def test_a_json_ld_processor_reads_the_web_annotations(filled: Project) -> None:
    jsonld = pytest.importorskip("pyld.jsonld")
    oa, rdf = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    dc, terms, foaf = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
    streams = "http://www.w3.org/ns/activitystreams#"
    names = {
        **{name: oa + name for name in ("Annotation", "SpecificResource", "TextualBody", "Composite")},
        **{name: oa + name for name in ("TextPositionSelector", "TextQuoteSelector", "exact", "prefix", "suffix")},
        **{name: {"@id": oa + name, "@type": "@vocab"} for name in ("tagging", "identifying", "commenting")},
        "id": "@id",
        "type": "@type",
        "AnnotationCollection": streams + "OrderedCollection",
        "AnnotationPage": streams + "OrderedCollectionPage",
        "Person": foaf + "Person",
        "nickname": foaf + "nick",
        "body": {"@id": oa + "hasBody", "@type": "@id"},
        "target": {"@id": oa + "hasTarget", "@type": "@id"},
        "source": {"@id": oa + "hasSource", "@type": "@id"},
        "selector": {"@id": oa + "hasSelector", "@type": "@id"},
        "motivation": {"@id": oa + "motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": oa + "hasPurpose", "@type": "@vocab"},
        "start": oa + "start",
        "end": oa + "end",
        "value": rdf + "value",
        "creator": {"@id": terms + "creator", "@type": "@id"},
        "created": terms + "created",
        "modified": terms + "modified",
        "language": dc + "language",
        "total": streams + "totalItems",
        "startIndex": streams + "startIndex",
        "first": {"@id": streams + "first", "@type": "@id"},
        "items": {"@id": streams + "items", "@type": "@id", "@container": "@list"},
    }

    def local(url: str, _: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": names}}

    document = json.loads(written(filled, "w3c"))
    (collection,) = jsonld.expand(document, {"documentLoader": local})
    (page,) = collection[streams + "first"]
    items: list[dict[str, Any]] = page[streams + "items"][0]["@list"]
    found: Counter[tuple[str, ...]] = Counter()
    for one in items:
        assert one["@type"] == [oa + "Annotation"]
        assert one["@id"].startswith("urn:annotui:annotation:")
        (details,) = one["urn:annotui:details"]
        assert details["@type"] == "@json"
        (target,) = one[oa + "hasTarget"]
        parts = target[streams + "items"][0]["@list"] if streams + "items" in target else [target]
        texts = []
        for part in parts:
            (source,) = part[oa + "hasSource"]
            assert source["@id"].startswith("urn:annotui:article:")
            position, quoted = part[oa + "hasSelector"]
            assert position[oa + "end"][0]["@value"] > position[oa + "start"][0]["@value"]
            texts.append(quoted[oa + "exact"][0]["@value"])
        found[tuple(texts)] += 1
    assert found == Counter(tuple(text[p.start : p.end] for p in span.fragments) for span, text in spans(filled))
    assert collection[streams + "totalItems"][0]["@value"] == len(items)
    assert jsonld.to_rdf(document, {"documentLoader": local})


@pytest.mark.parametrize(("format", "scheme"), [("iob2", "IOB2"), ("bilou", "BILOU"), ("conll2003", "IOB2")])
def test_seqeval_finds_the_outermost_spans(filled: Project, format: str, scheme: str) -> None:
    entities = pytest.importorskip("seqeval.scheme")
    lines = written(filled, format).decode().split("\n")
    sentences: list[list[list[str]]] = [[]]
    for line in lines:
        cells = line.split("\t" if format != "conll2003" else " ")
        if not line:
            sentences.append([])
        elif cells[0] != "-DOCSTART-":
            sentences[-1].append(cells)
    tags = [[cells[-1] for cells in sentence] for sentence in sentences if sentence]
    tokens = [[cells[0] for cells in sentence] for sentence in sentences if sentence]
    found = Counter(
        (one.tag, "".join(tokens[number][one.start : one.end]))
        for number, its in enumerate(entities.Entities(tags, getattr(entities, scheme)).entities)
        for one in its
    )
    everything = Counter((label, "".join(words.split())) for _, _, _, label, words in extents(filled))
    assert not found - everything
    assert sum(found.values()) == sum(tag[0] in "BU" for its in tags for tag in its) >= 4


def test_a_spreadsheet_finds_no_formula(filled: Project, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = [path for (path,) in filled.store.connection.execute("SELECT path FROM article") if "odd" in path]
    text = reading.article(filled, path).text
    at = text.index("=1+1")
    from annotui.core.model import Fragment

    annotate.tag(filled, path, [Fragment(at, at + 4)], "date", note='=cmd|"/c calc"!A1')
    book = openpyxl.Workbook()
    sheet = book.active
    for row in csv.reader(io.StringIO(written(filled, "csv").decode(), newline="")):
        sheet.append(["".join(sign for sign in cell if sign.isprintable()) for cell in row])
    book.save(tmp_path / "out.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(cell.value == "'=1+1" for cell in cells)


def test_an_html_parser_finds_no_fault_no_script_and_the_whole_text(filled: Project) -> None:
    html5lib = pytest.importorskip("html5lib")
    page = written(filled, "html").decode()
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(page)
    for element in tree.iter():
        assert element.tag not in ("script", "iframe", "img", "object", "link")
        assert not any(name.startswith("on") or name in ("src", "formaction") for name in element.attrib)
        assert element.attrib.get("href", "#").startswith(("#", "http://", "https://"))
    texts = [one for one in tree.iter("div") if one.attrib.get("class") == "text"]
    paths = filled.store.connection.execute("SELECT path FROM article ORDER BY path").fetchall()
    for one, (path,) in zip(texts, paths, strict=True):
        for tag in one.iter("sup"):  # what a label says; the text goes on after it
            tag.text = None
            for inner in list(tag):
                tag.remove(inner)
        text = reading.article(filled, path).text
        assert "".join(one.itertext()) == "\n".join(map(safe, text.split("\n")))


def test_label_studio_converts_our_tasks(filled: Project, tmp_path: Path) -> None:
    converter = pytest.importorskip("label_studio_sdk.converter")
    file = tmp_path / "tasks.json"
    file.write_bytes(written(filled, "label-studio"))
    labels = "".join(f'<Label value="{label.name}"/>' for label in filled.labels())
    config = f'<View><Labels name="label" toName="text">{labels}</Labels><Text name="text" value="$text"/></View>'
    made = converter.Converter(config, str(tmp_path))
    made.convert_to_json_min(str(file), str(tmp_path / "json"), is_dir=False)
    made.convert_to_conll2003(str(file), str(tmp_path / "conll"), is_dir=False)
    tasks = json.loads((tmp_path / "json/result.json").read_text())
    found: Counter[Span] = Counter()
    for task in tasks:
        for one in task.get("label", []):
            units = task["text"].encode("utf-16-le")
            words = units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le")
            assert words == one["text"]
            start = len(units[: 2 * one["start"]].decode("utf-16-le"))
            found[task["annotui"]["article"], start, start + len(words), one["labels"][0], words] += 1
    assert found == extents(filled)
    assert list((tmp_path / "conll").iterdir())
