"""Keeps what articles claim, append-only, and finds what contradicts what."""
