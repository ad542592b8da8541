"""Faults by which a stranger or a colleague gets further than their rights, as a second attack found."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ATTACKS = "tests/security/test_attacks_again.py::"

MUTANTS = [
    Mutant("handing over asks nobody", "chalicelib/users/reassign.py",
           'permissions.require(by, type, "assign", record)', 'assert by, permissions',
           (ATTACKS + "test_handing_over_moves_nothing_that_its_starter_may_not_assign",)),
    Mutant("handed over to anybody's team", "chalicelib/users/service.py",
           'if team and team not in (target.get("team_ids") or ()):', "if team and not target:",
           ("tests/users/test_service.py::test_nothing_is_handed_over_to_a_team_that_its_new_owner_is_not_in",)),
    Mutant("a form fills what its keeper may not write", "chalicelib/leads/checks.py",
           "_forbidden(locked_fields(actor, lead), before or {}, form)", "_forbidden(frozenset[str](), before or {}, form)",
           (ATTACKS + "test_a_form_writes_no_field_that_its_keeper_may_not",)),
    Mutant("an answer speaks the lead's language", "chalicelib/leads/capture.py",
           '"language": crm.company.language, **_filled', '"language": lead.get("language"), **_filled',
           (ATTACKS + "test_a_stranger_does_not_learn_a_customers_language",)),
    Mutant("one field brings several people", "chalicelib/leads/forms.py",
           "return _given(value)[:1] if field in ADDRESSES else _given(value)", "return _given(value)",
           (ATTACKS + "test_one_field_brings_one_address",)),
    Mutant("whoever knows an address adds their own", "chalicelib/leads/addresses.py",
           "if mine is None or len(given) == 1:", "if mine or not mine:",
           (ATTACKS + "test_who_knows_an_address_adds_none_of_their_own",
            ATTACKS + "test_who_knows_a_contacts_address_adds_none_of_their_own")),
    Mutant("a consent tells what is hidden of it", "chalicelib/http/privacy_api.py",
           "[field_rules.visible(call.actor, type, each) for each in states]", "field_rules and states",
           (ATTACKS + "test_what_counts_of_a_consent_tells_no_hidden_field",)),
    Mutant("a repeated action answers what it kept", "chalicelib/records/actions.py",
           'if not isinstance(kept, Mapping) or "version" not in kept:', "if kept:",
           (ATTACKS + "test_a_repeated_action_tells_nothing_that_was_hidden_since",)),
    Mutant("a repeated create is told the record", "chalicelib/records/service.py",
           "bare=not reads)", "bare=False)",
           (ATTACKS + "test_a_repeated_create_tells_who_may_only_create_no_more_than_its_id",)),
    Mutant("a batch keeps names for its repeat", "chalicelib/records/bulk/batches.py",
           "if told else result", "if not told else result", (ATTACKS + "test_a_repeated_batch_tells_no_names",)),
    Mutant("a job tells titles to anybody", "chalicelib/records/bulk/named.py",
           "type.title(field_rules.visible(actor, type, each))", "type.title(each) if field_rules else str(type.title(each))",
           (ATTACKS + "test_a_job_keeps_no_names_and_tells_them_as_they_may_be_read_now",)),
    Mutant("an erasure passes by jobs", "chalicelib/users/objects.py",
           'erased=("arguments", "result", "message"),', "erased=(),",
           ("tests/privacy/test_erasing.py::test_nothing_is_left_but_the_receipt",)),
    Mutant("an erasure empties what exports are the log of", "chalicelib/privacy/erasing.py",
           "(sure and type.belongs and not type.creatable)", "(sure and not type.creatable)",
           ("tests/privacy/test_erasing.py::test_what_is_others_stays",)),
    Mutant("a page of a tree has gaps", "chalicelib/records/trees.py",
           "        if not page.more:\n            break\n    return found, place", "        break\n    return found, place",
           (ATTACKS + "test_the_pages_of_a_tree_do_not_tell_how_many_are_unseen",)),
]
