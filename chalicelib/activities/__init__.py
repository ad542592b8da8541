"""Activities: notes, tasks and reminders around every record."""
