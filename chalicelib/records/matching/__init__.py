"""Which records may be the same: blocks, scores, pairs."""
