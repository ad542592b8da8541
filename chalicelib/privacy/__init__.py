"""Consent, and what a person may ask about themselves: everything, as files, or gone."""
