"""Finding records by words, sounds and near misses."""
