"""Texts as they are compared for likeness: folded, spelt as they sound, names as they are called."""

from __future__ import annotations

import re

from chalicelib.records.words import folded, words

SOUNDS = {letter: digit for digit, letters in enumerate(("bfpvw", "cgjkqsxz", "dt", "l", "mn", "r"), start=1)
          for letter in letters}
LEGAL_FORMS = frozenset((
    "ab", "ag", "aps", "as", "bv", "co", "company", "corp", "corporation", "cv", "eg", "ev", "gbr", "gmbh", "group",
    "holding", "holdings", "inc", "incorporated", "kft", "kg", "kgaa", "limited", "llc", "llp", "lp", "ltd", "mbh",
    "nv", "ohg", "oy", "oyj", "plc", "pty", "pvt", "sa", "sarl", "sas", "se", "sl", "spa", "srl", "sro", "the", "ug",
    "und", "and"))
CALLED = {called: name for name, all_called in {
    "alexander": "alex sascha sandy", "alexandra": "alexa lexi", "andreas": "andy", "anthony": "tony",
    "barbara": "barb babs", "benjamin": "ben benny", "catherine": "cathy kate katie katherine kathryn",
    "charles": "charlie chuck", "christina": "tina chrissy", "christopher": "chris kit", "daniel": "dan danny",
    "david": "dave davey", "deborah": "debbie deb", "edward": "ed eddie ted", "elizabeth": "liz beth betty lizzy eliza",
    "francisco": "paco pancho", "frederick": "fred freddy", "gregory": "greg", "guadalupe": "lupe", "ignacio": "nacho",
    "jacob": "jake", "james": "jim jimmy jamie", "jennifer": "jen jenny", "jessica": "jess jessie", "johann": "hans",
    "john": "johnny jack", "jonathan": "jon", "jose": "pepe", "joseph": "joe joey", "joshua": "josh",
    "lawrence": "larry", "margaret": "maggie meg peggy", "matthew": "matt", "michael": "mike mick michi",
    "nicholas": "nick nico", "patricia": "pat patty tricia", "patrick": "paddy", "peter": "pete",
    "philip": "phil", "rebecca": "becky", "richard": "dick rick ricky rich", "robert": "bob bobby rob robbie",
    "ronald": "ron ronnie", "samuel": "sam sammy", "sebastian": "basti", "stephen": "steve steven stefan",
    "susan": "sue susie", "thomas": "tom tommy", "timothy": "tim", "victoria": "vicky", "wilhelm": "willi",
    "william": "bill billy will", "zachary": "zach"}.items() for called in all_called.split()}
_NUMBER = re.compile(r"\d+")


def plain(text: object) -> str:
    """The words of a text, folded, one blank between."""
    return " ".join(words(text)) if isinstance(text, str) else ""


def given_name(text: object) -> str:
    """A first name in full where it is a common short one: Bob is Robert."""
    name = plain(text)
    return CALLED.get(name, name)


def organisation(text: object) -> str:
    """A company's name without legal forms; a name made of nothing else stays whole."""
    named = plain(text).split()
    return " ".join(word for word in named if word not in LEGAL_FORMS) or " ".join(named)


def house_and_street(text: object) -> tuple[str, str]:
    """The first number of an address line and the words around it."""
    line = plain(text)
    number = _NUMBER.search(line)
    rest = f"{line[:number.start()]} {line[number.end():]}" if number else line
    return (number[0] if number else ""), " ".join(rest.split())


def sound(text: str) -> str:
    """Soundex with one letter more, of the text without its blanks; other scripts by their first letters."""
    letters = text.replace(" ", "")
    if not letters or not ("a" <= letters[0] <= "z"):
        return letters[:4]
    code, last = letters[0], SOUNDS.get(letters[0])
    for letter in letters[1:]:
        digit = SOUNDS.get(letter)
        if digit and digit != last:
            code += str(digit)
        if letter not in "hw":
            last = digit
    return code[:5]


def mailbox(address: str) -> tuple[str, str]:
    """The part before the @ without dots and +tags, and the domain."""
    name, _, domain = folded(address).partition("@")
    return name.partition("+")[0].replace(".", ""), domain
