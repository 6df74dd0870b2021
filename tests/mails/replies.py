"""Whole replies and the words in them that the writer wrote: odd programs, and people who write like programs.

A long list: each mail stands as it came, line by line.
"""
# ruff: noqa: E501 - mails as they are

from __future__ import annotations

from tests.mails.quoted_letter import filled

#: what it shows -> the text of the mail, and the writer's own words
_REPLIES: dict[str, tuple[str, str]] = {
    "inline answers": (
        (
            "Hello,\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "> Was it Friday?\n"
            "\n"
            "Yes, it was.\n"
            "\n"
            "> Who was there?\n"
            "\n"
            "Nobody at all.\n"
            "\n"
            "Pat"
        ),
        ("Hello,\n\n> Was it Friday?\n\nYes, it was.\n\n> Who was there?\n\nNobody at all.\n\nPat"),
    ),
    "nested quotes": (
        (
            "Still waiting.\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
            ">\n"
            "> On Mon, 2 Nov 2026 at 9:00, Pat <p@mail.example> wrote:\n"
            ">> It was late.\n"
        ),
        "Still waiting.",
    ),
    "person tells of a letter": (
        ('On Monday at 10:15 the manager wrote:\n"We will not discuss this."\nI find that rude.'),
        ('On Monday at 10:15 the manager wrote:\n"We will not discuss this."\nI find that rude.'),
    ),
    "person tells of a mail with date": (
        ("On 3 November 2026 at 10:15 Mrs Hill wrote to me:\nYou are barred.\nI ask you to look at it."),
        ("On 3 November 2026 at 10:15 Mrs Hill wrote to me:\nYou are barred.\nI ask you to look at it."),
    ),
    "filled form": (
        (
            "Name: Pat Rivers\n"
            "Email: Pat <p@mail.example>\n"
            "Date and time: 3/11/2026 10:15\n"
            "Place: the garden\n"
            "\n"
            "She was left outside."
        ),
        (
            "Name: Pat Rivers\n"
            "Email: Pat <p@mail.example>\n"
            "Date and time: 3/11/2026 10:15\n"
            "Place: the garden\n"
            "\n"
            "She was left outside."
        ),
    ),
    "list with colons": (
        ("What happened: he fell\nWhen: 3/11/2026 10:15\nWho: Mrs Hill\nWhat I want: an answer\n\nPlease reply."),
        ("What happened: he fell\nWhen: 3/11/2026 10:15\nWho: Mrs Hill\nWhat I want: an answer\n\nPlease reply."),
    ),
    "timeline": (
        (
            "Here is what happened:\n"
            "3 Nov 2026 10:15: she fell\n"
            "3 Nov 2026 10:40: nobody rang\n"
            "4 Nov 2026 9:00: I asked\n"
            "\n"
            "Pat"
        ),
        (
            "Here is what happened:\n"
            "3 Nov 2026 10:15: she fell\n"
            "3 Nov 2026 10:40: nobody rang\n"
            "4 Nov 2026 9:00: I asked\n"
            "\n"
            "Pat"
        ),
    ),
    "dash list then text": (
        (
            "My points:\n"
            "--\n"
            "One: late\n"
            "Two: rude\n"
            "Three: cold. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. \n"
        ),
        (
            "My points:\n"
            "--\n"
            "One: late\n"
            "Two: rude\n"
            "Three: cold. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told. I was not told."
        ),
    ),
    "iphone in words": (
        ("I have the video.\nI filmed it on my iPhone."),
        ("I have the video.\nI filmed it on my iPhone."),
    ),
    "iphone at the end 2": (
        "Please look at the pictures that I sent from my iPhone on Friday.",
        "Please look at the pictures that I sent from my iPhone on Friday.",
    ),
    "galaxy sentence": (
        ("He broke the\nGalaxy phone that I left in the bag."),
        ("He broke the\nGalaxy phone that I left in the bag."),
    ),
    "signature dashes": (
        ("I do not agree.\n\n-- \nPat Rivers\n07700 900123\n"),
        "I do not agree.",
    ),
    "signature dashes and quote": (
        (
            "I do not agree.\n"
            "\n"
            "-- \n"
            "Pat Rivers\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
        ),
        "I do not agree.",
    ),
    "signature below quote": (
        (
            "I do not agree.\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
            "\n"
            "-- \n"
            "Pat Rivers\n"
        ),
        "I do not agree.",
    ),
    "bottom with signature": (
        (
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
            "\n"
            "I do not agree.\n"
            "\n"
            "-- \n"
            "Pat Rivers\n"
        ),
        "I do not agree.",
    ),
    "gmail signature": (
        (
            "I do not agree.\n"
            "\n"
            "--\n"
            "Pat Rivers (she/her)\n"
            "Teacher, Hill School\n"
            "Tel. 07700 900123\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026."
        ),
        "I do not agree.",
    ),
    "closing kept": (
        ("I do not agree.\n\nKind regards,\nPat"),
        ("I do not agree.\n\nKind regards,\nPat"),
    ),
    "email disclaimer outlook": (
        (
            "I do not agree.\n"
            "\n"
            "From: Libra <complaints@libra.example>\n"
            "Sent: 03 November 2026 10:15\n"
            "To: Pat Rivers <p@mail.example>\n"
            "Subject: [LC-2026-0001] Your complaint\n"
            "\n"
            "Dear P. Rivers,\n"
            "We have received it.\n"
        ),
        "I do not agree.",
    ),
    "outlook web with rule": (
        (
            "I do not agree.\n"
            "________________________________\n"
            "From: Libra <complaints@libra.example>\n"
            "Sent: 03 November 2026 10:15\n"
            "To: Pat Rivers <p@mail.example>\n"
            "Subject: [LC-2026-0001] Your complaint\n"
            "\n"
            "Dear P. Rivers,"
        ),
        "I do not agree.",
    ),
    "outlook mobile": (
        (
            "I do not agree.\n"
            "\n"
            "Get Outlook for iOS<https://aka.ms/o0ukef>\n"
            "________________________________\n"
            "From: Libra <complaints@libra.example>\n"
            "Sent: Tuesday, November 3, 2026 10:15:22 AM\n"
            "To: Pat Rivers <p@mail.example>\n"
            "Subject: Your complaint\n"
            "\n"
            "Dear P. Rivers,"
        ),
        "I do not agree.",
    ),
    "outlook caution banner": (
        (
            "I do not agree.\n"
            "\n"
            "________________________________\n"
            "From: Libra <complaints@libra.example>\n"
            "Sent: 03 November 2026 10:15\n"
            "To: Pat Rivers <p@mail.example>\n"
            "Subject: Your complaint\n"
            "\n"
            "CAUTION: This email originated from outside of the organisation.\n"
            "\n"
            "Dear P. Rivers,"
        ),
        "I do not agree.",
    ),
    "outlook without blank": (
        (
            "I do not agree.\n"
            "From: Libra <complaints@libra.example>\n"
            "Sent: 03 November 2026 10:15\n"
            "To: Pat Rivers\n"
            "Cc: Hill, Ann; Moss, Ben;\n"
            " Dale, Carl\n"
            "Subject: Your complaint\n"
            "\n"
            "Dear"
        ),
        "I do not agree.",
    ),
    "outlook quoted with bars": (
        (
            "I do not agree.\n"
            "\n"
            "| On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "| We have received your complaint.\n"
        ),
        "I do not agree.",
    ),
    "yahoo no mark": (
        (
            "I do not agree.\n"
            "\n"
            "Sent from Yahoo Mail on Android \n"
            " \n"
            "  On Tue, 3 Nov 2026 at 10:15, Libra<complaints@libra.example> wrote:   Dear P. Rivers,\n"
            "We have received your complaint.\n"
        ),
        "I do not agree.",
    ),
    "yahoo html indent": (
        (
            "I do not agree.\n"
            "    On Tuesday, 3 November 2026 at 10:15:30 GMT, Libra <complaints@libra.example> wrote:  \n"
            " \n"
            " Dear P. Rivers,\n"
            "We have received your complaint.\n"
        ),
        "I do not agree.",
    ),
    "lotus notes": (
        (
            "I do not agree.\n"
            "\n"
            "From:\tLibra <complaints@libra.example>\n"
            "To:\tPat Rivers <p@mail.example>\n"
            "Date:\t03/11/2026 10:15\n"
            "Subject:\tYour complaint\n"
            "\n"
            "Dear P. Rivers,"
        ),
        "I do not agree.",
    ),
    "lotus inline": (
        (
            "I do not agree.\n"
            "\n"
            "\n"
            "\n"
            "\n"
            "Libra <complaints@libra.example>\n"
            "03/11/2026 10:15\n"
            "\n"
            "To\n"
            "Pat Rivers <p@mail.example>\n"
            "cc\n"
            "\n"
            "Subject\n"
            "Your complaint\n"
            "\n"
            "Dear P. Rivers,"
        ),
        "I do not agree.",
    ),
    "groupwise": (
        (
            "I do not agree.\n"
            "\n"
            ">>> Libra <complaints@libra.example> 03/11/2026 10:15 >>>\n"
            "Dear P. Rivers,\n"
            "We have received it."
        ),
        "I do not agree.",
    ),
    "gmail forward to us": (
        (
            "See below.\n"
            "\n"
            "---------- Forwarded message ---------\n"
            "From: Hill <h@mail.example>\n"
            "Date: Tue, 3 Nov 2026 at 10:15\n"
            "Subject: Fees\n"
            "To: Pat <p@mail.example>\n"
            "\n"
            "You owe us."
        ),
        "See below.",
    ),
    "blackberry": (
        (
            "I do not agree.\n"
            "Sent from my BlackBerry® wireless device\n"
            "\n"
            "-----Original Message-----\n"
            "From: Libra <complaints@libra.example>\n"
            "Date: Tue, 3 Nov 2026 10:15:00 \n"
            "To: Pat<p@mail.example>\n"
            "Subject: Your complaint\n"
            "\n"
            "Dear"
        ),
        "I do not agree.",
    ),
    "samsung": (
        (
            "I do not agree.\n"
            "\n"
            "\n"
            "Sent from my Galaxy\n"
            "\n"
            "\n"
            "-------- Original message --------\n"
            "From: Libra <complaints@libra.example>\n"
            "Date: 03/11/2026 10:15 (GMT+00:00)\n"
            "To: p@mail.example\n"
            "Subject: Your complaint\n"
            "\n"
            "Dear"
        ),
        "I do not agree.",
    ),
    "samsung old de": (
        (
            "Das stimmt nicht.\n"
            "\n"
            "\n"
            "Von meinem Samsung Gerät gesendet.\n"
            "\n"
            "\n"
            "-------- Ursprüngliche Nachricht --------\n"
            "Von: Libra <complaints@libra.example>\n"
            "Datum: 03.11.26  10:15  (GMT+01:00)\n"
            "An: p@mail.example\n"
            "Betreff: Your complaint\n"
            "\n"
            "Dear"
        ),
        "Das stimmt nicht.",
    ),
    "gmx de": (
        (
            "Das stimmt nicht.\n"
            "\n"
            "Gesendet: Dienstag, 3. November 2026 um 10:15 Uhr\n"
            "Von: Libra <complaints@libra.example>\n"
            "An: p@mail.example\n"
            "Betreff: Your complaint\n"
            "Dear"
        ),
        "Das stimmt nicht.",
    ),
    "gmx bold": (
        (
            "Das stimmt nicht.\n"
            " \n"
            "\n"
            "Gesendet: Dienstag, 03. November 2026 um 10:15 Uhr\n"
            'Von: "Libra" <complaints@libra.example>\n'
            'An: "Pat" <p@mail.example>\n'
            "Betreff: Your complaint\n"
            "\n"
            "Dear"
        ),
        "Das stimmt nicht.",
    ),
    "t-online": (
        (
            "Das stimmt nicht.\n"
            "\n"
            "-----Original-Nachricht-----\n"
            "Betreff: Your complaint\n"
            "Datum: 2026-11-03T10:15:00+0100\n"
            'Von: "Libra" <complaints@libra.example>\n'
            'An: "Pat" <p@mail.example>\n'
            "\n"
            "Dear"
        ),
        "Das stimmt nicht.",
    ),
    "laposte fr": (
        (
            "Je ne suis pas d'accord.\n"
            "\n"
            "> Message du 03/11/26 10:15\n"
            '> De : "Libra" <complaints@libra.example>\n'
            "> A : p@mail.example\n"
            "> Objet : Your complaint\n"
            ">\n"
            "> Dear P. Rivers"
        ),
        "Je ne suis pas d'accord.",
    ),
    "two attributions": (
        (
            "I do not agree.\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
            "\n"
            "On Mon, 2 Nov 2026 at 9:00, Pat <p@mail.example> wrote:\n"
            "\n"
            "> It was late.\n"
        ),
        "I do not agree.",
    ),
    "quote without intro at top": (
        ("> We have received your complaint.\n\nThank you."),
        ("> We have received your complaint.\n\nThank you."),
    ),
    "quote only bottom no intro": (
        ("Thank you.\n\n> We have received your complaint.\n> You will have our answer by Friday 4 December 2026.\n"),
        "Thank you.",
    ),
    "android apostrophe": (
        ('Ok thanks\n\nOn 3 Nov 2026 10:15, "Libra" <complaints@libra.example> wrote:\n\n> Dear\n'),
        "Ok thanks",
    ),
    "reply above line": (
        (
            "I do not agree.\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> -- Please reply above this line --\n"
            ">\n"
            "> Dear"
        ),
        "I do not agree.",
    ),
    "html2text outlook": (
        (
            "I do not agree.\n"
            "\n"
            "**From:** Libra <complaints@libra.example>\n"
            "**Sent:** 03 November 2026 10:15\n"
            "**To:** Pat <p@mail.example>\n"
            "**Subject:** Your complaint\n"
            "\n"
            "Dear"
        ),
        "I do not agree.",
    ),
    "apple forwarded": (
        (
            "See this.\n"
            "\n"
            "Begin forwarded message:\n"
            "\n"
            "> From: Hill <h@mail.example>\n"
            "> Subject: Fees\n"
            "> Date: 3 November 2026 at 10:15:00 GMT\n"
            "> To: Pat <p@mail.example>\n"
            ">\n"
            "> You owe us."
        ),
        "See this.",
    ),
    "empty reply with photo": (
        (
            "\n"
            "\n"
            "On Tue, 3 Nov 2026 at 10:15, Libra <complaints@libra.example> wrote:\n"
            "\n"
            "> We have received your complaint.\n"
            "> You will have our answer by Friday 4 December 2026.\n"
        ),
        "",
    ),
    "starts on": (
        ("On Tuesday 3 November my son came home wet.\nI wrote to the manager at 10:15 and she wrote:\nno answer.\n"),
        ("On Tuesday 3 November my son came home wet.\nI wrote to the manager at 10:15 and she wrote:\nno answer."),
    ),
    "quotes our sentence with time": (
        ('You said on 3/11/2026 at 10:15:\n"nothing happened"\nThat is untrue.'),
        ('You said on 3/11/2026 at 10:15:\n"nothing happened"\nThat is untrue.'),
    ),
    "subject line only labels": (
        ("To: the chair\nFrom: Pat Rivers\nSubject: My complaint\n\nI am unhappy."),
        ("To: the chair\nFrom: Pat Rivers\nSubject: My complaint\n\nI am unhappy."),
    ),
    "letter style with date": (
        ("Ref: LC-2026-0001\nDate: 3 November 2026\nTo: the chair\n\nDear chair, I am unhappy."),
        ("Ref: LC-2026-0001\nDate: 3 November 2026\nTo: the chair\n\nDear chair, I am unhappy."),
    ),
    "signed with openpgp": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "-----BEGIN PGP SIGNATURE-----\n"
            "Version: GnuPG v2\n"
            "\n"
            "iHUEARYKAB0WIQRmYWtlIGFuZCBub3RoaW5nIGVsc2UK\n"
            "=Abcd\n"
            "-----END PGP SIGNATURE-----\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "signed with openpgp in the clear": (
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\n"
            "Hash: SHA256\n"
            "\n"
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "-----BEGIN PGP SIGNATURE-----\n"
            "Version: GnuPG v2\n"
            "\n"
            "iHUEARYKAB0WIQRmYWtlIGFuZCBub3RoaW5nIGVsc2UK\n"
            "=Abcd\n"
            "-----END PGP SIGNATURE-----\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "signed with openpgp below the quotation": (
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\n"
            "Hash: SHA256\n"
            "\n"
            "On 03/11/2021 10:15, Libra Children wrote:\n"
            "{marked}"
            "\n"
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "-----BEGIN PGP SIGNATURE-----\n"
            "Version: GnuPG v2\n"
            "\n"
            "iHUEARYKAB0WIQRmYWtlIGFuZCBub3RoaW5nIGVsc2UK\n"
            "=Abcd\n"
            "-----END PGP SIGNATURE-----\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "signature of a program above the quotation": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "-- \n"
            "Pat\n"
            "Sent with Sparrow (http://www.sparrow.example/?sig)\n"
            "\n"
            "\n"
            "On Tuesday, November 3, 2021 at 4:55 PM, Libra Children wrote:\n"
            "\n"
            "{marked}"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "telephone above a marked introduction": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            " Lähetetty iPhonesta \n"
            "\n"
            " > Libra Children <complaints@libra.example> kirjoitti 23.8.2021 kello 11.10:\n"
            " > \n"
            " > Dear Pat"
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "words below an advertisement": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "Hanki Outlook for Android<https://aka.ms/ghei36>\n"
            "and one thing more\n"
            "the coat"
        ),
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "Hanki Outlook for Android<https://aka.ms/ghei36>\n"
            "and one thing more\n"
            "the coat"
        ),
    ),
    "address wrote, below an advertisement": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "Verzonden vanuit Outlook voor iOS\n"
            "\n"
            "complaints@libra.example wrote:\n"
            "\n"
            "Hey\n"
            "\n"
            "On Wed, Nov 3, 2021 12:34 AM, complaints@libra.example wrote:> I'm\n"
            "out"
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "dotted day and time": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "On 3.11.2021 15.06, Libra.example wrote:\n"
            "\n"
            "> Dear Pat,\n"
            ">\n"
            "> We have had your letter and will look into it.\n"
            "> Please wait for our answer.\n"
            ">\n"
            "> Ada"
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "list footer below marked lines under headers": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "-----Original Message-----\n"
            "From: Libra Children <complaints@libra.example>\n"
            "Sent: 3 November 2021 10:15\n"
            "To: Pat\n"
            "Subject: Letter\n"
            "\n"
            "{marked}"
            "\n"
            "---------------------------------------------------------------------\n"
            "To unsubscribe, e-mail: leave@lists.example\n"
            "For additional commands, e-mail: help@lists.example\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "sponsor below a rule": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "-------------------------------------------------------\n"
            "This list is paid for by: Letters and Stamps\n"
            "Welcome to a world of stamps.\n"
            "http://stamps.example/list\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "rest of a wrapped line": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "> -----Original Message-----\n"
            "> From: Libra Children <complaints@libra.example>\n"
            "> Sent: 3 November 2021 10:15\n"
            "> To: Pat\n"
            "> Subject: Letter\n"
            ">\n"
            "> We have had your letter of 2 November 2021 and will look into some\n"
            "80%\n"
            "> of it.\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "day first without a time": (
        ("Hello,\n\nOn Wed, 3 Nov 2021, Libra Children wrote:\n> Was it Friday?\n\nYes.\n"),
        ("Hello,\n\n> Was it Friday?\n\nYes."),
    ),
    "an old program's name at the top": (
        ("Libra Children wrote:\n\n> Was it Friday?\n\nYes.\n\n> Who was there?\n\nNobody.\n"),
        ("> Was it Friday?\n\nYes.\n\n> Who was there?\n\nNobody."),
    ),
    "day and zone above the name": (
        (
            "On Wed, 3 Nov 2021 10:15:30 +0000\n"
            "Libra Children <complaints@libra.example> wrote:\n"
            "\n"
            "{marked}"
            "\n"
            "No, I do not agree.\n"
            "She came home wet again.\n"
            ""
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "postscript below dashes": (
        ("He was wet.\n\n--\nP.S. I have photographs."),
        ("He was wet.\n\n--\nP.S. I have photographs."),
    ),
}

REPLIES = {name: (filled(text), filled(words)) for name, (text, words) in _REPLIES.items()}
