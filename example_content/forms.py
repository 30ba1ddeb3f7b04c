"""One-page example forms as PDF, written here so that no file has to be shipped."""

from __future__ import annotations

from collections.abc import Sequence

_A4 = (595, 842)  # points


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A one-page A4 PDF with a title and lines (Latin letters), in the reader's own Helvetica."""
    words = ["BT /F1 16 Tf 60 770 Td 24 TL", f"({_escaped(title)}) Tj T*", "/F1 11 Tf 26 TL"]
    words += [f"({_escaped(line)}) Tj T*" for line in lines]
    stream = "\n".join([*words, "ET"]).encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % _A4,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def blank_statement(village: str) -> bytes:
    """The example form that the services of `village` hand out."""
    dots = "." * 60
    return pdf(
        "CONTOH: Surat Pernyataan",
        [
            f"Kantor Desa {village} - formulir contoh, tidak berlaku sebagai surat resmi",
            "",
            f"Nama: {dots}",
            f"Dusun: {dots}",
            f"Keperluan: {dots}",
            f"{dots}{dots[:24]}",
            "",
            "Diketahui ketua RT                                        Yang menyatakan",
            "",
            "",
            "........................                                        ........................",
        ],
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
