"""Gainsay's English news model as spaCy components: one encoder pass fills the Doc."""
