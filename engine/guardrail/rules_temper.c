/* Anger, legal threats, complaints, abuse, confusion. */
#include "rules.h"

#include <parley/size.h>

static const struct rule_row temper[] = {
    {"in.angry.words", SIGNAL_ANGRY, 650000,
     "\\b(?:furious|livid|fuming|raging|seething|outrag(?:ed|eous)|disgust(?:ed|ing)|disgrace(?:ful)?|appall(?:ed|ing)|shambles|"
     "a joke|joke of a|ridiculous|absolutely useless|(?:bloody|f\\w*ing|effing|damn|totally|completely|utterly) "
     "(?:useless|joke|ridiculous|waste|disgrace|pathetic|awful|terrible|incompetent|annoying|liars?|idiots?|clowns?)|piss(?:ed|"
     "ing) (?:me )?off|sick (?:to death|and tired)|fed up|had enough|had it up to here|had it with (?:you|this)|bone to "
     "pick|last straw|wasting my (?:bloody )?time|waste of (?:my )?(?:bloody )?time|makes my blood boil|how dare you|what the "
     "(?:hell|f\\w+)|wtf|for god'?s sake|ffs|losing my (?:patience|temper)|lost my (?:patience|temper)|so angry|really "
     "angry|very angry|i(?:'m| am) angry|driving me (?:mad|crazy|insane)|unacceptable|con ?artists?|scammers?|bunch of "
     "(?:crooks|thieves|liars|cowboys)|crooks|thieves)\\b",
     NULL},
    {"in.angry.excuse", SIGNAL_ANGRY, -1000000,
     "\\b(?:not (?:angry|a joke|fed up|ridiculous)|tell me a joke|know (?:any|a) jokes?|ridiculously (?:good|nice|easy|quick)|is "
     "(?:this|it) (?:a )?(?:scam|joke)\\?|angry birds|crooks? (?:and|of))",
     NULL},
    {"in.legal.court", SIGNAL_LEGAL_THREAT, 750000,
     "\\b(?:(?:i(?:'ll| will|'m going to|'m gonna| am going to| intend to| shall)|we(?:'ll| will)|going to|gonna|prepared "
     "to|about to|threaten\\w* to)\\b[^.?!]{0,25}\\b(?:sue|take (?:you|this|legal|it) (?:to (?:court|the "
     "(?:ombudsman|fca|ico|press|papers))|action|further)|see you in court|get (?:a|my) (?:lawyer|solicitor|barrister)|report "
     "you|instruct(?:ing|ed)? (?:a|my) (?:lawyer|solicitor)|speak to (?:a|my) (?:lawyer|solicitor)|go to the "
     "(?:ombudsman|fca|ico|police|press|papers|regulator))|see you in court|legal action|(?:my|our) "
     "(?:lawyer|solicitor|barrister|attorney)s?\\b[^.?!]{0,25}\\b(?:will|is|are|has|have|says|hear)|instruct(?:ing|ed) (?:a|my) "
     "(?:lawyer|solicitor|barrister)s?|you(?:'ll| will) (?:be hearing|hear) from (?:my|them|our|a|the)|hear(?:ing)? from my "
     "(?:lawyer|solicitor)|letter before action|pre-?action|small claims court against|sue you|suing you|report(?:ing|ed)? "
     "(?:you|this) to (?:the )?(?:fca|ico|ombudsman|trading standards|police|regulator|action fraud)|trading standards)\\b",
     NULL},
    {"in.legal.excuse", SIGNAL_LEGAL_THREAT, -1200000,
     "\\b(?:do i need (?:a|to get a) (?:lawyer|solicitor)|need to (?:go to|sue|take)|have to (?:go "
     "to|sue|take)\\b[^.?!]{0,12}court|are you (?:a )?(?:lawyers?|solicitors?)|can i (?:go|complain|take it|talk) "
     "(?:to|directly)|tennis court|food court|court (?:road|street|hotel)|sue(?:'s)? (?:is|said|from))",
     NULL},
    {"in.complaint.words", SIGNAL_COMPLAINT, 700000,
     "\\b(?:(?:make|making|file|filing|raise|raising|lodge|lodging|register|submit|put in|log)\\b[^.?!]{0,15}\\b(?:a |an |this "
     "|another |my |formal |official )*complaint|(?:want|like|need|wish|going|have) to complain\\b|i(?:'m| am) "
     "complaining|formal complaint|official complaint|complaints? (?:department|procedure|process|team|form|manager)|complain "
     "about (?:you|your|the (?:service|way|staff|bot|company|firm))|not (?:at all )?(?:happy|satisfied|impressed) with "
     "(?:you|your|the|how|this)|(?:terrible|awful|poor|shocking|dreadful|appalling|worst) (?:customer "
     ")?(?:service|experience|treatment|company)|let down by|poner una queja|una reclamación contra|buat aduan|aduan rasmi)\\b",
     NULL},
    {"in.complaint.excuse", SIGNAL_COMPLAINT, -1400000,
     "\\bcomplain(?:t|ts|ing)?\\b[^.?!]{0,30}\\b(?:to|against|with|about)\\b[^.?!]{0,12}\\b(?:my|the) "
     "(?:lender|bank|dealer|finance|supplier|landlord|insurer|broker)|\\b(?:can't|no|nothing to|not) complain|\\bhow (?:do|does) "
     "(?:the |a )?complaints?\\b[^.?!]{0,25}\\b(?:lender|work|bank)",
     NULL},
    {"in.abuse.insult", SIGNAL_ABUSE, 650000,
     "\\b(?:fuck (?:you|off|u\\b)|fuck(?:ing)? (?:bot|idiot|moron|robot|stupid|retard)|piece of (?:shit|crap|garbage)|you(?:'re| "
     "are)? (?:a |an |such a |fucking |stupid |bloody "
     ")*(?:idiot|moron|retard|cunt|twat|wanker|prick|bitch|bastard|arsehole|asshole|dickhead|scum|dumbass|imbecile|knob(?:head)?|"
     "tosser)|go to hell|shut (?:the \\w+ )?up|suck my|screw you|kys|stupid "
     "(?:bot|robot|machine|thing)|bodoh|sial|puta|gilipollas|idiota|pendejo)\\b",
     NULL},
    {"in.abuse.sexual", SIGNAL_ABUSE, 650000,
     "\\b(?:send (?:me )?nudes?|what are you wearing|talk dirty|sext\\w*|have sex with|are you (?:sexy|horny)|show me your "
     "(?:tits|boobs|body))\\b",
     NULL},
    {"in.confused.words", SIGNAL_CONFUSED, 650000,
     "\\b(?:(?:i(?:'m| am)|so|very|really|bit|totally|getting|still|all|even more|more|just|completely) "
     "confused|confus(?:es|ing) (?:me|to me)|normal words|plain words|simpler words|what (?:is|does) (?:a |an )?\\w+ mean|(?:i "
     ")?(?:don't|dont|do not|didn't|can't|cannot) (?:really |quite |even )?(?:understand|get it|follow|know what "
     "(?:you|this|that|any of|it all)|make (?:any )?sense of)|doesn't make (?:any )?sense|makes no sense|what (?:do|does|did) "
     "(?:you|that|this|it|all (?:this|that)|any of this) (?:even )?mean|what(?:'s| is) (?:all )?(?:this|that|it) "
     "(?:about|for|mean\\w*)|who (?:is this|are you)\\b[^.?!]{0,20}\\bwhy|i(?:'m| am) (?:(?:completely|totally|so|really|a bit|a "
     "little|quite|getting) )?(?:lost\\b|not following|not sure what)|too "
     "(?:complicated|many (?:words|questions))|lost me|over my head|explain (?:it |that |this )?(?:again|simply|in "
     "(?:plain|simple)|like i'm|slower|more simply)|in (?:plain|simple) english|huh\\b|eh\\?|come again|no entiendo|no "
     "comprendo|tak faham|tidak faham|keliru)",
     NULL},
    {"in.confused.marks", SIGNAL_CONFUSED, 600000, "\\A\\W*(?:what|huh|eh|pardon|sorry\\?|um+|er+)?\\W*\\?{2,}\\W*\\Z", "??"},
    {"in.angry.useless", SIGNAL_ANGRY, 650000,
     "\\byou(?:'re| are|r)?(?: (?:lot|people|guys|all|just|so|bloody|really|are|absolutely|completely|a bunch of|bunch "
     "of|such))* (?:useless|rubbish|hopeless|incompetent|pathetic|clowns?|liars?|thieves|crooks|idiots|jokers?|cowboys|con "
     "artists?|a disgrace|a joke|shameless|unbelievable|taking the (?:piss|mick\\w*))\\b|\\b(?:sick|tired) (?:of|and tired of|to "
     "the back teeth of) (?:this|you|your|all this|being)\\b|\\bhaving a laugh\\b|\\btaking the (?:piss|mick\\w*)\\b|\\bfor "
     "(?:crying out loud|heaven'?s? sake|goodness'? sake|pity'?s sake|the love "
     "of)|\\b(?:asked|told|said|rang|called|emailed|explained|written|messaged|phoned)\\b[^.?!]{0,20}\\b(?:\\d+|two|three|four|"
     "five|six|seven|eight|nine|ten|umpteen|several|many|a hundred|a million|a thousand|countless) times|\\bhow many (?:more "
     ")?times (?:do|must|have|am|will|does)|\\b(?:got|have|had) (?:some|a) (?:nerve|cheek)\\b|\\bend of my (?:patience|tether "
     "with you)|\\b(?:lost|losing|running out of|out of) (?:all |my )*patience|\\bworst "
     "(?:company|service|firm|customer|outfit|hotel|bank|bunch|experience)|\\bbeyond a joke|\\babsolute "
     "(?:joke|shambles|disgrace|farce)|\\bgetting (?:really |very |so )?(?:angry|annoyed|irritated|cross)|\\bwhat a "
     "(?:joke|farce|shambles|disgrace)",
     NULL},
    {"in.angry.excuse_joke", SIGNAL_ANGRY, -1400000,
     "\\b(?:a )?(?:joke|scam|wind[ -]?up) or (?:a |an )?(?:real|genuine|serious|legit\\w*)|\\bnot (?:sick|tired) of|\\btimes "
     "(?:table|square|of)\\b",
     NULL},
    {"in.legal.more", SIGNAL_LEGAL_THREAT, 750000,
     "\\btak(?:e|ing) (?:you|this|it|your (?:company|firm)|them)(?: lot)? to (?:the )?(?:small "
     "claims|county|high|court|tribunal)|\\b(?:going|go|complain\\w*|writ\\w+|report\\w*|taking|turn\\w*|refer\\w*) (?:this |it "
     "|you |straight |directly |about \\w+ )*to (?:the "
     ")?(?:ico|fca|ombudsman|cqc|ofcom|ofgem|ofwat|police|regulator|press|papers|trading standards|information "
     "commissioner|financial ombudsman|news|authorities)|\\b(?:letter|writ|hear\\w*|word|email|call|papers) from (?:my|our|the) "
     "(?:barristers?|solicitors?|lawyers?|attorneys?|legal (?:team|advisers?))|\\b(?:contacted|spoken to|spoke "
     "to|instructed|consulted|seen|hired|called|got|been on to) (?:my|our|a) "
     "(?:solicitor|lawyer|barrister|attorney|legal)|\\b(?:sue|suing|prosecute|litigat\\w+)\\b[^.?!]{0,15}\\b(?:you|your|the "
     "company|this "
     "firm)|\\bdemandar(?:los|les|te|la)?\\b|\\b(?:saman|dakwa)\\b[^.?!]{0,12}\\b(?:awak|anda|syarikat|korang)|\\bje vais porter "
     "plainte|\\bporter plainte contre vous|\\bbreach of (?:the )?(?:gdpr|data protection|contract|law)\\b",
     NULL},
    {"in.complaint.more", SIGNAL_COMPLAINT, 700000,
     "\\b(?:this is|consider this|treat this as|take this as|i have|i'?ve got|here is|regard this as) (?:a|an|my|our|being a)(?: "
     "\\w+)? complaint|\\b(?:very|so|really|extremely|deeply|most|quite|rather) "
     "(?:unhappy|dissatisfied|disappointed|displeased|upset) (?:with|about|at|by|in) "
     "(?:you|your|the|how|this|my)|\\b(?:raise|lodge|file|bring|make|submit) (?:a|an|my) (?:\\w+ "
     ")?grievance|\\b(?:service|treatment|experience|stay|visit|support|care|handling|delivery|room|food|work|communication)\\b[^"
     ".?!]{0,20}\\b(?:is|was|has been|have been|were) (?:so |very |really |absolutely |truly |just |utterly "
     ")*(?:awful|terrible|appalling|disgusting|shocking|dreadful|unacceptable|a "
     "disgrace|poor|rubbish|disgraceful|atrocious|diabolical)|\\b(?:driver|staff|receptionist|agent|nurse|waiter|engineer|"
     "adviser|advisor|manager|guy|woman|man|lady|person|colleague|clerk|doctor|dentist|technician)\\b[^.?!]{0,25}\\b(?:was|were|"
     "has been|is) (?:so |very |really |extremely |downright |incredibly "
     ")*(?:rude|abusive|unhelpful|dismissive|aggressive|unprofessional|disrespectful|patronising|drunk)|\\bwant "
     "(?:it|this|that|him|her|them|my complaint|something) (?:looked into|investigated|escalated|dealt with|put right|taken "
     "further|done about)",
     NULL},
    {"in.confused.more", SIGNAL_CONFUSED, 650000,
     "\\b(?:no|not (?:a|the faintest|the slightest|any)) (?:idea|clue) "
     "(?:what|how|why|who|which)\\b[^.?!]{0,10}\\b(?:you|this|that|it|any of|these|i)\\b|\\b(?:say|explain|repeat|go over|run "
     "through|put|tell me) (?:that|it|this|me|all that|things)(?: to me)?(?: again| once more| one more time)?,? (?:more |a bit "
     "|much |please )*(?:slow\\w*|simpl\\w*|clear\\w*|plain\\w*|in (?:plain|simple|normal|other|easy)|differently|like i)|\\bnot "
     "(?:really |quite |entirely |at all )*(?:sure|certain) (?:i|what i'?m|that i|what you) "
     "(?:follow|understand|get|mean|read|reading|supposed|doing|am)|\\b(?:i(?:'m| "
     "am|m)|im|feel\\w*|getting|all|so|very|bit|still|really|totally|just) (?:a bit |so |very |all |getting |quite |rather "
     "|totally |really |more )*(?:muddled|mixed up|baffled|puzzled|bewildered|flummoxed|lost here)|\\bmakes? (?:no|zero|little) "
     "sense|\\bgone over my head|\\bwent (?:right |straight |way )?over my head|\\bwhat (?:on earth|the heck) "
     "(?:is|are|does|do)|\\bwhat does (?:that|it|this|any of|all)\\b",
     NULL},
    {"in.confused.excuse", SIGNAL_CONFUSED, -1400000,
     "\\bwhat(?:'s| is) (?:this|that|it) (?:about|for) \\w+ \\w+|\\b(?:don'?t|do not|can'?t) understand (?:why|how|what) "
     "(?:my|our|the|they|he|she|his|her|their|anyone|people|someone)",
     NULL},
    {"in.abuse.more", SIGNAL_ABUSE, 650000,
     "\\byou(?:'re| are|r)?(?: "
     "(?:a|an|such|absolute|complete|total|utter|stupid|thick|dumb|fat|ugly|useless|bloody|fucking|effing|little|dirty|lying|fat|"
     "old|silly|ignorant|daft|worthless|piece of|load of|bunch of|all))* "
     "(?:twats?|idiots?|morons?|cunts?|wankers?|pricks?|bitch(?:es)?|bastards?|arseholes?|assholes?|dickheads?|scum\\w*|"
     "dumbass\\w*|imbeciles?|knob\\w*|tossers?|bellends?|slags?|whores?|retards?|shits?|muppets?|cretins?)\\b",
     NULL},
    {"in.angry.why_nobody", SIGNAL_ANGRY, 650000,
     "\\bwhy (?:does|do|is|are|has|have|won'?t|can'?t|doesn'?t) (?:no ?one|nobody|none of you|you "
     "(?:never|people|lot|not)|anyone|anybody|you)\\b[^.?!]{0,12}\\b(?:answer|reply|listen|help|pick "
     "up|respond|care|call|ring|do anything|do your job|read)|\\b(?:rung|rang|phoned|called|emailed|chased|messaged|been on "
     "hold)\\b[^.?!]{0,25}\\b(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|several|many) (?:times|hours|days|weeks)",
     NULL},
    {"in.confused.polyglot", SIGNAL_CONFUSED, 650000,
     "\\A[^.?!]{0,30}\\b(?:no (?:(?:lo|te|le|os|les|la) )?(?:entiendo|comprendo|pillo|cacho)|no me (?:entero|aclaro)|(?:sigo "
     ")?sin "
     "(?:entender|comprender|enterarme|aclararme)|no s[eé] (?:qu[eé] (?:quiere|dice|significa|es eso)|de qu[eé] (?:habla|me "
     "habla))|"
     "me (?:he perdido|pierdo|perd[ií])|estoy (?:perdid|confundid|liad)[oa]|(?:saya|aku) (?:tak|tidak|kurang|x) "
     "(?:faham|paham)|tak "
     "faham|keliru)\\b[^.?!]{0,25}\\W*\\Z",
     NULL},
    {"in.confused.clue", SIGNAL_CONFUSED, 650000,
     "\\b(?:haven'?t|have not|hadn'?t|not|without) (?:got )?(?:a|the foggiest|the faintest|any)? ?(?:clue|idea|notion)\\b(?: "
     "what| how| why| which|\\W*\\Z)|\\bclueless\\b|\\ball (?:greek|double dutch|gibberish) to me",
     NULL},
};
const struct rule_family rules_temper = {temper, COUNT_OF(temper)};
