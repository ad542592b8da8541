"""Files of rows: CSV, workbooks, vCards, and what their columns mean."""
