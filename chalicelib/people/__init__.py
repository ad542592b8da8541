"""People and companies: who we know."""
