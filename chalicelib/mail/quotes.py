"""What of a mail's text is new: without the mail it answers and without the signature. Linear in the text's length.

Written for this project: the small libraries at hand cut at greetings and disclaimers, or lose answers written between
the lines of the quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "On <date>, <person> wrote:" in the languages that mail programs speak.
_OPENERS = r"On|Am|Le|El|Il|Op|Em|Den|På|Pe|W dniu|Dne|Dňa|Dana|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_WROTE = (r"wrote|schrieb|a écrit|écrit|escribió|ha scritto|schreef|escreveu|skrev|kirjoitti|napisała?|napsala?|"
          r"napísala?|написала?|пишет|yazdı|a scris")
_ATTRIBUTION = re.compile(rf"(?i)^\W{{0,3}}(?:{_OPENERS})\b.*\d.*\b(?:{_WROTE})\b.*:\W{{0,3}}$"
                          rf"|^\W{{0,3}}On\b.*\d.*wrote:\W{{0,3}}$")
_OPENING = re.compile(rf"(?i)^\W{{0,3}}(?:{_OPENERS})\b")
_ANY_ATTRIBUTION = re.compile(r"(?:\d{4}|\d{1,2}:\d\d|@).*:\W{0,3}$")

_ORIGINAL = re.compile(
    r"(?i)^\W{0,3}[-_=]{2,}\s*(?:original message|forwarded message|begin forwarded message|original appointment|"
    r"ursprüngliche (?:nachricht|e-?mail)|originalnachricht|weitergeleitete nachricht|message d'origine|"
    r"message original|message transféré|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|"
    r"oorspronkelijk bericht|doorgestuurd bericht|mensagem original|mensagem encaminhada|oprindelig meddelelse|"
    r"ursprungligt meddelande|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|исходное сообщение|"
    r"пересылаемое сообщение|original-nachricht|reply message|邮件原件|原始邮件)\s*[-_=]{2,}\W*$"
    r"|^\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié):\s*$")
_HEADER = re.compile(
    r"(?i)^[*\s]{0,4}(?:(from|von|de|da|van|från|fra|от|od|lähettäjä|kimden|差出人|发件人)|sent|date|to|cc|subject|reply-to|"
    r"gesendet|datum|an|betreff|kopie|envoyé|objet|à|enviado|enviado el|fecha|para|asunto|inviato|data|a|oggetto|"
    r"verzonden|aan|onderwerp|assunto|skickat|till|ämne|sendt|til|emne|отправлено|кому|тема|дата|копия|wysłano|do|temat|"
    r"odesláno|komu|předmět|送信日時|宛先|件名|发送时间|收件人|主题)\s?[:\uff1a]\*?(?:\s|$)")
_RULE = re.compile(r"^\s*[_-]{10,}\s*$")

_DASHES = re.compile(r"^\s?--\s*$")
_SENT_FROM = re.compile(
    r"(?i)^(?:sent from|get outlook for|sent via|von meinem .* gesendet|gesendet (?:von|mit)|diese nachricht wurde von|"
    r"envoyé (?:de|depuis)|enviado (?:desde|do|de)|inviato da|verzonden (?:vanaf|met)|skickat från|sendt fra|"
    r"отправлено (?:с|из)|wysłane z|odesláno z)\b[^,;]*$")
_LONGEST_SIGNATURE = 15


@dataclass(frozen=True)
class Reply:
    """A text taken apart; each piece without empty lines at its ends."""

    new: str
    signature: str
    quoted: str


def split(text: str) -> Reply:
    """What is new, the signature, and what is quoted. Where nothing is new (a bare forward), all of it is new."""
    lines = text.split("\n")
    quoted = _quoted_lines(lines)
    kept = [line for line, old in zip(lines, quoted, strict=True) if not old]
    at = _signature_starts(kept)
    new = _joined(kept[:at])
    if not new:
        return Reply(text.strip(), "", "")
    return Reply(new, _joined(kept[at:]), _joined([line for line, old in zip(lines, quoted, strict=True) if old]))


def _joined(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n")


def _quoted_lines(lines: list[str]) -> list[bool]:
    """For each line whether it belongs to a quotation."""
    quoted = [line.lstrip().startswith(">") for line in lines]
    headers = [_HEADER.match(line[:100]) for line in lines]
    for number, line in enumerate(lines):
        if quoted[number] or not line.strip():
            continue
        if _ORIGINAL.match(line[:200]) or _headers_start(lines, headers, number):
            return quoted[:number] + [True] * (len(lines) - number)
        length = _attribution(lines, number, quote_near=any(quoted[number + 1:number + 14]))
        if not length:
            continue
        after = _next_text(lines, number + length)
        if after < len(lines) and not quoted[after]:
            return quoted[:number] + [True] * (len(lines) - number)
        quoted[number:number + length] = [True] * length
    return quoted


def _next_text(lines: list[str], start: int) -> int:
    return next((number for number in range(start, min(start + 10, len(lines))) if lines[number].strip()), len(lines))


def _attribution(lines: list[str], start: int, *, quote_near: bool) -> int:
    """How many lines, at most three, say who wrote what follows; 0 for none."""
    known = bool(_OPENING.match(lines[start][:80]))
    if not known and not quote_near:
        return 0
    for length in (1, 2, 3):
        block = lines[start:start + length]
        if len(block) < length or not block[-1].strip() or sum(map(len, block)) > 400:
            return 0
        words = " ".join(line.strip() for line in block)
        if _opens_again(block):
            return 0
        if known and _ATTRIBUTION.match(words):
            return length
        dated = length == 1 or re.search(r"\d|@", block[0])
        if dated and _ANY_ATTRIBUTION.search(words) and _directly_quoted(lines, start + length):
            return length
    return 0


def _opens_again(block: list[str]) -> bool:
    """Whether a later line starts the sentence anew: then the first one is the writer's own."""
    return any(_OPENING.match(line) and re.search(r"\d", line) for line in block[1:])


def _directly_quoted(lines: list[str], start: int) -> bool:
    after = _next_text(lines, start)
    return after < len(lines) and lines[after].lstrip().startswith(">")


def _headers_start(lines: list[str], headers: list[re.Match[str] | None], start: int) -> bool:
    """Whether a block of mail headers starts here: at least three, one of them the sender, maybe under a rule."""
    if _RULE.match(lines[start][:200]):
        start = _next_text(lines, start + 1)
    found = []
    for line, match in zip(lines[start:start + 8], headers[start:start + 8], strict=True):
        if match:
            found.append(bool(match[1]))
        elif not line.strip() or not found:
            break
    return len(found) >= 3 and any(found)


def _signature_starts(lines: list[str]) -> int:
    """The line where the signature starts, the number of lines where there is none."""
    texts = [number for number, line in enumerate(lines) if line.strip()]
    last = texts[-_LONGEST_SIGNATURE - 1:]
    for number in last:
        footer = number > texts[0] and re.match(r"\s*_{20,}\s*$", lines[number][:200])
        if footer or _DASHES.match(lines[number][:10]):
            return number
    for number in last[-2:]:
        if number > texts[0] and len(lines[number]) < 80 and _SENT_FROM.match(lines[number].strip()):
            return number
    return len(lines)
