"""Taking a snapshot: the records of a moment, read in columns, as immutable tables."""

from tawthiq.services.snapshots.taking import Taken, take_snapshot

__all__ = ["Taken", "take_snapshot"]
