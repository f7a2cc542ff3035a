"""Entering, seeing and changing cases."""
