"""The waitlist: people stand in line for units of a deal that is sold out, and units that come back are offered to them
in order of arrival.

An offer is an order that is held for who waited, for `OFFER_LASTS`: they pay it like any other, and if they do not it
expires and its units are offered to the next. It is made in the transaction that gave the units back, so nobody outside
the line can take them.
"""
