"""Reads articles: finds the entities they mention and the claims they make."""
