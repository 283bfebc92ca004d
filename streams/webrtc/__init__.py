"""WebRTC as this product needs it: encoded packets in from a host, out to viewers (on aiortc; FACTS of the protocol in RFC 8834).

aiortc has no way to send or to get at encoded packets, so `receiving.py` and `sending.py` take the places of its receiver and sender.
"""
