"""The pages of docs/reference, each generated from what the code declares."""
