"""Faults by which something is told again that was hidden, or told to somebody else."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_stack.py::"

MUTANTS = [
    Mutant("what a storm kept from history stays untold", "chalicelib/records/changes.py",
           'if "revision" in message:', 'if "revision" not in message:',
           ("tests/records/test_changes.py::test_the_history_of_a_change_that_no_try_could_write_is_told_when_it_is_settled",)),
    Mutant("who reads a part reads the whole bin", "chalicelib/records/lists/lists.py",
           "    if scope == Scope.ALL or type.gate:\n        return (Source(bin,", "    if scope:\n        return (Source(bin,",
           ("tests/security/test_counts.py::test_the_bin_holds_my_part_and_its_pages_do_not_tell_how_much_others_deleted",)),
    Mutant("what is made of hidden fields is told", "chalicelib/records/permissions.py",
           "type.made_of and not self.sees_whole(type.made_of)", "type.made_of and not self.grants",
           (ATTACKS + "test_a_hidden_field_of_a_lead_is_not_told_by_what_is_made_of_it",)),
    Mutant("routing and reasons are told whatever is hidden", "chalicelib/records/permissions.py",
           'telling = {*hidden, "*"}', "telling = {*hidden}",
           (ATTACKS + "test_a_hidden_field_of_a_lead_is_not_told_by_what_is_made_of_it",)),
    Mutant("a rule asks for a hidden field", "chalicelib/leads/checks.py",
           "hidden = hidden_fields(actor, kind)", "hidden = frozenset[str]()",
           (ATTACKS + "test_a_rule_is_no_way_to_ask_for_a_hidden_field",)),
    Mutant("an automatic answer tells the lead", "chalicelib/leads/capture.py",
           '"language": crm.company.language, **_filled(values)}', '"language": crm.company.language, **lead}',
           (ATTACKS + "test_who_knows_a_customers_number_is_told_nothing_of_them",)),
    Mutant("a stranger's address joins a lead by its number", "chalicelib/leads/capture.py",
           '{**values, "emails": []} if apart else values', "values",
           (ATTACKS + "test_who_knows_a_customers_number_is_told_nothing_of_them",)),
    Mutant("an accomplice is let into any team", "chalicelib/users/privilege.py",
           'not (keeper and not _opens(crm, actor, teams, was, will))', "not keeper",
           (ATTACKS + "test_no_accomplice_reaches_a_team_that_its_keeper_does_not",)),
    Mutant("a key hears the bell of its owner", "chalicelib/records/permissions.py",
           "(self.via and type.people_only)", "(self.external and type.people_only)",
           (ATTACKS + "test_a_key_hears_no_bell_and_reads_no_file_of_its_owners_imports",)),
    Mutant("a cell finds by what is hidden", "chalicelib/exchange/links.py",
           "if permissions.hidden_fields(starter, type).isdisjoint(kind.fields)]", "if kind]",
           (ATTACKS + "test_a_cell_finds_nothing_by_a_field_that_is_hidden",)),
    Mutant("an import tells others' names", "chalicelib/exchange/standing.py",
           'id in sure or permissions.may(self.starter, self.plan.type, "read", self.records[id]))]', "id in sure or own)]",
           (ATTACKS + "test_an_import_does_not_tell_which_companies_others_have",)),
    Mutant("parents at once close a ring", "chalicelib/records/work.py",
           "if above not in self._labels:", "if above in self._labels:",
           (ATTACKS + "test_a_ring_of_parents_is_not_closed_by_writers_at_once",)),
    Mutant("a file is handed out with rights that have gone", "chalicelib/exchange/exports.py",
           'stale = mine and record.get("rights") != reach.print_of(actor)', "stale = mine and not record",
           (ATTACKS + "test_a_file_made_with_rights_that_have_gone_is_not_handed_out",)),
]
