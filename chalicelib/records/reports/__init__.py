"""Kept cells of reports and reading them."""
