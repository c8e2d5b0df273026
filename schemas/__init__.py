"""The contracts between Gainsay's services, and nothing else: what an event, an article, a claim and an alert look like."""
