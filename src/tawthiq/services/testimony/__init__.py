"""Testimony: sealed identities, and consent that is asked for use by use and can be taken back."""
