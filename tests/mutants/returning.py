"""Faults by which somebody gets further in several steps, or by what comes back, as a third attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

RECORDS = "tests/security/test_attacks_records.py::"
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
    Mutant("a report names colleagues by a hidden address", "chalicelib/records/reports/labels.py",
           "{id: type.title(_seen(actor, type, record)) for id in ids", "{id: type.title(record) for id in ids",
           (RECORDS + "test_a_report_tells_no_hidden_address",)),
    Mutant("what a key began goes on without it", "chalicelib/records/actors.py",
           "if key and not crm.configuration.made(", 'if key and request_id == "req-1" and not crm.configuration.made(',
           (RECORDS + "test_what_a_key_began_ends_with_the_rights_of_who_made_it",
            RECORDS + "test_what_a_key_scheduled_ends_with_the_rights_of_who_made_it")),
    Mutant("what a revert kept is told to anybody of the import", "chalicelib/exchange/service.py",
           '"report_url": ("report_key", "kept", took)}', '"report_url": ("report_key", "kept", mine or took)}',
           (RECORDS + "test_what_a_revert_kept_is_told_to_who_took_it_back",)),
    Mutant("a revert gives records back unasked", "chalicelib/exchange/reverting.py",
           '"update", *(["assign"] if moved else [])]', '"update", *(["update"] if moved else [])]',
           (RECORDS + "test_a_revert_takes_no_record_back_that_its_starter_may_not_assign",)),
    Mutant("an undo names hidden fields", "chalicelib/records/bulk/named.py",
           'for name in rest["fields"] if name not in hidden]', 'for name in rest["fields"] if name]',
           (RECORDS + "test_an_undo_names_no_field_that_was_hidden_since",)),
    Mutant("an export names colleagues by a hidden address", "chalicelib/exchange/export_columns.py",
           "named.title(field_rules.visible(actor, named, each))", "named.title(each) or str(field_rules)",
           (RECORDS + "test_an_export_names_nobody_by_a_hidden_address",)),
    Mutant("a mention asks for an address", "chalicelib/activities/service.py",
           "known = (field_rules.visible(actor, user, each) for", "known = (dict(each) for",
           (RECORDS + "test_a_mention_finds_nobody_by_a_hidden_address",)),
    Mutant("a file asks for an address", "chalicelib/exchange/choices.py",
           "[field_rules.visible(actor, user, each) for each in crm.", "[each for each in user and crm.",
           (RECORDS + "test_a_file_is_no_way_to_ask_for_a_hidden_address",)),
    Mutant("a key is told what its owner was answered", "chalicelib/records/bulk/batches.py",
           "    request = crm.table.get(keys.request(actor.author, key)", "    request = crm.table.get(keys.request(actor.id, key)",
           (RECORDS + "test_a_key_is_not_told_what_its_owner_was_answered",)),
    Mutant("an answer belongs to the system", "chalicelib/records/work.py",
           "keys.request(self._caller, key)", "keys.request(self.actor.id, key)",
           (RECORDS + "test_a_call_that_goes_on_as_the_system_keeps_its_answer_for_who_asked",)),
    Mutant("another import changes nothing that counts", "chalicelib/exchange/reverting.py",
           "(by not in ORDERED or ours)", "bool(by)",
           (RECORDS + "test_a_revert_deletes_nothing_that_others_changed_by_a_file_or_were_given",)),
    Mutant("somebody from outside asks for colleagues", "chalicelib/activities/service.py",
           "if not actor.external or each[\"id\"] in seen)", "if each[\"id\"] or seen)",
           (RECORDS + "test_somebody_from_outside_finds_no_colleague_by_a_mention",)),
]
