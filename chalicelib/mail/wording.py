"""The sentences of our own mails in each language, and how a language writes a time."""

from __future__ import annotations

from chalicelib import instants

ENGLISH = {
    "hello": "Hello {{name|there}},",
    "footer": "{{company}}: you get this mail because you work with its CRM.",
    "first_name": "First name", "last_name": "Last name", "name": "Name", "company": "Company",
    "job_title": "Job title", "email": "Email", "phone": "Phone", "place": "Place", "interest": "Interested in",
    "source": "Source", "score": "Score", "respond_by": "Answer by", "owner": "Owner", "due": "Due",
    "priority": "Priority", "open": "Open", "open_lead": "Open the lead", "open_task": "Open the task",
    "sign_in": "Sign in", "nobody": "nobody yet", "somebody": "A colleague", "unnamed": "unnamed",
    "lead_subject": "New lead: {{who}}", "lead_intro": "a new lead is yours: {{who}}.",
    "lead_why": "Why you: {{why}}",
    "arrived_subject": "New lead by form {{form}}: {{who}}",
    "arrived_intro": "the form {{form|of yours}} brought a new lead: {{who}}.",
    "reply_subject": "We have received your message",
    "reply_body": "Hello {{first_name|there}},\n\nthank you for your message. We have received it and will answer soon."
                  "\n\n{{company}}",
    "reminder_subject": "Reminder: {{subject}}", "reminder_intro": "you asked to be reminded: {{subject}}",
    "invitation_subject": "Your access to the CRM of {{company}}",
    "invitation_intro": "{{inviter|A colleague}} invites you to the CRM of {{company}}. Sign in with the password "
                        "below and choose your own; until then it is valid for a few days only.",
    "password": "Password for the first sign-in",
    "missed_subject": "Not answered in time: {{who}}",
    "missed_owner": "the lead {{who}} was yours and had no answer within {{minutes}} minutes.",
    "missed_manager": "the lead {{who}}, owned by {{owner|nobody}}, had no answer within {{minutes}} minutes.",
    "missed_next": "It now goes to {{next}}.", "missed_stays": "It stays where it is: please look after it.",
    "mention_subject": "{{author}} mentioned you: {{about|a note}}",
    "mention_intro": "{{author}} mentioned you in a note on {{about|a record}}:",
}

GERMAN = {
    "hello": "Hallo {{name|zusammen}},",
    "footer": "{{company}}: Sie erhalten diese Mail, weil Sie mit dem CRM arbeiten.",
    "first_name": "Vorname", "last_name": "Nachname", "name": "Name", "company": "Firma", "job_title": "Position",
    "email": "E-Mail", "phone": "Telefon", "place": "Ort", "interest": "Interesse an", "source": "Quelle",
    "score": "Bewertung", "respond_by": "Antwort bis", "owner": "Zuständig", "due": "Fällig", "priority": "Priorität",
    "open": "Öffnen", "open_lead": "Lead öffnen", "open_task": "Aufgabe öffnen", "sign_in": "Anmelden",
    "nobody": "noch niemand", "somebody": "Jemand aus dem Team", "unnamed": "ohne Namen",
    "lead_subject": "Neuer Lead: {{who}}", "lead_intro": "ein neuer Lead gehört Ihnen: {{who}}.",
    "lead_why": "Warum Sie: {{why}}",
    "arrived_subject": "Neuer Lead über das Formular {{form}}: {{who}}",
    "arrived_intro": "das Formular {{form|der Website}} hat einen neuen Lead gebracht: {{who}}.",
    "reply_subject": "Wir haben Ihre Nachricht erhalten",
    "reply_body": "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Sie ist angekommen, und wir antworten "
                  "bald.\n\n{{company}}",
    "reminder_subject": "Erinnerung: {{subject}}", "reminder_intro": "Sie wollten erinnert werden: {{subject}}",
    "invitation_subject": "Ihr Zugang zum CRM von {{company}}",
    "invitation_intro": "{{inviter|Jemand aus dem Team}} lädt Sie in das CRM von {{company}} ein. Melden Sie sich mit "
                        "dem Passwort unten an und wählen Sie ein eigenes; bis dahin gilt es nur einige Tage.",
    "password": "Passwort für die erste Anmeldung",
    "missed_subject": "Nicht rechtzeitig beantwortet: {{who}}",
    "missed_owner": "der Lead {{who}} war bei Ihnen und blieb {{minutes}} Minuten ohne Antwort.",
    "missed_manager": "der Lead {{who}}, zuständig {{owner|niemand}}, blieb {{minutes}} Minuten ohne Antwort.",
    "missed_next": "Er geht jetzt an {{next}}.", "missed_stays": "Er bleibt, wo er ist: Bitte kümmern Sie sich darum.",
    "mention_subject": "{{author}} hat Sie erwähnt: {{about|eine Notiz}}",
    "mention_intro": "{{author}} hat Sie in einer Notiz zu {{about|einem Eintrag}} erwähnt:",
}

LANGUAGES = {"en": ENGLISH, "de": GERMAN}
TIMES = {"en": "%d %b %Y, %H:%M %Z", "de": "%d.%m.%Y, %H:%M %Z"}


def language_of(locale: str | None) -> str:
    """The nearest language that we write: `de-AT` -> `de`, anything unknown -> `en`."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else "en"


def local_time(instant: str | None, language: str, time_zone: str | None) -> str:
    """An instant where the reader lives, such as `24 Nov 2026, 09:30 CET`; UTC for an unknown zone."""
    from zoneinfo import ZoneInfo
    if not instant:
        return ""
    moment = instants.moment(instant)
    try:
        moment = moment.astimezone(ZoneInfo(time_zone or "UTC"))
    except (ValueError, OSError, KeyError):
        return moment.strftime(TIMES[language])
    return moment.strftime(TIMES[language])
