"""C2PA manifests, judged by the C2PA library: valid, tampered and absent are told apart; nothing is
fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from c2pa import C2paError, Context, Reader, Settings

from tawthiq.domain.errors import InvalidFile
from tawthiq.evidence.texts import clean
from tawthiq.evidence.values import Provenance, ProvenanceState

UNTRUSTED = "signingCredential.untrusted"  # says nothing about the content: the signer is not on the list
OFFLINE: dict[str, Any] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_reading": True}
}


def read_provenance(path: Path, media_type: str, *, trust_anchors: str | None = None) -> Provenance:
    """Read and check a file's manifest offline; `trust_anchors` are the PEM certificates whose signers are
    trusted.

    Raises InvalidFile, saying why, when the library fails on the file in a way that says nothing about a
    manifest.
    """
    if media_type not in Reader.get_supported_mime_types():
        return Provenance(ProvenanceState.UNSUPPORTED)
    settings = OFFLINE
    if trust_anchors is not None:
        trusting = {**OFFLINE["verify"], "verify_trust": True}
        settings = {"verify": trusting, "trust": {"user_anchors": trust_anchors}}
    try:
        with (
            path.open("rb") as file,
            Context(settings=Settings.from_dict(settings)) as context,
            Reader(media_type, file, context=context) as reader,
        ):
            return _judged(json.loads(reader.json()), reader.get_remote_url())
    except C2paError as error:
        return _without_manifest(str(error))


def _judged(report: Mapping[str, Any], remote: str | None) -> Provenance:
    state = str(report.get("validation_state"))
    manifest = report.get("manifests", {}).get(report.get("active_manifest"), {})
    signature = manifest.get("signature_info") or {}
    codes = [str(status.get("code")) for status in report.get("validation_status") or []]
    return Provenance(
        ProvenanceState.VALID if state in ("Valid", "Trusted") else ProvenanceState.TAMPERED,
        is_trusted=state == "Trusted",
        failures=tuple(dict.fromkeys(code for code in codes if code != UNTRUSTED)),
        signer=_text(signature.get("issuer")),
        signed_at=_text(signature.get("time")),
        generator=_text(manifest.get("claim_generator") or _generators(manifest)),
        actions=_actions(manifest),
        remote=remote,
    )


def _without_manifest(words: str) -> Provenance:
    if "ManifestNotFound" in words or "no JUMBF data found" in words:
        return Provenance(ProvenanceState.ABSENT)
    if "remote manifest" in words.lower() or words.startswith("Remote"):
        start = words.find("http")
        return Provenance(ProvenanceState.REMOTE, remote=words[start:].rstrip(") ") if start >= 0 else None)
    if words.startswith(("NotSupported", "UnsupportedType")) or "type is unsupported" in words:
        return Provenance(ProvenanceState.UNSUPPORTED)
    if any(
        word in words
        for word in ("JUMBF", "Claim", "Cose", "claim", "assertion", "Assertion", "HashMismatch")
    ):
        return Provenance(
            ProvenanceState.TAMPERED, failures=(words.partition(":")[0].strip() or "unreadable",)
        )
    raise InvalidFile(f"the C2PA library could not read it: {words.partition(':')[0][:80]}")


def _generators(manifest: Mapping[str, Any]) -> str:
    named = manifest.get("claim_generator_info") or []
    return ", ".join(f"{one.get('name', '')} {one.get('version', '')}".strip() for one in named)


def _actions(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    assertions = manifest.get("assertions") or []
    listed = [
        one.get("data", {}) for one in assertions if str(one.get("label", "")).startswith("c2pa.actions")
    ]
    actions = [str(action.get("action")) for data in listed for action in data.get("actions") or []]
    return tuple(dict.fromkeys(actions))[:50]


def _text(value: object) -> str | None:
    return clean(str(value)) if value else None
