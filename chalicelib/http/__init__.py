"""HTTP and events in, use cases called, answers out: the only room besides app.py that knows Chalice."""
