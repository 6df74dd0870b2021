"""What people write that looks like a program: all of it is theirs, and none of it may be cut.

A long list: each text as it was typed. Some stand for the lists, forms and tellings that complaints are made of.
"""
# ruff: noqa: E501 - texts as they are

from __future__ import annotations

#: what it shows -> the text
TYPED: dict[str, str] = {
    "on monday she wrote": ("On Monday she wrote:\nYour son is fine.\nHe was not fine."),
    "with time and no quote": ("On 3/11/2021 at 10:15 Mrs Hill wrote:\n\nYour son is fine.\n\nI think this is a lie."),
    "with time, addr in telling": (
        "On 3 Nov 2021 at 10:15 I wrote to hill@libra.example and nobody answered.\nI am cross."
    ),
    "i wrote to addr colon": (
        'On 3 Nov 2021 at 10:15 I wrote to hill@libra.example:\n"Where is his coat?"\nNobody answered.'
    ),
    "she answered from addr": ("She answered at 10:15 on 3/11/2021 from ada@libra.example:\nno.\nThat is all."),
    "from to by parent": ("From: Pat Rivers\nTo: the manager\nSubject: lost coat\n\nHe lost his coat."),
    "from to after words": (
        "Dear Ada,\n\nPlease use these details:\nFrom: Pat Rivers\nTo: the manager\n\nHe lost his coat."
    ),
    "hours": ("Your hours say\nFrom: 8 am\nTo: 6 pm\nand I came at 5."),
    "travel": ("The trip was\nDate: 3 November\nFrom: the nursery\nTo: the park\nBack at five. Nobody told us."),
    "rules between parts": (
        "First the coat.\n"
        "\n"
        "-----\n"
        "\n"
        "Then the shoes.\n"
        "\n"
        "-----\n"
        "\n"
        "Then the bag, which I found in the road after a week of asking and of calling you every morning and every night without getting any answer at all from any one of you, and that is why I now write to you and I do not want to be told to wait again."
    ),
    "rules between short parts": ("First the coat.\n\n-----\n\nThen the shoes."),
    "-- as dash": (
        "He said so\n"
        "-- and you know it --\n"
        "to my face.\n"
        "\n"
        "That is the whole of it and I want an answer by Friday, from a person, and not by a form letter that does not even have my name right in it, as the last three that you have sent to me did."
    ),
    "arrow": ("My way to you:\n> from the office\n> to the chair\nand nobody listened."),
    "arrow lines": ("Office -> chair -> nobody.\n=> I want an answer.\n>> now <<"),
    "arrow first": ("> is the sign you used on the form; what does it mean?\nThank you."),
    "original message in prose": (
        "I have lost your Original Message.\n"
        "Original message or not, he was wet.\n"
        "Please send the original message again."
    ),
    "Original message: label": ("The original message: he is fine.\nMy question is why he was wet."),
    "dashes around words": ("Two points\n\n--- the coat ---\nIt is lost.\n\n--- the shoes ---\nThey are wet."),
    "headings with equals": ("== The coat ==\nIt is lost.\n\n== The shoes ==\nThey are wet."),
    "heading stars": ("*** What happened ***\nHe fell.\n\n*** What I want ***\nAn answer."),
    "heading underscores": ("__ What happened __\nHe fell.\n\n__ What I want __\nAn answer."),
    "heading after words dashes": (
        "Dear Ada,\n\nhere is my answer.\n\n----- Findings -----\nHe fell.\n\n----- What I want -----\nAn answer."
    ),
    "poem": ("Roses are red,\n  violets are blue,\n    on Monday you wrote:\n      a letter to whom?"),
    "times": ("8:10 he came\n8:20: he cried\n9:15: he was wet\n10:00 Mrs Hill wrote: all fine\n10:30 I came"),
    "dated list w addr": (
        "3/11/2021 10:15 I wrote to ada@libra.example\n"
        "4/11/2021 9:00 I wrote to <ada@libra.example>\n"
        "5/11/2021 nobody had answered"
    ),
    "dated list colon addr": (
        "I wrote to you so often:\n"
        "3/11/2021 10:15 to Ada <ada@libra.example>:\n"
        "no answer.\n"
        "4/11/2021 10:15 to Bo <bo@libra.example>:\n"
        "no answer."
    ),
    "pasted text thread": (
        "Here is what she texted me:\n"
        "[03/11/2021, 10:15] Ada: he is fine\n"
        "[03/11/2021, 10:16] Me: he is wet\n"
        "[03/11/2021, 10:20] Ada: no\n"
        "I want this looked at."
    ),
    "whatsapp": ("03/11/2021, 10:15 - Ada: he is fine\n03/11/2021, 10:16 - Pat: he is wet\n\nSo you see."),
    "numbers": ("1. He was late.\n2. He was wet.\n3: nobody rang.\n\nPat"),
    "contact list": ("You can reach us:\nPat Rivers <p@mail.example>\nBo Rivers <b@mail.example>\nWe are both cross."),
    "date alone after name": ("The witness is Bo Rivers <b@mail.example>\non 3/11/2021 10:15\nand he saw it."),
    "name label list": ("Name: Pat\nPhone: 07700 900123\nTo: Ada\nDate: 3/11/2021\nSubject: coat\nI want it back."),
    "quote marks in words": ('You wrote:\n"He is fine."\n\nHe was not.'),
    "you wrote > one line then answer": ("You wrote\n> He is fine.\nHe was not."),
    "you wrote on date then answer": ("In your letter of 3/11/2021 10:15 you wrote:\n> He is fine.\nHe was not."),
    "wrote twice": ("Ada wrote on 3/11/2021:\n> He is fine.\n\nBo wrote on 4/11/2021:\n> He is wet.\n\nWhich is it?"),
    "forward typed": ("Forwarded message below, as you asked.\nBut first: he was wet."),
    "sent from my iphone sentence": ("The video was sent from my iPhone on Monday.\nPlease look."),
    "sent by post": ("I want a letter.\nSent by post."),
    "sent by at end": ("It came late.\nSent by Mrs Hill"),
    "sent with love": ("The card said\nSent with love"),
    "envoyé de": ("Le colis est en retard.\nEnvoyé de Paris le 3 novembre."),
    "gesendet": ("Der Brief kam nie an.\nGesendet am 3. November."),
    "skickat": ("Brevet kom inte.\nSkickat från kontoret i måndags."),
    "enviado de": ("A carta chegou tarde.\nEnviado de Lisboa"),
    "sent from the office": ("The parcel never came.\nSent from the office"),
    "regards in sentence": ("With regards to the money, I want it back.\nRegards\nPat\n07700 900123"),
    "signature kept": ("I do not agree.\n\nBest wishes\nPat Rivers\nMother of Bo\n\nP.S. He still has no coat."),
    "PS below -- ": ("I do not agree.\n\nPat\n\nP.S.: on 3/11/2021 at 10:15 Ada wrote: he is fine."),
    "form typed labels": ("Date: 3/11/2021\nTime: 10:15\nFrom: the garden\nTo: the road\nWho: Bo"),
    "from sent to subject typed by parent no day": (
        "I sent you this:\nFrom: me\nSent: last week\nTo: you\nSubject: the coat\n\nand nobody answered."
    ),
    "pipe table": ("| day | what |\n| Mon | wet |\n| Tue | cold |\nSo it goes."),
    "pipe table 2": ("Here is my list:\n\n| day | what |\n| Mon | wet |\n| Tue | cold |\n"),
    "markdown quote at the end": ("This is what she said to me:\n\n> You are a bad mother.\n"),
    "said: quote at the end": ("Mrs Hill said:\n> You are a bad mother.\n"),
    "lines with > prompt end": ("What I want:\n> an answer\n> a sorry\n> my money"),
    "de erzählung": ("Am 3. November um 10:15 schrieb Frau Hill:\nIhr Sohn ist da.\nEr war nicht da."),
    "fr récit": ("Le 3 novembre à 10h15, Mme Hill a écrit :\n« Il va bien. »\nC'est faux."),
    "es relato": ('El 3 de noviembre a las 10:15 la señora Hill escribió:\n"Está bien."\nEs falso.'),
    "pl opowiesc": ("W dniu 3.11.2021 o 10:15 pani Hill napisała:\n„Jest dobrze.”\nTo nieprawda."),
    "de telling with address": ("Am 3.11.2021 um 10:15 schrieb ich an hill@libra.example:\nWo ist er?\nKeine Antwort."),
    "zh telling": ("2021年11月3日她写道：\n他很好。\n这不是真的。"),
    "ja telling": ("2021年11月3日のメール\nを読みました。\n間違っています。"),
    "he telling": ("ב-3 בנובמבר היא כתבה:\nהכל בסדר\nזה לא נכון"),
    "directive lines": (
        "#outcome upheld\n"
        "\n"
        "Findings:\n"
        "He was wet.\n"
        "\n"
        "Reasons: nobody looked.\n"
        "\n"
        "Actions: we will.\n"
        "\n"
        "-----\n"
        "Please note: on 3 Nov."
    ),
    "copied header of letter": (
        "Ref: LC-2021-0001\n"
        "From: Pat Rivers, 3 Hill Road\n"
        "To: Libra\n"
        "Date: 3 November 2021\n"
        "Subject: my son\n"
        "\n"
        "Dear Ada,\n"
        "he was wet."
    ),
    "words then full typed header": (
        "Here is my letter again.\n\nFrom: Pat Rivers\nTo: Libra\nDate: 3 November\nRe: my son\n\nHe was wet."
    ),
    "code fence": ("See:\n```\nFrom: a\nSent: b\nTo: c\nSubject: d\n```\nThat is what the page said."),
    "dash dash name list": (
        "The people:\n"
        "--\n"
        "Ada\n"
        "--\n"
        "Bo\n"
        "\n"
        "and more of them than I can name here, each of whom has told me something else, and none of whom has ever called me back when they had said that they would, so that I have now to write to you again, for the fourth time in as many weeks, and I do."
    ),
    "url in angle wrap": ("See <http://libra.example/a\n> and tell me.\nThank you."),
    "asks: with email and time": ("Call me at 10:15 or write to me at <p@mail.example>:\nI am at home.\nPat"),
    "at 10:15 (addr):": ("On 3/11/2021 10:15 I got this (from ada@libra.example):\nhe is fine.\nWhich is a lie."),
    "i said": ("On Monday I said to ada@libra.example: he is wet.\nShe said: no.\nAnd that was that."),
    "copy of my mail below": (
        "Please see what I wrote.\n\nMy mail of 3 November 2021, 10:15:\nHe was wet.\nHe was cold."
    ),
    "log with addresses": (
        "Dear Ada,\n"
        "\n"
        "these are the mails that I sent:\n"
        "\n"
        "1. On 3 November 2021 at 10:15 to ada@libra.example: no answer.\n"
        "2. On 4 November 2021 at 11:00 to <bo@libra.example>: no answer.\n"
        '3. On 5 November 2021 at 9:20 Bo (bo@libra.example) wrote: "we will look".\n'
        "\n"
        "That was all.\n"
        "\n"
        "Pat"
    ),
    "log lines ending colon": (
        "Dear Ada,\n"
        "\n"
        "On 3 November 2021 at 10:15 I wrote to your manager (bo@libra.example):\n"
        "\n"
        '"Where is the coat?"\n'
        "\n"
        "On 5 November 2021 at 9:20 he answered:\n"
        "\n"
        '"I do not know."\n'
        "\n"
        "I am not content.\n"
        "\n"
        "Pat"
    ),
    "he (addr) wrote colon": (
        "Dear Ada,\n"
        "\n"
        "On 5 November 2021 at 9:20 your manager wrote to me:\n"
        "\n"
        '"I do not know."\n'
        "\n"
        "I am not content.\n"
        "\n"
        "Pat"
    ),
    "manager wrote colon no me": (
        'Dear Ada,\n\nOn 5 November 2021 at 9:20 your manager wrote:\n\n"I do not know."\n\nI am not content.\n\nPat'
    ),
    "colon only date": (
        "Dear Ada,\n\n5 November 2021, 9:20:\nHe cried.\n\n6 November 2021, 9:20:\nHe cried again.\n\nPat"
    ),
    "sms": (
        "Dear Ada,\n"
        "\n"
        "the messages were:\n"
        "\n"
        "Ada, 5 Nov 2021, 9:20: he is fine\n"
        "Pat, 5 Nov 2021, 9:25: he is wet\n"
        "\n"
        "So who is right?\n"
        "\n"
        "Pat"
    ),
    "form answers": (
        "1. Who: Pat Rivers\n"
        "2. When: 5/11/2021 9:20\n"
        "3. Where: the gate\n"
        "4. To: Ada\n"
        "5. From: the gate to the road\n"
        "\n"
        "Pat"
    ),
    "letterhead": (
        "Pat Rivers\n"
        "3 Hill Road\n"
        "Tel: 07700 900123\n"
        "Email: p@mail.example\n"
        "Date: 5 November 2021\n"
        "\n"
        "To: Ada\n"
        "From: Pat\n"
        "Subject: my complaint\n"
        "\n"
        "Dear Ada,\n"
        "he was wet.\n"
        "Pat"
    ),
    "letterhead 2": (
        "To: The Manager, Libra <complaints@libra.example>\n"
        "From: Pat Rivers <p@mail.example>\n"
        "Date: 5 November 2021\n"
        "Subject: my complaint\n"
        "\n"
        "Dear Ada,\n"
        "he was wet.\n"
        "Pat"
    ),
    "words, letterhead": (
        "Dear Ada,\n"
        "\n"
        "here is what I want on file.\n"
        "\n"
        "To: The Manager\n"
        "From: Pat Rivers\n"
        "Date: 5 November 2021\n"
        "Subject: my complaint\n"
        "\n"
        "He was wet.\n"
        "Pat"
    ),
    "memo w re": ("Re: my complaint\nDate: 5 November 2021\nFrom: Pat\n\nHe was wet."),
    "stars rule": ("First.\n\n* * *\n\nSecond part is here.\n\n***\n\nThird part is here."),
    "ps": (
        "He was wet.\n"
        "\n"
        "Pat\n"
        "\n"
        "--\n"
        "PS: I have photographs of it all, and I will send them when you ask me for them, which you have not done yet.\n"
        "PPS: and the coat is still gone.\n"
        "I would like it back."
    ),
    "dash signature para": ("He was wet.\n\n---\n\nI have told you this three times. You do nothing."),
    "equals para": ("He was wet.\n===\nI have told you this three times.\n===\nYou do nothing."),
    "thread of ours as facts": ("> 1 he was wet\n> 2 he was cold\n\nThese are my two points."),
    "greater than numbers": ("The fee is >50\n>50 is too much\nPat"),
    "de liste": ("Liebe Frau Hill,\n\nVon: 8 Uhr\nBis: 17 Uhr\nDatum: 5.11.2021\n\nso war es verabredet.\n\nPat"),
    "de betreff": ("Betreff: Jacke\nDatum: 5.11.2021\nVon: Pat\nAn: Frau Hill\n\nDie Jacke fehlt."),
    "fr liste": ("Bonjour,\n\nDe : 8 h\nA : 17 h\nDate : 5/11/2021\n\nvoilà ce qui était prévu.\n\nPat"),
    "es lista": ("Hola,\n\nDe: 8 h\nPara: Bo\nFecha: 5/11/2021\nAsunto: abrigo\n\neso era lo previsto.\n\nPat"),
    "nl": ("Hallo,\n\nVan: 8 uur\nTot: 17 uur\nDatum: 5-11-2021\n\ndat was afgesproken.\n\nPat"),
    "it": ("Ciao,\n\nDa: casa\nA: scuola\nData: 5/11/2021\n\nera così.\n\nPat"),
    "quote in typographic": ("Dear Ada,\n\non 5 November 2021 at 9:20 you wrote: “he is fine”.\n\nHe was not.\n\nPat"),
    "sent from table": ("Dear Ada,\n\nitems:\nSent from Leeds: coat\nSent from York: shoes\n\nPat"),
    "get app line": ("Please tell parents:\nGet the new app for iOS"),
    "outlook word": ("I use Outlook for iOS at home."),
    "mobile end": ("You can reach me on my mobile"),
    "from my mobile end": ("I rang you three times\nfrom my mobile"),
    "from my phone pictures": ("The pictures were taken\nfrom my iPhone"),
    "via": ("He told me so\nvia phone"),
    "en route gesendet": ("Den Brief habe ich Ihnen\nmit dem Handy gesendet"),
    "von handy gesendet": ("Das Bild wurde\nvon meinem Handy gesendet"),
    "envoyé du téléphone": ("La photo a été\nenvoyée de mon téléphone"),
    "above this line": ("I have signed the form above this line.\nPlease write your answer below."),
    "write above the line": ("The form says\nwrite your name above this line\nbut there is no line."),
    "forwarded label": ("Forwarded: the letter of 3 November.\nOriginal: the letter of 2 November."),
    "rule words mail": (
        "----- My mails to you -----\n"
        "3 November: no answer\n"
        "4 November: no answer\n"
        "\n"
        "----- Your mails to me -----\n"
        "none"
    ),
    "rule message": ("--- The message that I left ---\nPlease ring me.\n\n--- What came of it ---\nNothing."),
    "original complaint heading": ("--- Original complaint ---\nHe was wet.\n\n--- New complaint ---\nHe was cold."),
    "code-ish": ("The screen said:\n>>> error 5 <<<\nand then nothing."),
    "initials": ("A> b\nis what the sheet says"),
    "two speakers initials": ("Ada> he is fine\nPat> he is wet\nThat was our talk."),
    "names as talk": ("P> where is he?\nP> I ask again\nThat is what I typed in the chat."),
    "table md": ("| Day | What |\n|-----|------|\n| Mon | wet  |\n| Tue | cold |\n\nPat"),
    "bars": ("| Monday he was wet\n| Tuesday he was cold\nThis is my list."),
    "points below a drawn line": ("My answers\n----------\n1. No.\n2. Yes\n"),
    "bullets below a drawn line": ("What I want:\n=====\n- my coat\n- an answer"),
}
