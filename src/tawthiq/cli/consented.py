"""Which accounts of a home may not be quoted now; loaded only once the home's records are open."""

from datetime import UTC, datetime

from tawthiq.queries.testimony import accounts_not_to_quote
from tawthiq.reports.taken_back import TakenBack


def taken_back_now() -> TakenBack:
    """Return the accounts that may not be quoted today."""
    return TakenBack.of(accounts_not_to_quote(on=datetime.now(UTC).date()))
