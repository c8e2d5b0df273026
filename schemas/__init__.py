"""The contracts between Gainsay's services, and nothing else: what events, articles, claims and alerts look like."""
