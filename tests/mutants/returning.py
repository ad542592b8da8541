"""Faults by which somebody gets further in several steps, or by what comes back, as a third attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

RETURNING = "tests/security/test_attacks_returning.py::"

MUTANTS = [
    Mutant("what is restored counts as if it had stood", "chalicelib/users/privilege.py",
           'return {} if before is None or before.get("deleted_at") else before', "return before or {}",
           (RETURNING + "test_nobody_comes_back_with_a_role_that_was_widened_meanwhile",
            RETURNING + "test_no_team_comes_back_with_a_manager_who_may_more_meanwhile",
            RETURNING + "test_no_role_comes_back_to_who_joined_a_team_meanwhile")),
    Mutant("who reads from above is not asked", "chalicelib/users/privilege.py",
           'team = str(known[team].get("parent_id") or "")', 'team = ""',
           (RETURNING + "test_no_team_goes_below_one_that_somebody_reads_from_above",)),
    Mutant("a second role shows hidden fields", "chalicelib/users/privilege.py",
           "or _frees(old, new, type, action))", "or not type)",
           (RETURNING + "test_no_second_role_shows_a_field_of_another_team",)),
]
