"""Words that mean one thing, words that exclude each other: a compact table made from WordNet."""
