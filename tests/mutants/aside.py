"""Faults by which somebody gets further from aside, as a fifth attack found: by rules, files, teams, letters."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_aside.py::"

MUTANTS = [
    Mutant("what a rule did is judged by what it is for now", "chalicelib/quality/cleaning.py",
           'return crm.registry.named(str(job["arguments"]["said"]["object_type"]))',
           'return crm.registry.named(str((crm.configuration.find("cleaning_rule", job["arguments"]["rule"]) or {})["object_type"]))',
           (ATTACKS + "test_what_a_rule_did_is_judged_by_what_it_was_for_then",)),
    Mutant("what a file makes beside its rows is given to anybody", "chalicelib/exchange/making.py",
           "if not choices.may_give(crm, starter, type, owner):", 'if not starter.scope(type, "create"):',
           (ATTACKS + "test_what_a_file_makes_beside_its_rows_is_given_to_nobody_by_whom_may_not_assign",)),
    Mutant("what a file makes beside its rows is named by anybody", "chalicelib/exchange/making.py",
           "        field_rules.require_writable(starter, type, payload)\n", "",
           (ATTACKS + "test_what_a_file_makes_beside_its_rows_has_no_value_that_its_starter_may_not_write",)),
    Mutant("what a file makes beside its rows has a locked domain", "chalicelib/exchange/making.py",
           "_payload(type, text, permissions.locked_fields(starter, type))", "_payload(type, text, ())",
           (ATTACKS + "test_what_a_file_makes_beside_its_rows_has_no_value_that_its_starter_may_not_write",)),
    Mutant("a revert tells what one may not read", "chalicelib/exchange/reverting.py",
           "if locked or not readable or not all(", "if locked or not all(",
           (ATTACKS + "test_a_revert_tells_no_value_of_what_one_may_not_read",)),
    Mutant("an import keeps the name of somebody erased", "chalicelib/exchange/objects.py",
           'erased=("file_name", "message", "notes")', 'erased=("message", "notes")',
           (ATTACKS + "test_an_import_keeps_no_name_of_somebody_erased",)),
    Mutant("an accomplice reads more in one's own team", "chalicelib/users/privilege.py",
           "needed = Scope.TEAM if teams <= set(actor.team_ids) else Scope.ALL",
           "needed = Scope.NONE if teams <= set(actor.team_ids) else Scope.ALL",
           (ATTACKS + "test_nobody_lets_an_accomplice_into_their_own_team_who_reads_more_there",)),
    Mutant("an accomplice reads what is shared with one's own team", "chalicelib/users/team_shares.py",
           "if team not in actor.team_ids or not actor.scope(type, action))", "if team not in actor.team_ids)",
           (ATTACKS + "test_nobody_lets_an_accomplice_into_what_is_shared_with_their_own_team",)),
    Mutant("letters name colleagues by what is hidden", "chalicelib/activities/letters.py",
           'return colleague_seen(crm, reader["id"], {"id": id, **known}) if id else {}', "return known",
           (ATTACKS + "test_letters_name_colleagues_by_nothing_that_is_hidden",)),
    Mutant("rows are put off without end", "chalicelib/exchange/again.py",
           "    if often or (is_behind(", "    if (is_behind(",
           ("tests/exchange/test_again.py::test_a_part_is_put_off_as_often_as_a_tree_has_levels",)),
]
