"""Brings alerts to people's own systems: signed webhooks, retried until they arrive or a human must look."""
