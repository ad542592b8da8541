"""One small class per AWS service."""
