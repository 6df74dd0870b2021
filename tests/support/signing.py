"""Mail that is signed by a domain's key (DKIM), well or badly, with any tag that a signer can write."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import parse_pem_private_key

#: What a good signer covers.
ALL = ("from", "subject", "date", "message-id", "to", "cc", "in-reply-to", "references", "mime-version", "content-type",
       "content-transfer-encoding")  # fmt: skip


#: A key of 768 bits, which nobody makes any more and any machine can break; private (PKCS#1) and public.
_WEAK = (
    "MIIBzAIBAAJhAMkOASRCFywltCH65F+YIvtfx5NOwrt10D7FBBQztI9VBMzj1T4UXIdFvDJTYp/8Ty+9/zZwFwqBuZAicgxFfDJf"
    "Lv1ERNQB5s0D383DAXQRHF+6MZSBLTPfoIfdvFLHVwIDAQABAmEArRkJkpX0LWYouDix9judop7LzN+6eHruV5x37oy1n9Gq2Fwv"
    "c8tD/pLjfNCd0PAAFN9uh8nD72cYSg9sKFkVFkRPjFAQJEpZ4teMVbpF9W4rq64xnTfgWpWk0dBhD0ZBAjEA+NpxjgIeCC+XlA77"
    "wvb2bV6Yl91vnYVSellunAKbb/UTMMhkbf++DXSxRmq01SQLAjEAztQl7P4W8s71TF2NMMhhxCk/5gCZ9P8JpXOsn88njQmzeoq7"
    "NFPt4vzZhDYllQ1lAjEArCuF8PgqCwPSXU9Yg/UVXWnbLQa5GESLYbbKPgnXvMfUNSYPxcLwnKKlm9BruCMtAjAfooNKhHKuIMmU"
    "LJrz4zJQ9p43Z9AkkP3AuLimmODLybgR/jY0AsJX/aSnfECzU6ECMQD1tHl3/gWtIBLePOiIJ7wKeUUT9ogilM6zgh/Rm71/88YR"
    "QlA1aDploVwjuAXe4gk="
)
_WEAK_PUBLIC = (
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAMkOASRCFywltCH65F+YIvtfx5NOwrt10D7FBBQztI9VBMzj1T4UXIdFvDJTYp/8Ty+9"
    "/zZwFwqBuZAicgxFfDJfLv1ERNQB5s0D383DAXQRHF+6MZSBLTPfoIfdvFLHVwIDAQAB"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A domain with a key. ``published`` is what its name server has under ``name``."""

    domain: str
    selector: str = "s1"
    bits: int = 1024
    _pem: bytes = field(repr=False, default=b"")

    @property
    def name(self) -> str:
        """Where its key is published."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def published(self) -> str:
        """The key as it is published."""
        return f"v=DKIM1; k=rsa; p={_key(self.domain, self.selector, self.bits)[1]}"

    def sign(
        self,
        mail: bytes,
        *,
        covers: Sequence[str] = ALL,
        algorithm: str = "rsa-sha256",
        length: int | None = None,
        more: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """Return a mail with a signature on top.

        Args:
            mail: With CRLF or LF line ends.
            covers: The fields in ``h=``; fields that are absent are signed as absent.
            algorithm: ``rsa-sha256``, or the broken ``rsa-sha1``.
            length: How much of the body counts (``l=``); None for all.
            more: Tags that are signed with the others.
        """
        signer = dkim.DKIM(mail)
        policy = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
        body = policy.canonicalize_body(signer.body)
        hashed = body if length is None else body[:length]
        hasher = hashlib.sha256 if algorithm == "rsa-sha256" else hashlib.sha1
        tags = {
            "v": "1",
            "a": algorithm,
            "c": "relaxed/relaxed",
            "d": self.domain,
            "s": self.selector,
            **({} if length is None else {"l": str(length)}),
            **dict(more),
            "h": " : ".join(covers),  # it is folded at blanks
            "bh": base64.b64encode(hasher(hashed).digest()).decode(),
        }
        signer.hasher = hasher
        signer.signature_algorithm = algorithm.encode()
        fields = [(name.encode(), value.encode()) for name, value in (*tags.items(), ("b", "0" * 60))]
        pem = _key(self.domain, self.selector, self.bits)[0]
        include = [one.encode() for one in covers]
        header: bytes = signer.gen_header(fields, include, policy, b"DKIM-Signature", parse_pem_private_key(pem))
        return b"DKIM-Signature: " + header + mail


@cache
def _key(domain: str, selector: str, bits: int) -> tuple[bytes, str]:
    """Return a private key, and the public one as it is published; one for each name, for as long as the tests run."""
    if bits < 1024:
        return f"-----BEGIN RSA PRIVATE KEY-----\n{_WEAK}\n-----END RSA PRIVATE KEY-----\n".encode(), _WEAK_PUBLIC
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return pem, base64.b64encode(public).decode()
