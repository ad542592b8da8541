"""The mails that Kith writes itself, in the reader's language; all pure: records in, a `Mail` out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.mail.layout import Mail, compose
from chalicelib.mail.placeholders import as_text, render, render_html, render_line
from chalicelib.mail.wording import LANGUAGES, language_of, local_time

__all__ = ["Mail", "auto_reply", "invitation", "lead_arrived", "lead_assigned", "mention", "plain", "reminder",
           "render", "render_html", "render_line", "response_missed"]

if TYPE_CHECKING:
    from chalicelib.german import decisions, sentences
else:
    decisions = rooms.Later("german.decisions")
    sentences = rooms.Later("german.sentences")

Record = Mapping[str, Any]

# What a stranger types into a form goes back by our mail to an address that the stranger chose: a name stays, an
# advertisement with a link does not.
# Mail programs make a link of any bare domain (its dots may be full-width) and of a phone number.
_LINK = re.compile("://|www[.]|\\w[.\u3002\uff0e\uff61]\\w{2,}|@|(?:\\d[^\\w]{0,2}){7,}", re.IGNORECASE)
ECHO_LIMIT = 60
ECHOED = ("first_name", "last_name", "company", "job_title", "city", "country", "product_interest", "language")


def lead_assigned(lead: Record, decision: Record, user: Record, company_name: str, base_url: str,
                  locale: str = "") -> Mail:
    """To the owner: who the lead is, what they want, by when to answer, and why it is theirs."""
    letter = _Letter(user, company_name, base_url, locale)
    values = {"who": _who(lead, letter), "why": letter.explained(as_text(decision.get("explanation")))}
    after = [letter.say("lead_why", values)] if values["why"] else []
    return letter.write("lead", values, facts=_lead_facts(lead, letter), quote=as_text(lead.get("message")),
                        after=after, link=("open_lead", lead))


def lead_arrived(lead: Record, form: Record, user: Record, owner_name: str, company_name: str, base_url: str,
                 locale: str = "") -> Mail:
    """To the people whom a form names: a lead came in, and who has it."""
    letter = _Letter(user, company_name, base_url, locale)
    owner = owner_name or letter.say("somebody" if lead.get("owner_id") else "nobody")
    facts = [*_lead_facts(lead, letter), (letter.say("owner"), owner)]
    return letter.write("arrived", {"who": _who(lead, letter), "form": form.get("name")}, facts=facts,
                        quote=as_text(lead.get("message")), link=("open_lead", lead))


def auto_reply(template: str, lead: Record, form: Record, company_name: str) -> Mail:
    """To the lead, by the form's template; its first line may be `Subject: ...`. Empty: a short thank-you.

    Only short values without links are put in, and never the message: nobody may send advertisements through us.
    """
    words = LANGUAGES[language_of(lead.get("language"))]
    subject, body = _subject_apart(template)
    echoed = {name: _harmless(lead.get(name)) for name in ECHOED}
    values = {**echoed, "lead": echoed, "form": {"name": form.get("name")}, "company_name": company_name}
    if not body:
        body, values = words["reply_body"], {**values, "company": company_name}
    return plain(render(subject, values) or words["reply_subject"], render(body, values),
                 language_of(lead.get("language")))


def plain(subject: str, text: str, language: str) -> Mail:
    """A mail of paragraphs alone; of its own subject and text it makes the same again."""
    return compose(subject, [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()], language=language)


def reminder(task: Record, user: Record, company_name: str, base_url: str, locale: str = "") -> Mail:
    """To the assignee: the task they wanted to be reminded of."""
    letter = _Letter(user, company_name, base_url, locale)
    facts = [(letter.say("due"), letter.time(task.get("due_at"))),
             (letter.say("priority"), letter.option(as_text(task.get("priority"))))]
    return letter.write("reminder", {"subject": task.get("subject")}, facts=facts, link=("open_task", task))


def invitation(user: Record, temporary_password: str, company_name: str, base_url: str, inviter: str = "",
               locale: str = "") -> Mail:
    """To a new user: where to sign in, and with what."""
    letter = _Letter(user, company_name, base_url, locale)
    facts = [(letter.say("email"), as_text(user.get("email"))), (letter.say("password"), temporary_password)]
    return letter.write("invitation", {"inviter": inviter}, facts=facts, link=("sign_in", None))


def response_missed(lead: Record, user: Record, owner: Record, minutes: float, next_name: str, company_name: str,
                    base_url: str, locale: str = "") -> Mail:
    """To the owner or their manager: nobody answered in time; `next_name` is who gets the lead now, "" for nobody."""
    letter = _Letter(user, company_name, base_url, locale)
    name = _name(owner) or (letter.say("somebody") if owner else "")
    values = {"who": _who(lead, letter), "owner": name, "minutes": f"{minutes:g}", "next": next_name}
    own = user.get("id") == owner.get("id")
    return letter.write("missed", values, intro="missed_owner" if own else "missed_manager",
                        facts=_lead_facts(lead, letter),
                        after=[letter.say("missed_next" if next_name else "missed_stays", values)],
                        link=("open_lead", lead))


def mention(note: Record, user: Record, author_name: str, about: Record, about_title: str, company_name: str,
            base_url: str, locale: str = "") -> Mail:
    """To somebody named in a note: the note, and the record that it is about."""
    letter = _Letter(user, company_name, base_url, locale)
    values = {"author": author_name or letter.say("somebody"), "about": about_title}
    return letter.write("mention", values, quote=as_text(note.get("body")), link=("open", about))


class _Letter:
    """One reader's language, greeting, times and links."""

    def __init__(self, user: Record, company_name: str, base_url: str, locale: str) -> None:
        self._user, self._company, self._base_url = user, company_name, base_url.rstrip("/")
        self.language = language_of(locale or user.get("locale"))

    def say(self, key: str, values: Record | None = None) -> str:
        """A sentence of the reader's language."""
        return render(LANGUAGES[self.language][key], {"company": self._company, **(values or {})})

    def explained(self, english: str) -> str:
        """A decision's explanation in the reader's language."""
        return str(decisions.explanation(english)) if self.language == "de" else english

    def option(self, name: str) -> str:
        """An option of a field, such as a task's priority."""
        return str(sentences.word(name)) if self.language == "de" else name

    def time(self, instant: str | None) -> str:
        """An instant on the reader's own clock."""
        return local_time(instant, self.language, self._user.get("time_zone"))

    def write(self, kind: str, values: Record, *, link: tuple[str, Record | None], intro: str = "",
              facts: Any = (), quote: str = "", after: Any = ()) -> Mail:
        """The mail: `<kind>_subject`, greeting, `<kind>_intro`, then what belongs to it."""
        greeting = self.say("hello", {"name": self._user.get("first_name")})
        return compose(self.say(f"{kind}_subject", values), [greeting, self.say(intro or f"{kind}_intro", values)],
                       facts=facts, quote=quote, after=after, link=self._link(*link), footer=self.say("footer"),
                       language=self.language)

    def _link(self, label: str, record: Record | None) -> tuple[str, str] | None:
        if not self._base_url:
            return None
        place = f"/#/{_plural(str(record['type']))}/{record['id']}" if record else "/"
        return self.say(label), self._base_url + place


