"""The only cryptography of the house: sealing, wrapping, signing and the codes of defenders.

Small enough to audit in an afternoon; the inventory of every primitive is docs/crypto.md.
"""
