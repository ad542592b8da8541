"""How a company makes Kith its own: fields, views, reports."""
