"""Small mails of every usual shape, and the pieces that mail is made of, for tests and for mutations."""

from __future__ import annotations

PLAIN = b"""From: Pat Rivers <p.rivers@mail.example>
To: complaints@libra.example
Subject: Handover was late again
Date: Mon, 2 Nov 2026 09:30:00 +0000
Message-ID: <1@mail.example>
Content-Type: text/plain; charset="utf-8"; format=flowed

Dear all, on Friday the handover was late \nfor the third time.
--\x20
Pat
"""

MIXED = b"""From: "Rivers, Pat" <p.rivers@mail.example>
To: Complaints <complaints@libra.example>, =?utf-8?q?J=C3=BCrgen?= <j@mail.example>
Cc: Group: a@b.example, "B, C" <c@d.example>;
Subject: =?utf-8?B?QXBwZWFs?= =?utf-8?Q?_against_the?=
 outcome
Message-ID: <2@mail.example>
In-Reply-To: <ack-1@libra.example>
References: <ack-1@libra.example> <x@y.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

I do not agree. Caf=E9 =
soft.

On Mon, 2 Nov 2026 at 10:00, Libra <complaints@libra.example> wrote:

> We have received your complaint.
--inner
Content-Type: text/html; charset=utf-8

<html><head><style>p{}</style></head><body><p>I do <b>not</b> agree.</p><div style="display:none">x</div>
<blockquote>We have</blockquote><table><tr><td>a</td><td>b</td></tr></table></body></html>
--inner--
--outer
Content-Type: application/pdf; name*0*=utf-8''caf%C3%A9; name*1=.pdf
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--outer
Content-Type: message/rfc822

From: Other <o@mail.example>
Subject: inner
Content-Type: multipart/mixed; boundary="deep"

--deep

inner text
--deep--
--outer--
epilogue
"""

REPORT = b"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: complaints@libra.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="r"

--r
Content-Type: text/plain

<p.rivers@mail.example>: host mx said: 550 5.1.1 User unknown
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; p.rivers@mail.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 User unknown
--r
Content-Type: message/rfc822

Message-ID: <ack-1@libra.example>
To: p.rivers@mail.example
Subject: Your complaint

text
--r--
"""

OLD = (
    b"From a@b.example Mon Nov  2 09:30:00 2026\r\nFrom: a@b.example (Anna)\r\nSubject: caf\xe9 \xa3\r\n\r\n"
    b"Below is a picture\r\n\r\nbegin 644 cat.gif\r\nM" + b"!" * 60 + b"\r\n`\r\nend\r\n"
)

SAMPLES = (PLAIN, MIXED, REPORT, OLD, PLAIN.replace(b"\n", b"\r"), MIXED.replace(b"\n", b"\r\n"))

TOKENS = (
    b"--outer\n",
    b"--inner--\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b"\x00",
    b";",
    b'"',
    b"(",
    b"<",
    b">",
    b"=?utf-8?q?",
    b"?=",
    b"=?utf-8?b?/w==?=",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: x-uuencode\n",
    b"charset=utf-7",
    b'charset="a\x00b"',
    b"charset=iso-2022-jp",
    b"From: a@b.example\n",
    b"Subject: x\n",
    b"Return-Path: <>\n",
    b"<div>",
    b"<!--",
    b"<blockquote>",
    b"&#0;",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"On 2 Nov 2026 at 10:00, a <a@b.example> wrote:\n",
    b"> ",
    b"name*0*=",
    b"%",
    b"begin 644 x\nM",
    b"end\n",
    b"Final-Recipient: rfc822; a@b.example\n",
    b"Action: delayed\n",
    b"\t",
    b" ",
    b"@",
    b",",
)
