"""What common nouns stand for, from WordNet."""
