"""Errors that the user can mend."""

__all__ = ["ConfigurationError"]


class ConfigurationError(Exception):
    """Something that Gainsay was told, or that its machine lacks, keeps it from starting; the message says what."""
