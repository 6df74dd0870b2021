"""Answers below and between marked lines, under the headers that a program copies above them."""

from __future__ import annotations

from tests.mails.quoted_letter import filled

#: The headers of the earlier mail, as three programs write them.
_HEADERS = {
    "outlook express": (
        "----- Original Message -----\n"
        'From: "Libra Children" <complaints@libra.example>\n'
        "To: <p@mail.example>\n"
        "Sent: Wednesday, November 03, 2021 10:15 AM\n"
        "Subject: Letter\n"
    ),
    "outlook on the web": (
        "________________________________\n"
        "From: Libra Children <complaints@libra.example>\n"
        "Sent: 03 November 2021 10:15\n"
        "To: Pat\n"
        "Subject: Letter\n"
    ),
    "headers alone": (
        "From: Libra Children <complaints@libra.example>\nSent: 03 November 2021 10:15\nTo: Pat\nSubject: Letter\n"
    ),
}
#: A reply under such headers, and what is new in it.
_ARRANGED = {
    "bottom": (
        ("{headers}\n\n{marked}\nNo, I do not agree.\nShe came home wet again.\n"),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "hello, bottom": (
        ("Hello Ada,\n\n{headers}\n\n{marked}\nNo, I do not agree.\nShe came home wet again.\n\nPat"),
        ("Hello Ada,\n\n\n\n{marked}\nNo, I do not agree.\nShe came home wet again.\n\nPat"),
    ),
    "inter": (
        ("Hello Ada,\n\n{headers}\n> Was it Friday?\n\nYes it was.\n\n> Who was there?\n\nNobody.\n"),
        ("Hello Ada,\n\n\n> Was it Friday?\n\nYes it was.\n\n> Who was there?\n\nNobody."),
    ),
    "inter no hello": (
        ("{headers}\n> Was it Friday?\n\nYes it was.\n\n> Who was there?\n\nNobody.\n"),
        ("> Was it Friday?\n\nYes it was.\n\n> Who was there?\n\nNobody."),
    ),
    "top marked": (
        ("No, I do not agree.\nShe came home wet again.\n\n{headers}\n{marked}"),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "top marked + sig of quoted phone": (
        ("No, I do not agree.\nShe came home wet again.\n\n{headers}\n{marked}\nSent from my iPhone"),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "top, nested": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "{headers}\n"
            "{letter}"
            "\n"
            "________________________________\n"
            "From: Libra Children <complaints@libra.example>\n"
            "Sent: 03 November 2021 10:15\n"
            "To: Pat\n"
            "Subject: Letter\n"
            "\n"
            "{letter}"
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
    "top, nested marks": (
        (
            "No, I do not agree.\n"
            "She came home wet again.\n"
            "\n"
            "{headers}\n"
            "{letter}"
            "\n"
            "On 2 Nov 2021, at 9:00, Pat <p@mail.example> wrote:\n"
            "\n"
            "> It was late.\n"
        ),
        ("No, I do not agree.\nShe came home wet again."),
    ),
}

BELOW_HEADERS = {
    f"{program}: {name}": (filled(text, headers=headers), filled(words))
    for program, headers in _HEADERS.items()
    for name, (text, words) in _ARRANGED.items()
}
