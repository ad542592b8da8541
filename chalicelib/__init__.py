"""Kith: a complete CRM in the company's own AWS account."""

__version__ = "0.1.0"
