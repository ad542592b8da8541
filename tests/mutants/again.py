"""Faults by which a stranger or a colleague gets further than their rights, as a second attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_again.py::"

MUTANTS = [
    Mutant("handing over asks nobody", "chalicelib/users/reassign.py",
           'permissions.require(by, type, "assign", record)', 'assert by, permissions',
           (ATTACKS + "test_handing_over_moves_nothing_that_its_starter_may_not_assign",)),
]
