"""Pages of records: lists, kept views, their cursors."""
