"""How people accept an answer, give thanks and take leave, and the words that stand in none of these; English."""

from __future__ import annotations

import re

SHORT_FORMS = (
    (re.compile(r"\b(?:won't|wont)\b"), "will not"),
    (re.compile(r"\b(?:can't|cant|cannot)\b"), "can not"),
    (re.compile(r"\b(do|does|did|is|was|would|have|has|had|could|should)nt\b"), r"\1 not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\bi'm\b|\bim\b"), "i am"),
    (re.compile(r"\b(we|you|they)'re\b"), r"\1 are"),
    (re.compile(r"\b(i|we|you|they)'ve\b|\bive\b"), r"\1 have"),
    (re.compile(r"\b(i|we|you|they|that|it)'ll\b"), r"\1 will"),
    (re.compile(r"\b(i|we|you|they)'d\b"), r"\1 would"),
    (re.compile(r"\b(that|it|what|everything|all)'s\b|\b(that)s\b"), r"\1\2 is"),
    (re.compile(r"\b(?:thankyou|thank u|thx|ty|tks|thanx)\b"), "thank you"),
)
_LEADS = (
    r"(?:(?:and|so|well|yes|yep|ok|okay|right|therefore|also|now|please|just|to confirm|i can confirm that|"
    r"i confirm that|"
    r"i can confirm|this is to confirm that|just to say(?: that)?|to say(?: that)?|for the record|in light of this|"
    r"having read (?:it|your \w+)|after reading (?:it|your \w+)|i (?:am writing|write) to say that|"
    r"i (?:just )?want(?:ed)? to say(?: that)?|we have talked(?: about it)?|on reflection|overall|all in all|"
    r"as far as "
    r"(?:i am|we are) concerned|from (?:my|our) side)\s+)*"
)
_WE = r"(?:i|we|my \w+ and i|both of us|we both|the family)"
_DECISION = (
    r"(?:outcome|decision|response|answer|reply|findings?|explanations?|conclusions?|result|resolution|offer|"
    r"proposal|"
    r"ruling|report|letter|solution|actions?|plan|steps|investigation|changes|way)"
)
_WHAT_WAS_DECIDED = (
    rf"(?:(?:your|the|this|that|all (?:of )?(?:your|the))(?: \w+){{0,2}} {_DECISION}|it all|it|this|that(?! \w)|"
    rf"everything|"
    r"what (?:you|the \w+) (?:have |has )?(?:said|written|decided|found|done|proposed|suggested|offered)|"
    r"how (?:it|this|"
    r"everything|things|you|my complaint)\b(?: \w+){0,6})"
)
_VERY = (
    r"(?:(?:very|quite|really|fully|completely|totally|entirely|perfectly|more than|so|now|all|both|happily|"
    r"gladly|do|will|have|am|are|to|can|would like to|wish to) )*"
)
_ONWARD = (
    r"(?:an? )?(?:appeal\w*|review\w*|escalat\w*|tak(?:e|ing) (?:this|it|the matter|things|anything|"
    r"my complaint|the complaint) "
    r"(?:any )?(?:further|forward)|pursu(?:e|ing) (?:this|it|the matter|my complaint)(?: any)?(?: further)?|"
    r"go(?:ing)? (?:any )?(?:further|on|to the next (?:stage|step))|continu(?:e|ing) with (?:this|it|"
    r"the complaint|my complaint)|"
    r"ask(?:ing)? for (?:an? )?(?:appeal|review))(?: (?:this|it|the \w+|your \w+|against (?:it|this|the \w+)))?"
)
#: A clause that begins so accepts the answer, or says that there is no appeal.
ACCEPTS = re.compile(
    rf"{_LEADS}(?:"
    rf"(?:{_WE} )?{_VERY}(?:accept\w*|agree with|agree to) (?:and \w+ )?{_WHAT_WAS_DECIDED}"
    rf"|{_WE} (?:am|are|was|were|remain) {_VERY}(?:happy|satisfied|content|pleased|fine|ok|okay|delighted|good|"
    rf"comfortable) "
    rf"(?:with|about|by|to accept|to leave) {_WHAT_WAS_DECIDED}"
    rf"|{_WE} (?:am|are) {_VERY}(?:happy|satisfied|content|fine with that|ok with that)$"
    rf"|(?:very |quite |really |perfectly )?(?:happy|satisfied) with {_WHAT_WAS_DECIDED}"
    rf"|(?:{_WE} )?(?:do|will|shall|would|am|are) not (?:be )?(?:(?:want|wish|need|intend|plan|going|"
    rf"feel the need|see the need|"
    rf"see any need|looking|planning|intending|wanting|wishing) )?(?:to |be )*{_ONWARD}"
    rf"|{_WE} have (?:no (?:wish|intention|desire|plans?|need|reason) (?:to|of) {_ONWARD}|decided not to {_ONWARD})"
    rf"|(?:there is |{_WE} (?:have|see) )?no (?:need (?:for|to)|wish to) {_ONWARD}|no appeal(?: from (?:me|us))?$"
    r"|(?:i|we) (?:am|are) not (?:at all )?(?:unhappy|dissatisfied) with (?:it|this|that|the \w+|your \w+)"
    r"|(?:i|we) do not (?:want|need|wish for) (?:this|it|the \w+|your \w+|an?)(?: to be)? (?:review(?:ed)?"
    r"|appeal(?:ed)?|"
    r"escalated|looked at again|taken (?:any )?further)"
    r"|(?:(?:i|we) (?:think|feel|find) )?(?:that )?(?:your|the) (?:decision|outcome|answer|response"
    r"|explanation) (?:is|was|seems) "
    r"(?:very |quite |perfectly )*(?:fair|right|reasonable|good|acceptable)"
    r"|(?:i|we) (?:am|are) (?:very |so |really )*(?:glad|pleased|relieved|happy) (?:that )?(?:this|it|we|the matter"
    r"|everything)\b"
    r"(?: \w+){0,3} (?:resolved?|sorted|settled?)\b"
    r"|(?:that |it )?all (?:sounds |looks |is )?(?:good|fine|well)(?: now| here| to me| to us)*$"
    r"|no further action(?: is)?(?: needed| required| necessary)(?: from (?:me|us))?$"
    r"|(?:i|we) could not have asked for (?:more|a better \w+)"
    r"|which (?:i|we) (?:gladly |happily |fully )?accept$"
    r"|(?:i|we)? ?(?:will |would )?(?:consider|regard|treat) (?:this|it|the matter|my complaint|our complaint|"
    r"the complaint|"
    r"the case|things)(?: to be| as)?(?: now)? (?:closed|resolved|settled|finished|done|dealt with|over)"
    r"|(?:please|kindly|you can|you may|feel free to|(?:i am|we are) happy for you to)(?: now| go ahead and)* "
    r"(?:close|withdraw) (?:it|this|(?:the|my|this|our) (?:case|complaint|matter|file))"
    r"|(?:i|we) (?:(?:want|wish|would like) to |hereby )?withdraw (?:it|this|(?:the|my|this|our) (?:case|"
    r"complaint|appeal|request))"
    r"|(?:this|that|it|the matter|the issue|everything|the problem|all|it all|things|the complaint|my complaint) "
    r"(?:has been|is|was|have been|are|seems|has)(?: now| all| fully| indeed)* (?:been )?(?:resolved|sorted|"
    r"settled|closed|"
    r"dealt with|put right|very fair|fair|acceptable|perfect|fine|good|great|ok|okay|fair enough|good enough|"
    r"all right)"
    r"(?: (?:now|then|for (?:me|us)|by (?:me|us)|with (?:me|us)))?$"
    r"|that is (?:all|exactly what|what|everything) (?:i|we) (?:wanted|needed|asked for|hoped for|was asking for)"
    r"|(?:(?:i am|we are) happy to |let us |(?:i|we) (?:will|would like to|"
    r"want to) )?(?:draw a line under (?:it|this|the matter)|"
    r"(?:(?:i am|we are) content to )?leave (?:it|this|things|the matter) (?:there|here|at that)|put this behind us)"
    r"|(?:that |this )?(?:works for|is good enough for|suits) (?:me|us)"
    r"|fair enough$|all sorted(?: now)?$|case closed$|accepted$|agreed$|happy (?:with that|to accept)$|"
    r"fine (?:with|by) (?:me|us)$"
    r")"
)
THANKS = re.compile(
    rf"{_LEADS}(?:(?:{_WE} )?(?:(?:just |would |do |want |wanted |like |must |can |only |also |wish )*(?:to )?)?"
    r"(?:(?:very |so )?many |a (?:big|huge|sincere) |my |our |with |sincere |grateful |heartfelt )*"
    r"thank(?:s|ful|ing)?\b(?: you)?|thank you|cheers|much appreciated|"
    rf"(?:{_WE} )?(?:really |very much |do |truly |also |both )*appreciate(?:d|s)?\b|(?:{_WE} (?:am|"
    rf"are) )?(?:very |so |most |truly )*grateful\b|"
    r"(?:received|noted|understood|got it|read|all received)(?: with (?:many )?thanks| thank you)|"
    rf"(?:{_WE} )?(?:do |gladly |happily |fully )*accept\w* (?:your|the|his|her|their) (?:\w+ )?apolog\w+|"
    rf"apolog(?:y|ies) accepted)"
)
#: Neither thanks nor acceptance, but nothing that asks for anything either.
COURTESY = re.compile(
    r"(?:(?:dear|hi|hello|hey|hiya|good (?:morning|afternoon|evening|day))\b(?: [\w'-]+){0,5}$"
    r"|(?:with )?(?:my |our |kind(?:est)? |best |warm(?:est)? |many |all good )*(?:regards|"
    r"wishes)\b(?: [\w'-]+){0,4}$"
    r"|(?:yours|yours sincerely|yours faithfully|yours truly|sincerely|all the best|take care|best|warmly|"
    r"respectfully|bye)"
    r"(?: [\w'-]+){0,3}$|(?:i |we )?(?:hope you )?(?:have|enjoy|wish(?:ing)? you(?: all)?) (?:a |an |your |"
    r"the )(?:very )?(?:nice|good|"
    r"lovely|great|happy|restful|merry|weekend|holidays?|summer)\b.*|happy (?:christmas|new year|easter|holidays).*"
    r"|merry christmas.*|see you(?: all)?(?: (?:on|at|tomorrow|soon|next) ?.*)?|(?:sent|get) (?:from|outlook|"
    r"via)\b.*"
    r"|(?:(?:i|we) have )?(?:no (?:further|other|more) (?:questions?|concerns?|complaints?|comments?|issues?|action)|"
    r"no complaints about (?:how|the way)\b.*|nothing (?:further|more|else) to (?:add|say|raise|do))(?: (?:is "
    r"|are )?(?:needed|required|"
    r"necessary))?(?: from (?:me|us|my side))?|there is nothing (?:more|else) to (?:do|add|say)"
    r"|(?:no need for|(?:i |we )?do not (?:need|want)) anything (?:else|more|further)"
    r"|which (?:i|we) (?:have )?(?:received|got|read)(?: today| yesterday| this morning)?|(?:that|it"
    r"|this) means (?:a lot|so much|the world)\b"
    r"(?: to (?:me|us))?|got (?:it|your (?:letter|email|message|reply))|[\d +]{6,20}"
    r"|no (?:need to (?:reply|respond|answer)|worries|problem|hard feelings|reply (?:needed|"
    r"necessary))(?: at all| to this)?"
    r"|(?:that|this|it|which) (?:is|was|has been)(?: very| really| so| most)* (?:kind|helpful|good to (?:know|"
    r"hear)|reassuring|lovely|great|"
    r"appreciated|useful|thoughtful|thorough|nice)(?: of you(?: all)?| to (?:know|hear)\b.*| for us| for me)?"
    rf"|(?:it (?:is|was) )?(?:good|great|nice|lovely|reassuring) to (?:hear|know|see|read)\b.*|{_WE} (?:am|are|was|"
    rf"were)(?: very| so| really| just)* "
    r"(?:glad|pleased|relieved|delighted|happy|impressed|reassured|touched)\b.*|(?:glad|pleased|relieved|"
    r"happy) (?:to|that|it|we|you)\b.*"
    r"|(?:we |i )?(?:am |are )?look(?:ing)? forward to (?:seeing|coming|being|having|continuing|working|"
    r"our next|the new|next)\b.*"
    r"|(?:i|we) (?:have )?(?:received|got|read) (?:it|your (?:\w+ )?(?:letter|email|reply|message|answer|"
    r"response|outcome))(?: today| yesterday| safely)?"
    r"|(?:received|noted|understood|got it|ok|okay|yes|great|perfect|brilliant|lovely|excellent|wonderful|super|"
    r"fantastic|all good|sure|right|x+)"
    r"|(?:and )?(?:(?:to|for) )?(?:you|your) (?:and|to) (?:your|the|all) (?:\w+ ?){1,3}|you (?:have all |have |"
    r"all |were |are |all were )?(?:been |so |very )*"
    r"(?:kind|helpful|great|brilliant|lovely|patient|supportive|a great help|a star|stars|wonderful)\b.*)$"
)
#: Never in a plain thanks or acceptance, wherever it stands.
AGAINST = re.compile(
    r"\b(?:but|however|although|though|yet|still|except|unless|if|instead|otherwise|nevertheless|nonetheless|"
    r"despite|"
    r"unfortunately|sadly|regrett?\w*|not|no|never|nothing|nobody|none|neither|nor|hardly|barely|unhapp\w*|"
    r"dissatisf\w*|unsatisf\w*|"
    r"unaccept\w*|disagree\w*|disappoint\w*|wrong|unfair\w*|unjust\w*|bias\w*|whitewash\w*|joke|ridicul\w*|"
    r"disgrac\w*|disgust\w*|"
    r"appall?\w*|insult\w*|useless|pathetic|lies?|lied|lying|untrue|false|inaccura\w*|incorrect|mistaken|"
    r"ignor\w*|fail\w*|refus\w*|"
    r"dismiss\w*|brush\w*|fob\w*|wast\w*|cover(?:ing|ed)? up|copy and paste|cut and paste|patronis\w*|patroniz\w*|"
    r"reluctan\w*|suppose|i guess|no choice|grudging\w*|far from|for now|at this stage|at this point|"
    r"at the moment|at present|currently|for the moment|"
    r"(?:once|protest|provided|providing|as long as|conditions?|assuming|subject to|opinion|full of|errors?"
    r"|where (?:i|we) stand|when (?:i|we|you)|even more|remains?|nuisance|blame\w*"
    r"|treating|hear\w* (?:from|back)|telling (?:me|us) (?:that|how|what))\b|first (?:point|part|issue|complaint"
    r"|two)|second (?:point|part|issue)|parts? of|partly|partially|in part|"
    r"some of|most of|one of|only|as usual|as always|as expected|"
    r"what a surprise|surprise surprise|predictabl\w*|typical\w*|convenient\w*|proving|proves|admitting|"
    r"confirming (?:my|what i)|until|"
    r"appeal\w*|escalat\w*|reconsider\w*|ofsted|ombudsman|solicitor\w*|lawyer\w*|court|tribunal|newspaper|press|"
    r"sarcas\w*|apparently|supposedly|"
    r"nonsense|rubbish|shame\w*|right now|today|so called|would be|would have|meant to be|supposed to|expect\w*|"
    r"instead of|rather than|too late|take (?:this|it) further|higher)\b"
)
#: Nor in news beside a plain acceptance.
ASKS = re.compile(
    r"\b(?:why|how|who|whom|whose|which|what|where|when|want\w*|need\w*|should|could|would|must|ask\w*|"
    r"request\w*|review\w*|challeng\w*|disput\w*|"
    r"contest\w*|object\w*|quer\w+|question\w*|complain\w*|concern\w*|upset|angry|shock\w*|hurt|worr\w*|"
    r"stress\w*|someone|somebody|anyone|else|again|further|"
    r"next|stage|panel|board|trustee\w*|chair|manager|council|insist\w*|demand\w*|wait\w*|miss\w*|without|"
    r"let (?:me|us) know|tell (?:me|us)|send|"
    r"happened|happens|twice|worse|bad|late|rude|left|alone|evidence|proof|truth|same|another|other|hope|seems?|"
    r"however|please)\b"
)
NO_MORE = re.compile(
    r"(?:(?:i|we) )?do not|no (?:need|worries|problem|hard|reply|further|other|more|complaints)|which|nothing"
    r"|there is nothing|(?:i"
    r"|we) have (?:no|nothing)"
)
THANKS_ENOUGH = re.compile(r"(?:i|we) (?:can not|could not) thank you(?: all)? enough(?: for .{0,60})?")
FOR = re.compile(r"(?:and )?for (?:the|your|all|being|taking|this)\b")
THANKED = re.compile(
    r"(?:(?:your|the|all|this|that|everything|such|a|an|his|her|their|of|so|very|much|kind|prompt|quick|swift"
    r"|thorough|detailed|"
    r"honest|full|fair|careful|clear|lovely|nice|helpful|and|sincere|speedy|you|both|ur|it|what|staff|team\w*"
    r"|further|latest|time|"
    r"final|written|good|great|hard|continued|recent|two|these|those) )*"
    r"(?:everything|letters?|e-?mails?|mail|messages?|repl(?:y|ies|ying)|respon\w+|answer\w*|help\w*|time|patience"
    r"|support|"
    r"apolog\w+|explanation|explain\w*|updat\w+|outcome|decision|review\w*|investigat\w+|look(?:ing)?|tak(?:e|ing"
    r"|en)|get(?:ting)?|"
    r"com(?:e|ing) back|deal(?:ing)?|sort(?:ing|ed)?|ask(?:ing)?|let(?:ting)? (?:me|us) know|listen\w*"
    r"|understanding|kindness|words|handl\w+|"
    r"be(?:ing)?|hear(?:ing)?|put(?:ting)?|making|resolv\w+|resolution|send(?:ing)?|writ(?:e|ing)|refund|call"
    r"|ring(?:ing)?|meeting|"
    r"meet(?:ing)?|efforts?|work|care|assistance|feedback|information|honesty|way|this|that|it|all|you (?:did|do"
    r"|have done)|having|"
    r"keeping|giving|speak\w*|talk\w*|clarif\w+|confirm(?:ing|ation)|upholding|accepting|acknowledg\w+|changes"
    r"|action\w*|report|"
    r"attention|concern|consideration|considering|tr(?:y|ying)|thoroughness|professionalism|trouble)\b"
)
ENDS = re.compile(r"[.!?;:\u2026\n,()\u2013\u2014]+|\s-+\s")
AND = re.compile(
    r"\s(?:and|so|as|because|since)\s(?=(?:i|we|you|please|thank|thanks|it|this|that|there|my|our)\b)"
    r"|\sand\s(?=(?:now|am|are|will|do|would|have|can|wish|look|appreciate|accept|consider|no)\b)"
    r"|(?<!\bto)(?<!\bsay)(?<!\bmany)(?<!\bI)(?<!\bi)(?<!\bwe)(?<!\bbig)(?<!\bnot)(?<!\bmy)(?<!\bwith)(?<!\bcan't)(?<!\bsincere)"
    r"(?<!\band)(?<!\bWe)\s(?=thank(?:s|you| you)\b)",
    re.IGNORECASE,
)
WRAPPED = re.compile(r"(?<![.!?:;,\n])[ \t]*\n(?=[a-z])|(?<=,)\n(?=[a-z])")
QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00a0": " "})
NAME = re.compile(r"(?:[A-Z][\w'.-]*|and|&|x+)(?: (?:[A-Z][\w'.-]*|and|&|x+)){0,5}")
