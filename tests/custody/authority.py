"""A small time-stamping authority for tests: a root, a signing certificate, and answers to RFC 3161
queries.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority's root (PEM), its signing key and its certificate."""

    root: bytes
    root_der: bytes
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def make_authority(
    name: str = "Test Time Authority", *, years: int = 2, usage: x509.ObjectIdentifier | None = None
) -> Authority:
    """Make an authority whose signing certificate is valid from START for some years."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} Root")])
    root = (
        _certificate(root_name, root_name, root_key.public_key(), years=30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    purpose = x509.ExtendedKeyUsage([usage or ExtendedKeyUsageOID.TIME_STAMPING])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _certificate(subject, root_name, key.public_key(), years=years)
        .add_extension(purpose, critical=True)
        .sign(root_key, hashes.SHA256())
    )
    pem = root.public_bytes(serialization.Encoding.PEM)
    return Authority(pem, root.public_bytes(serialization.Encoding.DER), key, certificate)


def stamp(
    authority: Authority,
    query: bytes,
    *,
    at: datetime.datetime = START + datetime.timedelta(days=300),
    disordered: bool = False,
    with_root: bool = False,
) -> bytes:
    """Answer a query as an authority does; `disordered` sends the certificates in the order DER forbids."""
    request = tsp.TimeStampReq.load(query)
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3.4.1",
            "message_imprint": request["message_imprint"],
            "serial_number": 4711,
            "gen_time": at,
            "accuracy": {"seconds": 1},
            "nonce": request["nonce"].native,
        }
    )
    signed = _signed_data(authority, info)
    signed["certificates"] = _certificates(authority, with_root=with_root, disordered=disordered)
    token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())


def _signed_data(authority: Authority, info: tsp.TSTInfo) -> cms.SignedData:
    der = authority.certificate.public_bytes(serialization.Encoding.DER)
    certificate = asn1_x509.Certificate.load(der)
    content = info.dump()
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {
                "type": "signing_certificate_v2",
                "values": [
                    tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(der).digest()}]})
                ],
            },
        ]
    )
    sid = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": authority.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "signer_infos": [signer],
        }
    )


def _certificates(authority: Authority, *, with_root: bool, disordered: bool) -> cms.CertificateSet:
    held = [authority.certificate.public_bytes(serialization.Encoding.DER)]
    if with_root:
        held.append(authority.root_der)
    chosen = cms.CertificateSet([asn1_x509.Certificate.load(der) for der in sorted(held)])
    if disordered:
        contents = b"".join(sorted(held, reverse=True))
        return cms.CertificateSet.load(b"\x31\x82" + len(contents).to_bytes(2, "big") + contents)
    return chosen


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(START + datetime.timedelta(days=365 * years))
    )
