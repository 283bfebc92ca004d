"""Telling brands' own systems what happened: signed messages to addresses that a brand's manager registers.

`telling` makes messages of events, `sending` delivers them, `managing` and `replaying` are the manager's verbs.
docs/webhooks.md is for who receives them.
"""
