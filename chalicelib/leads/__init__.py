"""Leads: matched, scored, routed, answered, followed up, never lost."""
