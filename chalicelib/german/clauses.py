"""Conditions as `records.conditions.words` says them, in German: "country is DE and score is at least 50"."""

from __future__ import annotations

import re

from chalicelib.german import sentences

_VERBS = {
    "is not before": "liegt nicht vor", "is not after": "liegt nicht nach", "is not": "ist nicht",
    "is more than": "ist mehr als", "is at least": "ist mindestens", "is less than": "ist weniger als",
    "is at most": "ist höchstens", "is one of": "ist eines von", "is after": "liegt nach", "is before": "liegt vor",
    "is": "ist", "has": "enthält", "starts with": "beginnt mit", "contains": "enthält"}
_JOINT = re.compile(r" (and|or) ")
_JOINTS = {"and": " und ", "or": " oder "}
_LEAF = re.compile(rf"(?P<open>(?:not \(|\()*)(?P<label>[^()]+?) (?P<verb>{'|'.join(_VERBS)}) (?P<value>.+)",
                   re.DOTALL)
_STATE = re.compile(r"(?P<open>(?:not \(|\()*)(?P<label>[^()]+?) is (?P<state>empty|filled in)(?P<close>\)*)")
_SPAN = re.compile(r"(?P<open>(?:not \(|\()*)(?P<label>[^()]+?) is within the (?P<way>last|next) (?P<span>[\d.]+ )?"
                   r"(?P<unit>week|day|hour|minute)s?(?P<close>\)*)")
_UNITS = {"week": ("eine Woche", "Wochen"), "day": ("einen Tag", "Tage"), "hour": ("eine Stunde", "Stunden"),
          "minute": ("eine Minute", "Minuten")}
_VALUES = {"yes": "ja", "no": "nein", "me": "ich", "one of my teams": "eines meiner Teams", "nothing": "nichts"}
_ALONE = {"always": "immer", "never": "nie"}


def clause(english: str) -> str:
    """The clause; a part that is no comparison belongs to the value before it ("Smith and Sons")."""
    pieces = _JOINT.split(english)
    told = [_leaf(pieces[0]) or pieces[0]]
    for joint, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        leaf = _leaf(piece)
        told.append(_JOINTS[joint] + leaf if leaf else f" {joint} {piece}")
    return "".join(told)


def _leaf(piece: str) -> str:
    if piece in _ALONE:
        return _ALONE[piece]
    if found := _STATE.fullmatch(piece):
        state = {"empty": "ist leer", "filled in": "ist ausgefüllt"}[found["state"]]
        return f"{_open(found)}{_label(found['label'])} {state}{found['close']}"
    if found := _SPAN.fullmatch(piece):
        one, many = _UNITS[found["unit"]]
        way = {"last": "zurück", "next": "voraus"}[found["way"]]
        span = f"{found['span']}{many}" if found["span"] else one
        return f"{_open(found)}{_label(found['label'])} liegt höchstens {span} {way}{found['close']}"
    if found := _LEAF.fullmatch(piece):
        value = found["value"]
        bare = value.rstrip(")") if found["open"] or (")" in value and "(" not in value) else value
        said = _VALUES.get(bare, bare) + value[len(bare):]
        return f"{_open(found)}{_label(found['label'])} {_VERBS[found['verb']]} {said}"
    return ""


def _open(found: re.Match[str]) -> str:
    return found["open"].replace("not (", "nicht (")


def _label(english: str) -> str:
    """A field's label; one step further it is two: "company record industry"."""
    whole = sentences.word(english)
    if whole != english:
        return whole
    words = english.split(" ")
    for size in range(len(words) - 1, 0, -1):
        first, second = " ".join(words[:size]), " ".join(words[size:])
        if sentences.word(first) != first:
            return f"{sentences.word(first)}: {sentences.word(second)}"
    return english
