"""Finds articles and publishes each version once onto the articles stream."""
