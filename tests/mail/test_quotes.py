"""What of a mail is new, on real replies of many mail programs."""

from pathlib import Path

import pytest

from chalicelib.mail.html_text import to_text
from chalicelib.mail.inbound import read
from chalicelib.mail.quotes import split

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "email"
real = pytest.mark.skipif(not DATA.exists(), reason="the real mails of ../shared/data/email are not here")


def squeezed(text: str) -> str:
    return "".join(text.split())


@real
@pytest.mark.parametrize("path", sorted((DATA / "talon_standard_replies").glob("*.eml")), ids=lambda path: path.stem)
def test_replies_of_mail_programs(path):
    answered = path.with_name(f"{path.stem}_reply_text")
    wanted = answered.read_text() if answered.exists() else "Hello"
    read_back = read(path.read_bytes())
    assert read_back.text == "Hello"
    # What the corpus counts as the reply's signature leads the quoted text.
    assert squeezed(read_back.text + read_back.quoted).startswith(squeezed(wanted))


@real
@pytest.mark.parametrize("path", sorted((DATA / "talon_html_replies").glob("*.html")), ids=lambda path: path.stem)
def test_html_replies_of_mail_programs(path):
    reply = split(to_text(path.read_text(encoding="utf-8")))
    assert reply.new.split() == ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"]
    assert "Hello! How are you?" in reply.quoted


@real
@pytest.mark.parametrize(("name", "new"), [
    ("correct_sig", "this is an email with a correct -- signature."),
    ("email_1_4", "Awesome! I haven't had another problem with it."),
    ("email_1_6", "I get proper rendering as well."), ("email_1_7", ":+1:"),
    ("email_1_8", "I will reply under this one\n\n\nand under this."),
    ("email_2_1", "Outlook with a reply"), ("email_2_2", "Outlook with a reply directly above line"),
    ("email_2_3", "Outlook with a reply directly above line"), ("email_BlackBerry", "Here is another email"),
    ("email_multi_word_sent_from_my_mobile_device", "Here is another email"),
    ("email_sent_from_my_not_signature",
     "Here is another email\n\nSent from my desk, is much easier then my mobile phone."),
    ("pathological",
     "I think you're onto something. I will try to fix the problem as soon as I\nget back to a computer."),
])
def test_real_bodies(name, new):
    assert split((DATA / "github_reply_parser" / f"{name}.txt").read_text(encoding="utf-8")).new == new


@pytest.mark.parametrize("line", [
    "On Tue, 3 Apr 2012 at 16:19, Bob <bob@example.com> wrote:",
    "Am 03.04.2012 um 16:19 schrieb Bob <bob@example.com>:",
    "Le 3 avr. 2012 à 16:19, Bob <bob@example.com> a écrit :", "El 3/4/2012 16:19, Bob escribió:",
    "Il giorno 3 apr 2012, Bob ha scritto:", "Op 3 apr. 2012 om 16:19 schreef Bob:", "Den 3 april 2012 skrev Bob:",
    "-----Ursprüngliche Nachricht-----", "---------- Forwarded message ---------",
    "From: Bob\nSent: Tuesday\nTo: Ann\nSubject: Hi", "Von: Bob\nGesendet: Dienstag\nAn: Ann\nBetreff: Hi",
    "________________________________\nDe : Bob\nEnvoyé : mardi\nÀ : Ann\nObjet : Hi",
])
def test_quotations_start_in_many_languages(line):
    reply = split(f"Danke, gern.\n\n{line}\n\nthe old text")
    assert (reply.new, reply.quoted) == ("Danke, gern.", f"{line}\n\nthe old text")


@pytest.mark.parametrize("text", [
    "On Monday we met at 9:\nfine.", "From: where do you ship?\nTo: which countries?", "-- is not\na signature",
    "Prices:\n- 10 at 2026:\n- 20", "Am Montag um 9 Uhr passt es:\nja",
])
def test_a_persons_own_words_stay(text):
    assert split(text).new == text


def test_a_bare_forward_is_kept_as_the_text():
    text = "---------- Forwarded message ---------\nFrom: Bob\nPlease call me"
    assert split(text).new == text


def test_html_becomes_readable_text():
    page = """<html><head><title>x</title><style>p{}</style></head><body><p>Dear&nbsp;Ann,<br>see <a
      href="https://example.com/a">our page</a>:</p><ul><li>one</li><li>two</li></ul><script>alert(1)</script>
      <table><tr><td>a</td><td>b</td></tr></table><blockquote>old<br>text</blockquote><pre>x
  y</pre></body></html>"""
    assert to_text(page) == ("Dear Ann,\nsee our page <https://example.com/a>:\n\n- one\n- two\n\na b\n\n"
                             "> old\n> text\n>\nx\n  y")
