"""Faults by which a stranger or a colleague gets further than their rights, as a second attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_again.py::"

MUTANTS = [
    Mutant("handing over asks nobody", "chalicelib/users/reassign.py",
           'permissions.require(by, type, "assign", record)', 'assert by, permissions',
           (ATTACKS + "test_handing_over_moves_nothing_that_its_starter_may_not_assign",)),
    Mutant("a form fills what its keeper may not write", "chalicelib/leads/checks.py",
           "_forbidden(locked_fields(actor, lead), before or {}, form)", "_forbidden(frozenset[str](), before or {}, form)",
           (ATTACKS + "test_a_form_writes_no_field_that_its_keeper_may_not",)),
]
