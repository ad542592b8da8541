"""What a record is, knowing nothing of any domain."""
