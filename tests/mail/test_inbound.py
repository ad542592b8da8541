"""Reading a mail: what it says, and what happens to what it says wrongly."""

from email.message import EmailMessage

import pytest

from chalicelib.mail.inbound import read


def mail(body: str = "Hello", **headers: str) -> bytes:
    lines = {"From": "Ann Lee <ann@example.com>", "To": "sales@example.org", "Subject": "Hi", **headers}
    return ("".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()) + "\r\n" + body).encode()


def test_the_plain_facts():
    read_back = read(mail(Message_ID="<1@example.com>", Date="Fri, 20 Nov 2026 10:00:00 +0200", Cc="<bob@example.org>"))
    assert (read_back.from_name, read_back.from_address) == ("Ann Lee", "ann@example.com")
    assert read_back.to == ("sales@example.org", "bob@example.org")
    assert (read_back.subject, read_back.text, read_back.message_id) == ("Hi", "Hello", "<1@example.com>")
    assert read_back.date == "2026-11-20T08:00:00.000Z"
    assert read_back.notes == ()


def test_a_thread_is_told_by_its_ids():
    read_back = read(mail(In_Reply_To="<b@x> (Bob)", References="<a@x>\r\n <b@x> <a@x>"))
    assert (read_back.in_reply_to, read_back.references) == ("<b@x>", ("<a@x>", "<b@x>"))


@pytest.mark.parametrize(("sent", "meant"), [
    ("=?utf-8?q?Caf=C3=A9?=", "Café"),
    ("=?iso-8859-1?Q?Gr=FC=DFe?= from =?utf-8?B?S8O2bG4=?=", "Grüße from Köln"),
    ("=?utf-8?B?w?= =?utf-8?B?w?=", ""),
    ("=?utf-8?Q?=E6=97?= =?utf-8?Q?=A5=E6=9C=AC?=", "日本"),
    ("=?no-such?Q?caf=E9?=", "café"),
    ("=?utf-8*en?Q?tagged?= words", "tagged words"),
])
def test_encoded_words(sent, meant):
    assert read(mail(Subject=sent)).subject == meant


def test_an_encoded_comma_does_not_split_the_sender():
    read_back = read(mail(From="=?utf-8?Q?M=C3=BCller=2C_Eva?= <eva@example.com>"))
    assert (read_back.from_name, read_back.from_address) == ("Müller, Eva", "eva@example.com")


def test_a_sender_that_breaks_the_grammar_still_has_an_address():
    assert read(mail(From="Lee, Ann (Sales <ann@example.com>")).from_address == "ann@example.com"
    assert read(mail(From="(" * 20_000 + "ann@example.com")).from_address == ""


@pytest.mark.parametrize(("charset", "raw", "honest"), [
    ("utf-8", "Grüße".encode(), True), ("utf-8", "Grüße".encode("cp1252"), False),
    ("us-ascii", "Grüße".encode(), False), ("iso-8859-1", b"Gr\xfc\xdfe", True),
    ("x-unknown", "Grüße".encode(), False), ("windows-1252", b"Gr\xfc\xdfe", True),
])
def test_a_charset_may_lie(charset, raw, honest):
    read_back = read(mail("", Content_Type=f"text/plain; charset={charset}") + raw)
    assert read_back.text == "Grüße"
    assert (read_back.notes == ()) is honest


def test_raw_bytes_in_a_header_are_read():
    assert read("Subject: Grüße\n\n".encode()).subject == read("Subject: Grüße\n\n".encode("cp1252")).subject == "Grüße"


def composed() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "ann@example.com", "Files"
    message.set_content("See below")
    message.add_alternative("<p>See <b>below</b></p>", subtype="html")
    return message


def test_attachments_keep_their_bytes_under_safe_names():
    message = composed()
    name = "../../Angebot für \u202efdp.exe"
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename=name)
    files = read(message.as_bytes()).attachments
    assert [(file.name, file.content_type, file.content) for file in files] == [
        ("Angebot für fdp.exe", "application/pdf", b"\x00\x01")]


def test_names_in_pieces_are_put_together():
    part = ("Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*0*=utf-8''%e2%82%ac%20;\r\n"
            " filename*1=rates.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJ\r\nD")
    files = read(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + part.encode() + b"\r\n--x--").attachments
    assert [(file.name, file.content, file.size) for file in files] == [("€ rates.pdf", b"ABC", 3)]


def test_an_attached_mail_is_a_file_named_by_its_subject():
    message = composed()
    message.add_attachment(composed())
    read_back = read(message.as_bytes())
    assert [(file.name, file.content_type) for file in read_back.attachments] == [("Files.eml", "message/rfc822")]
    assert read_back.text == "See below"


def test_winmail_dat_is_kept_and_noted():
    message = composed()
    message.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    read_back = read(message.as_bytes())
    assert read_back.attachments[0].name == "winmail.dat"
    assert "winmail.dat" in read_back.notes[0]


def test_html_stands_in_for_a_missing_or_empty_text():
    message = composed()
    message.get_payload(0).set_content(" \n")
    assert read(message.as_bytes()).text == "See below"
    assert read(message.as_bytes()).html.strip() == "<p>See <b>below</b></p>"


def test_wrapped_lines_are_joined():
    body = "One paragraph \r\nin two lines. \r\n-- \r\nAnn"
    read_back = read(mail(body, Content_Type="text/plain; format=flowed"))
    assert (read_back.text, read_back.quoted) == ("One paragraph in two lines.", "--\nAnn")


def test_a_mail_cut_off_in_the_middle_keeps_what_came():
    message = composed()
    message.add_attachment(b"A" * 3000, maintype="application", subtype="pdf", filename="a.pdf")
    read_back = read(message.as_bytes()[:-2000])
    assert read_back.text == "See below"
    assert 0 < read_back.attachments[0].size < 3000
    assert any("not closed" in note for note in read_back.notes)


def test_a_boundary_that_never_appears_leaves_the_text():
    read_back = read(mail("Just text", Content_Type="multipart/mixed; boundary=nowhere"))
    assert read_back.text == "Just text"
    assert "boundary" in read_back.notes[0]


def test_headers_without_a_blank_line_after_them():
    read_back = read(b"From: ann@example.com\nSubject: Hi\nthis is no header\nmore")
    assert (read_back.subject, read_back.text) == ("Hi", "this is no header\nmore")
    assert read_back.notes == ("The headers end without a blank line.",)


def test_nesting_has_a_limit():
    raw = b"end"
    for level in range(50):
        raw = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) + raw + b"\n--b%d--" % level
    assert any("nested" in note for note in read(raw).notes)


def test_attachments_and_parts_have_limits():
    part = b"--x\nContent-Type: image/png\n\nA\n"
    read_back = read(b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 2000 + b"--x--")
    assert len(read_back.attachments) == 100
    assert any("Attachments" in note for note in read_back.notes)


def test_size_has_a_limit():
    read_back = read(mail("") + (b"y" * 998 + b"\r\n") * (41 * 1024 + 1000))
    assert "The mail was larger than 40 MB and was cut." in read_back.notes


def test_control_characters_never_arrive():
    assert read(mail("a\x00b\x1b[31m", Subject="x\x07y")).text == "ab[31m"
    assert read(mail(Subject="x\x07y")).subject == "xy"


@pytest.mark.parametrize("date", ["yesterday", "Fri, 99 Nov 2026 10:00:00", "Mon, 1 Jan 99999999 00:00:00 +0000"])
def test_an_unreadable_date_is_noted(date):
    read_back = read(mail(Date=date))
    assert (read_back.date, read_back.notes) == ("", ("The date cannot be read.",))
