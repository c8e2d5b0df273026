"""Plumbing that every service needs and that knows nothing of articles or claims."""
