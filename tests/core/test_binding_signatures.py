"""What a signature must be, and cover, to prove who wrote a mail."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mailflow.core.provenance import why_not_binding

DOMAIN = "libra.example"
NOW_S = 1_604_309_400
FIELDS = ("from", "to", "subject", "date", "message-id", "in-reply-to", "references", "content-type")
SIGNED = "from:to:cc:subject:date:message-id:in-reply-to:references:content-type:content-transfer-encoding"


def why(fields: Sequence[str] = FIELDS, **tags: str) -> str:
    given = {"d": DOMAIN, "a": "rsa-sha256", "h": SIGNED, **tags}
    return why_not_binding({name: text for name, text in given.items() if text != "-"}, fields, DOMAIN, NOW_S) or ""


def unsigned(*names: str) -> str:
    return ":".join(one for one in SIGNED.split(":") if one not in names)


def test_a_signature_of_the_very_domain_over_all_that_we_go_by_binds() -> None:
    assert why() == "" and why(d="LIBRA.Example") == "" and why(a="ed25519-sha256") == ""
    assert why(h=SIGNED.upper()) == "" and why(h=SIGNED.replace(":", " : ")) == ""
    assert why(x=str(NOW_S)) == "" and why(fields=("from", "date")) == ""


@pytest.mark.parametrize(
    ("says", "tags"),
    [
        ("another domain's", {"d": "mail.libra.example"}),
        ("another domain's", {"d": "example"}),
        ("another domain's", {"d": "-"}),
        ("rsa-sha1", {"a": "rsa-sha1"}),
        ("rsa-sha1", {"a": "RSA-SHA1"}),
        ("l=", {"l": "0"}),
        ("expired", {"x": str(NOW_S - 1)}),
        ("expired", {"x": "soon"}),
        ("expired", {"x": "1" * 13}),
        ("expired", {"x": ""}),
        ("does not cover from", {"h": "-"}),
        ("does not cover from", {"h": unsigned("from")}),
        ("does not cover subject", {"h": unsigned("subject")}),
        ("does not cover date", {"h": unsigned("date")}),
        ("does not cover to", {"h": unsigned("to")}),
        ("does not cover in-reply-to", {"h": unsigned("in-reply-to")}),
        ("does not cover references", {"h": unsigned("references")}),
        ("neither", {"h": unsigned("message-id", "content-type")}),
        ("neither", {"h": unsigned("message-id", "content-transfer-encoding")}),
    ],
)
def test_any_other_does_not(says: str, tags: dict[str, str]) -> None:
    assert says in why(**tags) and why(**tags)


def test_a_field_that_the_mail_has_not_may_be_left_out_but_for_who_and_when() -> None:
    for name in ("subject", "to", "cc", "in-reply-to", "references"):
        assert why([one for one in FIELDS if one != name], h=unsigned(name)) == "", name
    assert why([*FIELDS, "cc"], h=unsigned("cc")) == "it does not cover cc"
    for name in ("from", "date"):
        assert why([one for one in FIELDS if one != name], h=unsigned(name)) == f"it does not cover {name}"
    assert why(h=unsigned("message-id")) == why(h=unsigned("content-type", "content-transfer-encoding")) == ""


@pytest.mark.parametrize("name", ["from", "subject", "date", "to", "cc", "in-reply-to", "references"])
def test_a_field_that_stands_twice_is_signed_once_and_read_once_maybe_another_time(name: str) -> None:
    assert why([*FIELDS, "cc", name]) == f"{name} stands in the mail twice"
    assert why([*FIELDS, "received", "received"]) == ""
