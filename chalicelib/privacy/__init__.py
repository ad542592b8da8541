"""What people are owed: their consents kept, what is known of them found, handed over, erased."""
