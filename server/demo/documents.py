"""Documents for the demo data: each as small as its form allows, and opened by the program that it is meant for."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def docx(paragraphs: list[str]) -> bytes:
    """A text for Word and LibreOffice (ECMA-376)."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(one)}</w:t></w:r></w:p>' for one in paragraphs)
    parts = {"word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'}
    return _package("word/document.xml", f"{MAIN}.wordprocessingml.document.main+xml", parts)


def xlsx(rows: list[list[str | float]]) -> bytes:
    """One sheet for Excel and LibreOffice (ECMA-376)."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = f'<sheet name="Water" sheetId="1" xmlns:r="{OFFICE}" r:id="r1"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{lines}</sheetData></worksheet>',
    }
    more = f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}.spreadsheetml.worksheet+xml"/>'
    return _package("xl/workbook.xml", f"{MAIN}.spreadsheetml.sheet.main+xml", parts, more)


def pdf(title: str, lines: list[str]) -> bytes:
    """One page of text in letters that every reader has (ISO 32000-1, 7.5)."""
    shown = [f"({_plain(line)}) Tj T*" for line in lines]
    stream = "\n".join(["BT /F1 22 Tf 72 760 Td", f"({_plain(title)}) Tj", "/F1 13 Tf 22 TL T* T*", *shown, "ET"])
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        " /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    out, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def _package(start: str, kind: str, parts: dict[str, str], more: str = "") -> bytes:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{start}" ContentType="{kind}"/>'
        f"{more}</Types>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        first = {"[Content_Types].xml": types, "_rels/.rels": _relation("officeDocument", start)}
        for name, content in (first | parts).items():
            archive.writestr(name, XML + content)
    return out.getvalue()


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
