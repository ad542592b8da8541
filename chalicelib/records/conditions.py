"""The rule language: one language for filters, views, segments, routing, scoring, workflows and permissions."""

from __future__ import annotations

from chalicelib.records.condition_checks import holds, until
from chalicelib.records.condition_filters import Filter, compile_filter, equalities
from chalicelib.records.condition_nodes import ALWAYS, NEVER, Condition, Either, Every, Leaf, Me, MyTeams, Not, Reader
from chalicelib.records.condition_reading import parse
from chalicelib.records.condition_shape import check_shape
from chalicelib.records.condition_words import in_words

__all__ = [
    "ALWAYS", "NEVER", "Condition", "Either", "Every", "Filter", "Leaf", "Me", "MyTeams", "Not", "Reader",
    "check_shape", "compile_filter", "equalities", "holds", "in_words", "parse", "until",
]
