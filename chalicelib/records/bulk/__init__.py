"""Many records at once: batches, upserts, jobs over a filter, undo."""
