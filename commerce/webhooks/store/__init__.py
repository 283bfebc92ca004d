"""Rows of webhooks, of what is sent to them, and of the log.

A webhook's lines are changed by who holds the webhook's row (`webhooks.lock`). Who only adds, claims or replays needs no lock.
"""
