"""Replies of many programs in HTML only, as their windows write them: what is below the words of the writer.

A long list: the boxes, classes and rules are the programs' own. ``A`` is the address and ``N`` the name of whom they
quote, ``LETTER`` the mail that they quote.
"""
# ruff: noqa: E501 - pages as they are

from __future__ import annotations

from tests.mails.habits import A, N

LETTER = "<p>Dear Pat,</p><p>We have had your letter.</p><p>Please wait for our answer.</p>"

#: program -> what stands below the words of the writer
PAGES: dict[str, str] = {
    "gmail": f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, 3 Nov 2021 at 10:15, {N} &lt;<a href="mailto:{A}">{A}</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{LETTER}</blockquote></div>',
    "gmail no blockquote": '<div class="gmail_quote"><div class="gmail_quote">On 03-Nov-2021, at 6:15 PM, Ada &lt;ada@libra.example&gt; wrote:<div>Test</div></div></div>',
    "gmail fwd": '<div class="gmail_quote">---------- Forwarded message ----------<br>From: <b class="gmail_sendername">Ada</b> <span dir="ltr">&lt;<a href="mailto:ada@libra.example">ada@libra.example</a>&gt;</span><br>Date: Wed, Nov 3, 2021 at 5:15 PM<br>Subject: Ada<br>To: Pat &lt;<a href="mailto:p@mail.example">p@mail.example</a>&gt;<br><br><div>Dear Pat</div></div>',
    "attr inside blockquote": "<blockquote><div>On 03-Nov-2021, at 6:15 PM, Ada &lt;ada@libra.example&gt; wrote:</div><div>Test</div></blockquote>",
    "apple": f'<br><div><blockquote type="cite"><div>On 3 Nov 2021, at 10:15, {N} &lt;<a href="mailto:{A}">{A}</a>&gt; wrote:</div><br class="Apple-interchange-newline"><div>{LETTER}</div></blockquote></div><br>',
    "ios": f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 3 Nov 2021, at 10:15, {N} &lt;{A}&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{LETTER}</div></blockquote>',
    "no blockquote": "<div>On 03-Nov-2021, at 6:15 PM, Ada &lt;ada@libra.example&gt; wrote:</div><div>Test</div>",
    "blockquote w/o intro": "<div><br></div><blockquote>Quote</blockquote>",
    "hr Date block": '<div><hr>Date: Wed, 3 Nov 2021 10:15:30 -0500<br>To: <a href="mailto:ada@libra.example">ada@libra.example</a><br>From: <a href="mailto:complaints@libra.example">complaints@libra.example</a><br>Subject: Your letter<br><br>text</div>',
    "hr From block": '<div><hr>From: <a href="mailto:ada@libra.example">ada@libra.example</a><br>Date: Wed, 3 Nov 2021 10:15:30 -0500<br>To: <a href="mailto:complaints@libra.example">complaints@libra.example</a><br>Subject: New<br><br>text</div>',
    "hr two bold on one line": "<div><hr/><div><font><b>From: ada@libra.example</b> <b>Date: Wed, 3 Nov 2021 10:15:30 -0500</b></font></div><div>Quoted message</div></div>",
    "outlook 2010": f'<div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span>From:</span></b><span> {N} [mailto:{A}] <br><b>Sent:</b> 03 November 2021 10:15<br><b>To:</b> Pat<br><b>Subject:</b> Your letter<o:p></o:p></span></p></div></div>{LETTER}',
    "outlook 2003 hr": f'<div class="MsoNormal" align="center"><hr size="2" width="100%" tabindex="-1"></div><p class="MsoNormal"><b>From:</b> {N} [mailto:{A}] <br><b>Sent:</b> 03 November 2021 10:15<br><b>To:</b> Pat<br><b>Subject:</b> Your letter</p>{LETTER}',
    "owa": f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> {N} &lt;{A}&gt;<br><b>Sent:</b> 03 November 2021 10:15<br><b>To:</b> Pat &lt;p@mail.example&gt;<br><b>Subject:</b> Your letter</font><div>&nbsp;</div></div><div>{LETTER}</div>',
    "outlook mobile": f'<div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> {N} &lt;{A}&gt;<br><b>Sent:</b> Tuesday, November 3, 2021 10:15:22 AM<br><b>To:</b> Pat<br><b>Subject:</b> Your letter</div>{LETTER}',
    "outlook mac": f'<div style="border:none;border-top:solid #B5C4DF 1.0pt"><p class="MsoNormal"><b><span>From: </span></b><span>{N} &lt;{A}&gt;<br><b>Date: </b>Tuesday, 3 November 2021 at 10:15<br><b>To: </b>Pat<br><b>Subject: </b>Your letter</span></p></div>{LETTER}',
    "windows mail": f'<div>Sent from Windows Mail</div><div><br></div><div style="border-top-color: rgb(229, 229, 229); border-top-width: 2px;"><strong>From:</strong>&nbsp;<a href="mailto:{A}">{N}</a><br><strong>Sent:</strong>&nbsp;Tuesday, 3 November 2021 10:15<br><strong>To:</strong>&nbsp;<a href="mailto:p@mail.example">Pat</a></div><div>{LETTER}</div>',
    "yahoo": f'<br></div><div id="ydp123yahoo_quoted_1" class="ydp123yahoo_quoted"><div><div>On Tuesday, 3 November 2021 at 10:15:30 GMT, {N} &lt;{A}&gt; wrote:</div><div><br></div><div>{LETTER}</div></div></div>',
    "yahoo android": f'<div id="ymail_android_signature"><a href="https://go.onelink.me/1">Sent from Yahoo Mail on Android</a></div> <br> <blockquote style="margin: 0 0 20px 0;"> <div style="font-family:Roboto"> <div>On Tue, 3 Nov 2021 at 10:15, {N}</div><div>&lt;{A}&gt; wrote:</div> </div> <div style="padding: 10px 0 0 20px">{LETTER}</div> </blockquote>',
    "aol": f'<div style="font-family:arial">-----Original Message-----<br>From: {N} &lt;{A}&gt;<br>To: p &lt;p@mail.example&gt;<br>Sent: Tue, Nov 3, 2021 10:15 am<br>Subject: Your letter<br><br><div id="aolmail_1">{LETTER}</div></div>',
    "gmx": f'<div>&nbsp;<div style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Dienstag, 03. November 2021 um 10:15 Uhr<br/><b>Von:</b>&nbsp;"{N}" &lt;{A}&gt;<br/><b>An:</b>&nbsp;"Pat" &lt;p@mail.example&gt;<br/><b>Betreff:</b>&nbsp;Ihr Brief</div><div name="quoted-content">{LETTER}</div></div></div>',
    "t-online": f'<div>-----Original-Nachricht-----</div><div>Betreff: Ihr Brief</div><div>Datum: 2021-11-03T10:15:00+0100</div><div>Von: "{N}" &lt;{A}&gt;</div><div>An: "Pat" &lt;p@mail.example&gt;</div><div><br></div>{LETTER}',
    "mail.ru": f'<br><br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 3 ноября 2021, 10:15 +03:00 от {N} &lt;<a href="mailto:{A}">{A}</a>&gt;:<br>&nbsp;<div id="">{LETTER}</div></blockquote>',
    "yandex": f'<div> </div><div>03.11.2021, 10:15, "{N}" &lt;{A}&gt;:</div><blockquote>{LETTER}</blockquote>',
    "proton": f'<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Tuesday, November 3rd, 2021 at 10:15, {N} &lt;{A}&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">{LETTER}</blockquote></div>',
    "tutanota": f'<br><div>3 Nov 2021, 10:15 by {A}:<br></div><blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8;">{LETTER}</blockquote>',
    "zoho": f'<br><div class="zmail_extra" style="border-top: 1px solid"><div>---- On Tue, 03 Nov 2021 10:15:30 +0000 <b>{N} &lt;{A}&gt;</b> wrote ---</div><div><br></div><blockquote>{LETTER}</blockquote></div>',
    "fastmail": f'<div><br></div><div>On Tue, 3 Nov 2021, at 10:15, {N} wrote:</div><blockquote type="cite" id="qt">{LETTER}</blockquote>',
    "samsung": f'<div id="composer_signature"><div style="font-size:12px">Sent from my Galaxy</div></div><div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- Original message --------</div><div>From: {N} &lt;{A}&gt; </div><div>Date: 03/11/2021  10:15  (GMT+00:00) </div><div>To: p@mail.example </div><div>Subject: Your letter </div><div><br></div></div>{LETTER}',
    "samsung one line": f'<div style="font-size:100%;color:#000000"><div align="left">-------- Original message --------</div><div align="left">From: {N} &lt;{A}&gt;  Date: 03/11/2021  10:15  (GMT+00:00)  To: p@mail.example  Subject: Your letter </div></div>{LETTER}',
    "huawei": f"<div>-------- Original Message --------<br>Subject: Your letter<br>From: {N} <br>To: p@mail.example<br>CC: <br><br></div>{LETTER}",
    "thunderbird": f'<div class="moz-cite-prefix">On 03/11/2021 10:15, {N} wrote:<br></div><blockquote type="cite" cite="mid:1@libra.example">{LETTER}</blockquote>',
    "thunderbird pl": f'<div class="moz-cite-prefix">W dniu 3.11.2021 o 10:15, {N} pisze:<br></div><blockquote type="cite" cite="mid:1@libra.example">{LETTER}</blockquote>',
    "thunderbird fwd": f'<div class="moz-forward-container">-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th align="right">Subject: </th><td>Your letter</td></tr><tr><th>Date: </th><td>Tue, 3 Nov 2021 10:15:00 +0000</td></tr><tr><th>From: </th><td>{N} &lt;{A}&gt;</td></tr><tr><th>To: </th><td>p@mail.example</td></tr></tbody></table>{LETTER}</div>',
    "lotus html": f'<br><br><br><font size="1" color="#5f5f5f" face="sans-serif">From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size="1">{N}/LIBRA</font><br><font>To: &nbsp; &nbsp;</font><font>Pat/MAIL@MAIL</font><br><font>Date: &nbsp; &nbsp;</font><font>03/11/2021 10:15</font><br><font>Subject: &nbsp;</font><font>Your letter</font><br><hr noshade><br>{LETTER}',
    "notes table": f'<table width="100%"><tr valign="top"><td width="40%"><font><b>{N} &lt;{A}&gt;</b> </font><p><font>03/11/2021 10:15</font></p></td><td><table><tr><td>To</td><td>Pat</td></tr><tr><td>cc</td><td></td></tr><tr><td>Subject</td><td>Your letter</td></tr></table></td></tr></table>{LETTER}',
    "notes font color": f'<font color="#990099">-----"{N}" &lt;{A}&gt; wrote: -----</font><div style="padding-left:5px;"><div>To: p@mail.example<br>From: "{N}" &lt;{A}&gt;<br>Date: 11/03/2021 10:15AM<br>Subject: letter<br><br>{LETTER}</div></div>',
    "groupwise": f"<br><br>&gt;&gt;&gt; {N} &lt;{A}&gt; 3/11/2021 10:15 AM &gt;&gt;&gt;<br>{LETTER}",
    "zimbra": f'<hr id="zwchr"><div><b>De: </b>"{N}" &lt;{A}&gt;<br><b>À: </b>"Pat" &lt;p@mail.example&gt;<br><b>Envoyé: </b>Mardi 3 Novembre 2021 10:15:30<br><b>Objet: </b>Votre lettre<br></div><br><div>{LETTER}</div>',
    "evolution": f'<div>On Tue, 2021-11-03 at 10:15 +0000, {N} wrote:</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid">{LETTER}</blockquote>',
    "sogo": f'<br><br>On Tuesday, November 03, 2021 10:15 GMT, {N} &lt;{A}&gt; wrote:<br>&nbsp;<blockquote type="cite" cite="1@libra.example">{LETTER}</blockquote>',
    "roundcube": f'<p id="reply-intro">On 2021-11-03 10:15, {N} wrote:</p><blockquote type="cite">{LETTER}</blockquote>',
    "rainloop": f'<br><br>November 3, 2021 10:15 AM, <a target="_blank" href="mailto:{A}?to=x">{N} &lt;{A}&gt;</a> wrote:<br> <blockquote>{LETTER}</blockquote>',
    "spark": f'<div name="messageSignatureSection"><br /></div><div name="messageReplySection">On 3 Nov 2021, 10:15 +0000, {N} &lt;{A}&gt;, wrote:<br /><blockquote style="border-left-color: #1abc9c;">{LETTER}</blockquote></div>',
    "superhuman": f'<div>Sent via <a href="https://sprh.mn/?vip=p@mail.example">Superhuman</a></div><br><div class="gmail_quote">On Tue, Nov 03, 2021 at 10:15 AM, {N} <span>&lt;<a href="mailto:{A}">{A}</a>&gt;</span> wrote:<br><blockquote class="gmail_quote">{LETTER}</blockquote></div>',
    "front": f'<div class="front-signature"></div><br><blockquote type="cite" class="front-blockquote">On November 3, 2021 at 10:15 AM GMT <a href="mailto:{A}">{A}</a> wrote:<br><br>{LETTER}</blockquote>',
    "hey": f'<div class="trix-content"><br>On November 3, 2021, {N} &lt;{A}&gt; wrote:<blockquote>{LETTER}</blockquote></div>',
    "kerio / icewarp hr": f"<hr><p><b>Od:</b> {N} &lt;{A}&gt;<br><b>Komu:</b> p@mail.example<br><b>Odesláno:</b> 3.11.2021 10:15<br><b>Předmět:</b> dopis</p>{LETTER}",
    "seznam": f"<p>---------- Původní e-mail ----------<br>Od: {N} &lt;{A}&gt;<br>Komu: p@mail.example<br>Datum: 3. 11. 2021 10:15:30<br>Předmět: dopis</p><blockquote>{LETTER}</blockquote>",
    "orange fr": f'<br><blockquote style="border-left:2px solid">&gt; Message du 03/11/21 10:15<br>&gt; De : "{N}" &lt;{A}&gt;<br>&gt; A : p@mail.example<br>&gt; Copie à : <br>&gt; Objet : lettre<br>&gt; <br>&gt; {LETTER}</blockquote>',
    "olk": f'<br><span id="OLK_SRC_BODY_SECTION"><div style="border-top:1pt solid"><span style="font-weight:bold">From: </span> {N} &lt;{A}&gt;<br><span style="font-weight:bold">Date: </span> Tuesday, 3 November 2021 10:15<br><span style="font-weight:bold">To: </span> Pat<br><span style="font-weight:bold">Subject: </span> Your letter<br></div>{LETTER}</span>',
    "qq": f'<div><includetail><div> </div><div style="font-size:12px;">------------------ 原始邮件 ------------------</div><div style="font-size: 12px;background:#efefef;"><div><b>发件人:</b> "{N}" &lt;{A}&gt;;</div><div><b>发送时间:</b> 2021年11月3日(星期三) 上午10:15</div><div><b>收件人:</b> "Pat"&lt;p@mail.example&gt;;</div><div><b>主题:</b> letter</div></div><div> </div>{LETTER}</includetail></div>',
    "netease": f"<div>---- 回复的原邮件 ----</div><table><tbody><tr><td>发件人</td><td>{N}&lt;{A}&gt;</td></tr><tr><td>日期</td><td>2021年11月03日 10:15</td></tr><tr><td>收件人</td><td>Pat&lt;p@mail.example&gt;</td></tr><tr><td>主题</td><td>letter</td></tr></tbody></table>{LETTER}",
    "naver": f'<div style="border-top:1px solid"><p>-----Original Message-----<br><b>From:</b> "{N}"&lt;{A}&gt; <br><b>To:</b> &lt;p@mail.example&gt;; <br><b>Cc:</b> <br><b>Sent:</b> 2021-11-03 (수) 10:15:30 (GMT+09:00)<br><b>Subject:</b> letter</p></div>{LETTER}',
    "caution table below": f'<hr><div id="divRplyFwdMsg"><b>From:</b> {N}<br><b>Sent:</b> 03 November 2021 10:15<br><b>To:</b> Pat<br><b>Subject:</b> Your letter</div><table><tr><td>CAUTION: outside</td></tr></table>{LETTER}',
    "word table headers": f"<table><tr><td><b>From:</b></td><td>{N}</td></tr><tr><td><b>Sent:</b></td><td>03 November 2021 10:15</td></tr><tr><td><b>To:</b></td><td>Pat</td></tr><tr><td><b>Subject:</b></td><td>Your letter</td></tr></table>{LETTER}",
    "gmail sig below quote": f'<div class="gmail_extra"><br><div class="gmail_quote">On Wed, Nov 3, 2021 at 3:34 PM, {N} <span dir="ltr">&lt;<a href="mailto:{A}" target="_blank">{A}</a>&gt;</span> wrote:<br><blockquote class="gmail_quote"><div>{LETTER}</div></blockquote></div><br><br clear="all"><div><br></div>-- <br><div class="gmail_signature"><div>Pat<div>Sc.B.</div><div>Class of 2028</div><div><a href="http://www.in.example/pub"><img src="https://x.example/a.png"></a><br></div></div></div></div>',
    "attr w/o addr in gmail_quote": '<div class="gmail_quote">On Wed, Nov 3, 2021 at 9:56 AM Ada Hill wrote:<br><blockquote class="gmail_quote"><p>Previous.</p></blockquote></div>',
    "zwchr html": f'<div><br><br><hr id="zwchr"><b>From: </b>{A}<br><b>To: </b>p@mail.example, q@mail.example<br><b>Sent: </b>Monday, November 2, 2021 5:44:22 PM<br><b>Subject: </b>Test<br><br>Hi<br></div>',
    "zoho before": f'<br><div>---- On Tue, 03 Nov 2021 10:15:30 +0000 <b>{A}</b> wrote ----</div><div title="beforequote:::"><br></div><blockquote style="border-left:1px">Previous</blockquote>',
}
