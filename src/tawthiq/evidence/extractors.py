"""Programs of others that save media from a link: which, and how they are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extractor:
    """A program that saves media from a link; `{url}`, `{folder}`, `{proxy}` and `{bytes}` are filled in."""

    name: str
    command: tuple[str, ...]


YT_DLP = Extractor(
    "yt-dlp",
    (
        "yt-dlp",
        *("--ignore-config", "--no-playlist", "--no-progress", "--restrict-filenames", "--write-info-json"),
        *("--proxy", "{proxy}", "--socket-timeout", "20", "--retries", "3", "--max-filesize", "{bytes}"),
        *("--output", "{folder}/%(id).80s.%(ext)s", "--", "{url}"),
    ),
)
# after auto-archiver's own argument table (1.x); its modules may ignore the proxy: see ADR 0085
AUTO_ARCHIVER = Extractor(
    "auto-archiver",
    (
        *("auto-archiver", "--mode", "simple", "--storages", "local_storage"),
        *("--local_storage.save_to", "{folder}", "{url}"),
    ),
)
