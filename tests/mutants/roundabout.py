"""Faults by which somebody gets further by what is shared, by others' keys, by rules and files, as a fourth attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_roundabout.py::"

MUTANTS = [
    Mutant("an accomplice is let into what is shared with a team", "chalicelib/users/privilege.py",
           " or team_shares.opened(crm, actor, teams, old, new)", "",
           (ATTACKS + "test_nobody_lets_an_accomplice_into_what_is_shared_with_a_team",
            ATTACKS + "test_nobody_gives_a_role_by_which_what_is_shared_with_a_team_is_reached")),
    Mutant("a key is let into a team", "chalicelib/users/privilege.py",
           '[*(user.get("role_ids") or ()), *keys]', '[*(user.get("role_ids") or ()), *(keys and [])]',
           (ATTACKS + "test_nobody_lets_the_key_of_an_accomplice_into_a_team",)),
    Mutant("a role is widened for a key", "chalicelib/users/privilege.py",
           'if owner and key.get("role_id") == role_id and key.get("active", True):', "if owner is key:",
           (ATTACKS + "test_no_role_is_widened_for_a_key_of_somebody_in_another_team",)),
    Mutant("who keeps keys widens others'", "chalicelib/users/api_keys.py",
           'others = before is not None and before.get("owner_id") != actor.id', "others = False",
           (ATTACKS + "test_who_keeps_keys_ends_others_but_widens_none",)),
    Mutant("from outside one is told why a lead is whose", "chalicelib/records/permissions.py",
           "explaining(type) if actor.external else frozenset())", "frozenset())",
           (ATTACKS + "test_from_outside_no_colleague_is_named_by_why_a_lead_is_whose",)),
    Mutant("from outside consents are read", "chalicelib/http/privacy_api.py",
           "    if call.actor.external:", "    if call.actor.all_powerful:",
           (ATTACKS + "test_from_outside_nobodys_consents_are_read",)),
    Mutant("a cleaning rule asks for what is hidden", "chalicelib/quality/cleaning_plans.py",
           "if refused := readable.refused(crm.registry, actor, type, condition):", "if refused := list[str]():",
           (ATTACKS + "test_a_cleaning_rule_does_nothing_for_who_may_not_read_what_it_asks_for",)),
    Mutant("a run goes on by what was hidden meanwhile", "chalicelib/quality/cleaning_run.py",
           "    cleaning_plans.require_readable(crm, actor, type, rule)\n", "",
           (ATTACKS + "test_a_cleaning_rule_does_nothing_for_who_may_not_read_what_it_asks_for",)),
    Mutant("a file compares with what one may not read", "chalicelib/exchange/drafts.py",
           'for action in ("read", "update")):', 'for action in ("update",)):',
           (ATTACKS + "test_a_file_compares_with_nothing_that_one_may_not_read",)),
    Mutant("a file tells of others' ids", "chalicelib/exchange/standing.py",
           "if each.kind.strict and each.kind.name != identities.ID", "if each.kind.strict",
           (ATTACKS + "test_a_file_tells_of_no_id_and_no_list_that_one_may_not_read",)),
    Mutant("a key reads its owner's file", "chalicelib/exchange/service.py",
           'if actor.via and actor.via != record["created_by"]:', 'if actor.via and not record["created_by"]:',
           (ATTACKS + "test_a_key_reads_no_file_that_its_owner_brought",)),
    Mutant("a bell names colleagues by what is hidden", "chalicelib/activities/recipients.py",
           'return bare if reader.external else field_rules.visible(reader, crm.registry.named("user"), colleague)',
           "return dict(colleague)",
           (ATTACKS + "test_a_bell_names_nobody_by_what_is_hidden_nor_to_somebody_from_outside",)),
    Mutant("every name in a cell is looked up", "chalicelib/exchange/links.py",
           "_by_field(plan, cells).values() if len(each) <= MAX_ENTRIES for named in each]",
           "_by_field(plan, cells).values() for named in each]",
           ("tests/exchange/test_links.py::test_a_cell_that_names_more_than_its_field_holds_is_not_looked_up",)),
]
