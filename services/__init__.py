"""Gainsay's services, one package a stage, in the order of the flow: watcher, extraction, ledger, alerting."""
