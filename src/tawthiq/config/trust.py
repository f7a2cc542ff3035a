"""The authorities of trusted time that a home's settings name, with the root certificates that are trusted."""

from __future__ import annotations

from tawthiq.config.home import SETTINGS_FILE, Home
from tawthiq.domain.errors import NotFound
from tawthiq.vault.authorities import TimeAuthority


def authorities_of(home: Home) -> tuple[TimeAuthority, ...]:
    """Read the authorities and their roots; NotFound names a certificate that is not there."""
    found = []
    for stated in home.time_authorities:
        try:
            found.append(TimeAuthority(stated.name, stated.url, (stated.root.read_bytes(),)))
        except OSError as error:
            raise NotFound(
                f"{SETTINGS_FILE} names the root certificate {stated.root.name} of {stated.name}; it cannot be read. "
                "Put it there, or take the authority out."
            ) from error
    return tuple(found)
