"""Tables as workbooks, for Excel and for LibreOffice. A text is written as one: no program takes it for a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
Value = str | int
"""A text, or a number."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold (XML 1.0, 2.2)."""
_AS_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_BOLD = (
    '<office:automatic-styles><style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """One table of a workbook. Its first line is the head of its columns."""

    name: str
    """At most 31 signs, none of them `[]:*?/\\`: what Excel takes."""
    rows: Sequence[Sequence[Value]]


def xlsx(sheets: Sequence[WorkbookTable]) -> bytes:
    """An Excel workbook. A line leaves memory as soon as the next one begins."""
    output = io.BytesIO()
    with TemporaryDirectory() as folder:
        book = Workbook(output, {"constant_memory": True, "tmpdir": folder})
        head = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
            for row, values in enumerate(sheet.rows):
                for column, value in enumerate(values):
                    look = None if row else head
                    if isinstance(value, str):
                        page.write_string(row, column, _clean(value), look)
                    else:
                        page.write_number(row, column, value, look)
        book.close()
    return output.getvalue()


def _widths(sheet: WorkbookTable) -> list[int]:
    """In signs: what the first lines need, within reason."""
    first = sheet.rows[:50]
    return [min(60, 2 + max(len(str(value)) for value in column)) for column in zip(*first, strict=True)]


def ods(sheets: Sequence[WorkbookTable]) -> bytes:
    """An OpenDocument workbook: a zip whose first member says what it is, and one document (ODF 1.2, part 3)."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as book:
        book.writestr("mimetype", ODS, ZIP_STORED)
        book.writestr("META-INF/manifest.xml", _MANIFEST)
        with book.open("content.xml", "w") as content:
            for part in _document(sheets):
                content.write(part.encode())
    return output.getvalue()


def _document(sheets: Sequence[WorkbookTable]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} {_FO} office:version="1.2">'
    yield f"{_BOLD}<office:body><office:spreadsheet>"
    for sheet in sheets:
        yield f'<table:table table:name="{_text(sheet.name)}"><table:table-column/>'
        for row, values in enumerate(sheet.rows):
            yield f"<table:table-row>{''.join(_cell(value, row) for value in values)}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell(value: Value, row: int) -> str:
    kind = 'office:value-type="string"'
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value}"'
    look = "" if row else ' table:style-name="head"'
    return f"<table:table-cell {kind}{look}><text:p>{_text(str(value))}</text:p></table:table-cell>"


def _text(value: str) -> str:
    return _clean(value).translate(_AS_XML)


def _clean(value: str) -> str:
    return _NOT_XML.sub("", value)
