"""The rule language: one language for filters, views, segments, routing, scoring, workflows and permissions."""

from __future__ import annotations

from chalicelib.records.conditions.checks import holds, until
from chalicelib.records.conditions.filters import Filter, compile_filter, equalities
from chalicelib.records.conditions.nodes import ALWAYS, NEVER, Condition, Either, Every, Leaf, Me, MyTeams, Not, Reader
from chalicelib.records.conditions.reading import parse
from chalicelib.records.conditions.words import in_words
from chalicelib.records.fields.condition_shape import check_shape

__all__ = [
    "ALWAYS", "NEVER", "Condition", "Either", "Every", "Filter", "Leaf", "Me", "MyTeams", "Not", "Reader",
    "check_shape", "compile_filter", "equalities", "holds", "in_words", "parse", "until",
]
