"""No bytes make the reader fail: arbitrary ones, real mails cut and changed, and shapes that slow parsers down."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.mail.automatic import why_automatic
from chalicelib.mail.html_text import to_text
from chalicelib.mail.inbound import Inbound, read
from chalicelib.mail.quotes import split

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "email"
FILES = sorted((DATA / "cpython").glob("*.txt")) + sorted((DATA / "bounces").glob("arf-*"))
real = pytest.mark.skipif(not FILES, reason="the real mails of ../shared/data/email are not here")

PIECES = st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: text/html; charset=utf-7\n", b"\n", b"\r\n",
    b"--x\n", b"--x--\n", b"From: \xff\xfe <a@b>\n", b"Subject: =?utf-8?B?=ff?=\n",
    b"Content-Transfer-Encoding: base64\n", b"=\n", b"Content-Type: message/rfc822\n",
    b"<a href='x", b"<blockquote>", b"> On 1 wrote:\n", b"\x00", b"Date: 1 2 3 4 5 6\n",
    b"Content-Disposition: attachment; filename*=''%ff\n", b"Content-Type: text/plain; charset=idna; format=flowed\n",
])


def sound(message: Inbound) -> None:
    texts = [message.subject, message.text, message.quoted, message.html, message.from_name, *message.notes]
    assert "\0" not in "".join(texts)
    assert "".join(texts).encode("utf-8").decode() == "".join(texts)
    assert all(file.name and "/" not in file.name and len(file.name) <= 200 for file in message.attachments)
    why_automatic(message, {"a@b"})


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes(raw):
    sound(read(raw))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_pieces_of_mail_in_any_order(raw):
    sound(read(raw))


@real
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_real_mails_changed_anywhere(data):
    raw = data.draw(st.sampled_from(FILES)).read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 200)))
    sound(read(raw[:start] + data.draw(st.binary(max_size=20) | PIECES) + raw[end:]))


@real
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_mails_as_they_are(path):
    sound(read(path.read_bytes()))


@pytest.mark.parametrize("shape", [
    "<", "<!", "<!--", "<![CDATA[", "<a ", "<a b='", "</", "&#", "&", "<blockquote>", "<ul><li>", "<pre>\n", "<script>",
    "<?", "<a href='https://x'>", "<td>", "</p>",
])
def test_html_that_slows_parsers_down(shape):
    assert isinstance(to_text(shape * (200_000 // len(shape))), str)


@pytest.mark.parametrize("shape", [
    "> ", "On 1\n", "On 1 wrote: \n", "From: a\n", "-- \n", "_" * 20 + "\n", "a:\n", "On ", " \n", "a 1:\n>\n",
])
def test_text_that_slows_parsers_down(shape):
    text = shape * (700_000 // len(shape))
    reply = split(text)
    assert len(reply.new) + len(reply.quoted) + len(reply.signature) <= len(text)


@pytest.mark.parametrize("shape", [b"=?", b"=?a?q?", b"(", b";", b"; a=b", b"<", b"a@", b",", b"\"", b"\n "])
def test_headers_that_slow_parsers_down(shape):
    value = shape * (300_000 // len(shape))
    names = (b"From: a", b"Subject: a", b"Content-Type: a", b"References: a")
    sound(read(b"".join(name + value + b"\n" for name in names)))


@real
def test_the_longest_real_body():
    body = (DATA / "github_reply_parser" / "email_long_quote.txt").read_bytes()
    assert read(b"From: a@example.com\n\n" + body).text.startswith("Hi folks\n\nWhat is the best way")
