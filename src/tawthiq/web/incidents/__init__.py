"""One attack on one screen: entering it, seeing it, changing it."""
