"""Webhooks: other programs hear what happened, in order, once it is saved."""
