"""The verdict model: a small cross-encoder that reads two claims and says how they stand to each other."""
