"""Where the mail servers of well-known providers are, by the domain of an address.

An organisation's own domain says nothing about its provider; ``--provider`` names it then.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Servers of a provider. ``note``: what people must know before they type a password."""

    imap_host: str
    smtp_host: str
    smtp_port: int = 465
    smtp_security: str = "tls"
    note: str = ""


PROVIDERS = {
    "gmail": Provider(
        imap_host="imap.gmail.com",
        smtp_host="smtp.gmail.com",
        note="Gmail and Workspace want an app password: turn on 2-Step Verification, then make one at "
        "https://myaccount.google.com/apppasswords",
    ),
    "microsoft365": Provider(
        imap_host="outlook.office365.com",
        smtp_host="smtp.office365.com",
        smtp_port=587,
        smtp_security="starttls",
        note="Microsoft 365 refuses passwords for IMAP and wants OAuth, which this mailflow cannot do yet.",
    ),
    "fastmail": Provider(
        imap_host="imap.fastmail.com",
        smtp_host="smtp.fastmail.com",
        note="Fastmail wants an app password: Settings, Privacy & Security, App passwords.",
    ),
    "ionos": Provider(imap_host="imap.ionos.co.uk", smtp_host="smtp.ionos.co.uk"),
    "ionos-com": Provider(imap_host="imap.ionos.com", smtp_host="smtp.ionos.com"),
    "ionos-de": Provider(imap_host="imap.ionos.de", smtp_host="smtp.ionos.de"),
    "zoho": Provider(
        imap_host="imappro.zoho.com",
        smtp_host="smtppro.zoho.com",
        note="Zoho: turn on IMAP access in Settings, Mail Accounts; with two-factor login make an app password.",
    ),
    "zoho-eu": Provider(
        imap_host="imappro.zoho.eu",
        smtp_host="smtppro.zoho.eu",
        note="Zoho: turn on IMAP access in Settings, Mail Accounts; with two-factor login make an app password.",
    ),
}
_DOMAINS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), "gmail"),
    **dict.fromkeys(
        ("outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk", "msn.com"), "microsoft365"
    ),
    **dict.fromkeys(("fastmail.com", "fastmail.fm", "fastmail.co.uk"), "fastmail"),
    **dict.fromkeys(("zoho.com", "zohomail.com"), "zoho"),
    **dict.fromkeys(("zoho.eu", "zohomail.eu"), "zoho-eu"),
}


def provider_of(address: str) -> str | None:
    """Return the provider of an address by its domain; None for a domain that says nothing."""
    domain = address.rpartition("@")[2].casefold()
    return "microsoft365" if domain.endswith(".onmicrosoft.com") else _DOMAINS.get(domain)
