"""Many records at once: files in."""
