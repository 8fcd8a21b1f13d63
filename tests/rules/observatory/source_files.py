"""Invented sources of every kind, made of octets; nothing here names anybody who lives."""

import gzip
import io
import textwrap
import zipfile
from email.message import EmailMessage

# Loaded before a test takes sockets away: some of these look at the socket module when they are imported.
import datasketch  # noqa: F401
import defusedxml.ElementTree  # noqa: F401
import feedparser  # noqa: F401
import pypdf  # noqa: F401
import trafilatura  # noqa: F401
import warcio.archiveiterator  # noqa: F401
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

STATEMENT = (
    "The European Union is deeply concerned about the sentencing of the human rights defender Rustam Halimzoda in Tajikistan "
    "on 10 March. He was denied a fair trial and access to a lawyer of his choice. The EU calls on the Tajik authorities to "
    "release him immediately and to uphold their international obligations. Human rights defenders must be able to work "
    "without fear of reprisals, and civil society must be heard wherever laws are made that concern it."
)
TITLE = "Tajikistan: Statement by the Spokesperson on the sentencing of Rustam Halimzoda"
URL = "https://www.example.org/tajikistan-statement_en"
AT = "2024-05-01T10:00:00+00:00"


def html(text=STATEMENT, *, title=TITLE, head="", lang="en", date="2023-03-14"):
    day = f'<meta property="article:published_time" content="{date}">' if date else ""
    body = "".join(f"<p>{sentence}.</p>" for sentence in text.rstrip(".").split(". "))
    furniture = (
        "<nav><ul><li>Home</li><li>Topics</li><li>Press</li></ul></nav><div class='cookie'>We use cookies.</div>"
    )
    page = (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{day}{head}</head><body>"
        f"{furniture}<main><article><h1>{title}</h1>{body}</article></main><footer>Imprint, contact</footer></body></html>"
    )
    return page.encode()


def pdf(text=STATEMENT):
    """One page; without text, one on which nothing is written."""
    lines = textwrap.wrap(text, 90)
    drawn = " ".join(f"({line}) Tj T*".replace("\\", "") for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 40 780 Td {drawn} ET".encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def mail(text=STATEMENT, *, date="Tue, 14 Mar 2023 09:00:00 +0100", attached=None):
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = TITLE, "press@example.org", date
    message.set_content(text)
    if attached is not None:
        message.add_attachment(attached, maintype="application", subtype="pdf", filename="statement.pdf")
    return message.as_bytes()


def mailbox(*mails):
    """As a mail program saves it: a line before each mail, and what looks like one is quoted."""
    head = b"From press@example.org Tue Mar 14 09:00:00 2023\n"
    return b"".join(head + one.replace(b"\nFrom ", b"\n>From ") + b"\n" for one in mails)


def feed(*entries):
    """Entries as (address, title, day, text)."""
    items = "".join(
        f"<item><link>{url}</link><title>{title}</title><pubDate>{day}</pubDate><description><![CDATA[{text}]]></description></item>"
        for url, title, day, text in entries
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def sitemap(*addresses):
    located = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{located}</urlset>'.encode()
    )


def warc(*answers):
    """Answers as (address, status, kind, octets)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, status, kind, octets in answers:
        said = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(octets),
                http_headers=said,
                warc_headers_dict={"WARC-Date": "2023-04-01T08:00:00Z"},
            )
        )
    return out.getvalue()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, octets in members.items():
            packed.writestr(name.replace("__", "."), octets)
    return out.getvalue()


def bomb(octets):
    return gzip.compress(b"<p>" * (octets // 3))
