"""Mail: reading what comes in, matching it, threads, sending, templates, events, suppression."""