def _lead_facts(lead: Record, letter: _Letter) -> list[tuple[str, str]]:
    place = ", ".join(filter(None, (as_text(lead.get(name)) for name in ("city", "region", "country"))))
    plain = (("job_title", "job_title"), ("email", "emails"), ("phone", "phones"), ("interest", "product_interest"),
             ("source", "source"))
    facts = {label: as_text(lead.get(name)) for label, name in plain}
    facts = {"name": _name(lead), "company": as_text(lead.get("company")), **facts, "place": place,
             "score": _score(lead), "respond_by": letter.time(lead.get("response_due_at"))}
    return [(letter.say(label), value) for label, value in facts.items()]


def _score(lead: Record) -> str:
    """`82 (A): Budget named +30, Asked for a demo +25`."""
    if lead.get("score") is None:
        return ""
    reasons = ", ".join(f"{reason['label']} {reason['points']:+}" for reason in lead.get("score_reasons") or ())
    total = f"{lead['score']} ({lead.get('grade') or '-'})"
    return f"{total}: {reasons}" if reasons else total


def _who(lead: Record, letter: _Letter) -> str:
    name, company = _name(lead), as_text(lead.get("company"))
    return ", ".join(filter(None, (name, company))) or as_text(lead.get("emails")) or letter.say("unnamed")


def _name(record: Record) -> str:
    return " ".join(filter(None, (as_text(record.get("first_name")), as_text(record.get("last_name")))))


def _harmless(value: Any) -> str:
    text = " ".join(as_text(value).split())
    return "" if len(text) > ECHO_LIMIT or _LINK.search(text) else text


def _subject_apart(template: str) -> tuple[str, str]:
    first, _, rest = (template or "").strip().partition("\n")
    if first.lower().startswith(("subject:", "betreff:")):
        return first.partition(":")[2].strip(), rest.strip()
    return "", (template or "").strip()


def _plural(type: str) -> str:
    return {"company": "companies", "activity": "activities"}.get(type, f"{type}s")
