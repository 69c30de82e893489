#include "rules.h"

#include <parley/size.h>

static const struct rule_row out[] = {
    {"out.prompt.leak", SIGNAL_PROMPT_LEAK, 800000,
     "\\b(?:my|the|these|our) (?:system |hidden |secret |internal |initial |original |developer "
     ")+(?:prompt|instructions?|rules?|message|guidelines?|configuration)\\b[^.?!]{0,30}\\b(?:is|are|say|says|state|read|:|tell)|"
     "\\b(?:i was|i(?:'ve| have) been|i am|i'm) (?:instructed|told|programmed|configured|prompted) (?:to|not to|never "
     "to|that)|\\bmy (?:instructions|prompt|programming|guidelines) (?:say|says|tell|state|are|include|is|were)|\\bsystem "
     "prompt\\b|\\byou are (?:a|an) (?:helpful |automated )?(?:ai )?assistant "
     "(?:for|named|called|that)\\b|<\\|?(?:im_start|system)|\\bhere (?:is|are) (?:my|the) (?:full |exact |complete "
     ")?(?:prompt|instructions|rules)",
     NULL},
    {"out.pressure.urgency", SIGNAL_PRESSURE, 750000,
     "\\b(?:act (?:now|fast|today|quickly|immediately)|sign (?:up )?(?:now|today|right away|immediately|before)|hurry|last "
     "chance|final (?:chance|call|opportunity|notice)|(?:only|just) (?:a few|\\d+) (?:places|spots|slots|hours|days|spaces) "
     "(?:left|remaining)|(?:time|places|spaces) (?:is|are) running out|running out of time|before it(?:'s| is) too late|don't "
     "(?:miss|wait|delay|lose out|hesitate|hang about)|miss(?:ing)? out|limited[ -]time|offer "
     "(?:ends|expires)|(?:ends|expires|closes) (?:today|tonight|soon|at midnight|this week)|urgent(?:ly)?|deadline is "
     "(?:today|tomorrow|tonight|close|approaching|looming)|right now or|now or never|every(?:one|body) else (?:is|has)|you(?:'d| "
     "would) be (?:mad|crazy|foolish|silly|stupid) (?:not )?to|you(?:'ll| will) (?:lose|regret|miss)|no time to "
     "(?:think|waste|lose)|as soon as possible or|while stocks last|decide (?:now|today|right away)|i need (?:your|an) "
     "(?:answer|signature|decision) (?:now|today|right away|immediately))\\b",
     NULL},
    {"out.pressure.excuse", SIGNAL_PRESSURE, -800000,
     "\\b(?:no|isn't any|without(?: any)?) (?:need to |real |great |such )?(?:hurry|rush|pressure|deadline|last chance|time "
     "limit)|"
     "\\b(?:don't|do not|needn't|need not) (?:have to |need to |feel (?:you have to|rushed|pressed|you must) "
     ")(?:hurry|rush|decide)|"
     "\\b(?:won't|will not|not going to|wouldn't) (?:hurry|rush|push) you|\\btake (?:your|all the) time|"
     "\\b(?:call|ring|dial|phone) (?:999|112|911|an ambulance|the emergency|the police)|\\b(?:to|go to) a&e\\b",
     NULL},
    {"out.guarantee.words", SIGNAL_GUARANTEE, 750000,
     "\\b(?:(?:i|we|it's|it is|that's|this is|results?|success|payout|compensation|money|you(?:'re| "
     "are))\\b[^.?!]{0,15}\\bguarantee[ds]?|guaranteed|100 ?% (?:sure|certain|success|safe|guaranteed|chance)|hundred per ?cent "
     "(?:sure|certain)|(?:i|we) (?:promise|swear|assure you|give you my word)|my word on it|rest assured|without (?:a )?doubt|no "
     "doubt (?:you|about|at all)|definitely (?:get|win|receive|be|going|pay|qualify|succeed|approved|owed)|certain(?:ly)? to "
     "(?:win|get|succeed|receive|be paid)|bound to (?:win|get|succeed|receive|pay)|can't (?:lose|fail|go wrong)|cannot "
     "(?:lose|fail)|risk[ -]free|no risk|sure thing|dead cert|in the bag|a done deal|always (?:win|succeed|pay)|never "
     "(?:fail|lose)|surefire|you have my word|take it from me|count on it|dijamin|garantizado)\\b",
     NULL},
    {"out.guarantee.excuse", SIGNAL_GUARANTEE, -900000,
     "\\b(?:can't|cannot|can not|don't|do not|never|not|no|nobody can|no one can|unable to|without|isn't|aren't|won't|nothing "
     "is)\\b[^.?!,;:]{0,30}\\b(?:guarantee|promise|assure|certain)\\w*|\\bno guarantees?\\b|\\bnot (?:a )?guaranteed",
     NULL},
    {"out.advice.should", SIGNAL_ADVICE, 700000,
     "\\b(?:you (?:should|ought to|must|need to|have to|had better)|you'd better|i(?:'d| would)? (?:strongly |really |highly "
     ")?(?:advise|recommend|suggest)(?: that)? (?:you|stopping|to|cancelling|signing)|my (?:advice|recommendation) "
     "(?:is|would)|if i were you|the best thing (?:you can do|to do) is|your best (?:option|bet|course) "
     "is)\\b[^.?!]{0,40}\\b(?:claim|sign|sue|stop (?:paying|taking)|cancel (?:your|the) (?:direct "
     "debit|payments?|agreement|insurance)|not pay|withhold|settle|accept|reject|refuse|borrow|invest|take (?:the|a|out) "
     "(?:loan|offer|money|more|less|double|\\w+ tablets?|your)|go to court|lie|say (?:that )?you|tell (?:them|the lender|the "
     "bank)|switch|quit|double|ignore (?:the|your|them|their)|use (?:us|our)|choose us|proceed|go ahead|complain)",
     NULL},
    {"out.advice.do", SIGNAL_ADVICE, 700000,
     "\\b(?:stop paying|just tell (?:them|the (?:bank|lender))|don't tell (?:them|your|the|anyone)|say (?:that )?you "
     "(?:didn't|never|don't)|lie (?:to|about)|hide (?:it|the|your)|exaggerate|make up|stop taking your|double (?:your|the) "
     "dose|you(?:'re| are) (?:legally )?entitled to|legally,? you|you have a (?:strong|good|solid|great|cast[ -]iron) "
     "(?:case|claim|chance))\\b",
     NULL},
    {"out.advice.excuse", SIGNAL_ADVICE, -800000,
     "\\b(?:can't|cannot|not able to|unable to|don't|do not|never)\\b[^.?!,;:]{0,25}\\b(?:advise|advice|tell you "
     "(?:what|whether)|recommend|say whether)|\\bnot (?:financial|legal|medical) advice|\\byou (?:don't|do not) (?:need|have) "
     "to\\b",
     NULL},
    {"out.bot.denies", SIGNAL_DENIES_BOT, 850000,
     "\\b(?:i(?:'m| am)|this is|you(?:'re| are) (?:talking|speaking|chatting) (?:to|with)|yes,?)\\b[^.?!]{0,15}\\b(?:(?:a |an "
     ")?(?:real|actual|living|genuine|human)(?: \\w+)? ?(?:person|human|being|man|woman|adviser|agent|member)|human\\b|not (?:a "
     "|an )?(?:bot|robot|machine|ai|computer|automated|chat ?bot|program))|\\b(?:i(?:'m| am) (?:definitely |certainly |very much "
     "|100% )?(?:human|real|a person|a man|a woman|flesh and blood))\\b|\\bno,? i(?:'m| am) not (?:a |an "
     ")?(?:bot|robot|machine|ai|computer)|\\bof course i(?:'m| am) (?:human|real|a (?:real )?person)|\\bas a (?:fellow "
     ")?human\\b|\\bi(?:'m| am) sitting (?:here|in)|\\bmy (?:wife|husband|kids|children|lunch break|desk)\\b",
     NULL},
    {"out.bot.excuse", SIGNAL_DENIES_BOT, -900000,
     "\\b(?:i(?:'m| am) (?:not (?:a |an )?(?:human|person|real person)|an? (?:automated|ai|virtual|digital))|not (?:a "
     ")?(?:human|person|real person|real human)|isn't (?:a )?(?:human|person))",
     NULL},
    {"out.disparage.words", SIGNAL_DISPARAGEMENT, 700000,
     "\\b(?:(?:the|your|that|those|these|other|all|most|every) "
     "(?:lenders?|banks?|ombudsman|regulator|fca|competitors?|companies|firms?|solicitors?|lawyers?|hotels?|clinics?|suppliers?|"
     "providers?|doctors?|government)|they(?:'re| "
     "are)?|he|she)\\b[^.?!]{0,25}\\b(?:crooks?|thieves|liars?|scamm?ers?|criminals?|corrupt|useless|incompetent|cheats?|cheated|"
     "robbed|rob|ripp(?:ed|ing) you off|rip-?offs?|terrible|awful|rubbish|dishonest|idiots?|con "
     "(?:men|artists?)|greedy|shady|dodgy|lied|lying|stole|stealing|can't be trusted|don't care about you)\\b",
     NULL},
    {"out.outcome.likely", SIGNAL_INSINUATED_OUTCOME, 700000,
     "\\b(?:you(?:'ll| will| should| could| can expect to| are going to|'re going to|'re looking at|'re owed|'re due| are owed| "
     "are due| are looking at| might| may well| stand to)|your (?:claim|case) (?:will|is "
     "(?:likely|certain|sure|bound|worth|going))|(?:most|many|nearly all|almost all|nine out of ten|lots) (?:of (?:our |my "
     ")?)?(?:people|customers?|clients?|claims?)|people like you|someone like you|others (?:in your|like "
     "you)|expect)\\b[^.?!]{0,35}\\b(?:win|won|get (?:money|paid|compensation|thousands|back|a (?:big|large|nice|good)|your "
     "money)|receive (?:money|compensation|thousands|a (?:big|large|payout))|be "
     "(?:paid|compensated|approved|awarded|rich|pleased|quids in)|succeed|success(?:ful)?|paid out|payout|thousands|a "
     "fortune|windfall|worth (?:thousands|a lot|it)|qualif(?:y|ies)|eligible|cured|back in your "
     "(?:pocket|account))\\b|\\b(?:looks?|sounds?|seems?) like "
     "(?:you|a|your)\\b[^.?!]{0,30}\\b(?:strong|good|great|solid|winning|valid|have a "
     "claim|qualify|eligible|owed|due|entitled)|\\b(?:good|great|high|strong|excellent|very good) "
     "(?:chance|odds|prospects|likelihood)|\\bi(?:'m| am) (?:confident|sure|certain|positive) (?:you|that "
     "you|your|it|we|this)|\\bspend (?:it|that|the money)|\\bstart (?:planning|spending|shopping)",
     NULL},
    {"out.outcome.excuse", SIGNAL_INSINUATED_OUTCOME, -900000,
     "\\b(?:can't|cannot|can not|don't|do not|not able to|unable to|won't|never|no way "
     "to)\\b[^.?!,;:]{0,20}\\b(?:say|tell|know|predict|promise|guarantee|estimate|comment|decide|judge|confirm|assess)\\b|\\b(?:"
     "may|might|will|does|do) not (?:get|receive|qualify|win|be)|\\bnot everyone\\b|\\bwhether (?:or not )?you",
     NULL},
    {"out.care.unsafe", SIGNAL_UNSAFE_CARE, 800000,
     "\\b(?:cheer up|get over it|calm down|stop (?:crying|whining|being)|man up|it(?:'s| is) not that bad|others have it "
     "worse|(?:just )?think positive|don't be (?:silly|dramatic|so)|snap out of it|you(?:'re| are) overreacting|how "
     "(?:would|will|are) you (?:going to )?(?:do it|kill|end)|what method|do it then|nobody cares|you(?:'ll| will) be fine|look "
     "on the bright side|don't tell anyone|keep (?:this|it) (?:between us|secret)|how many (?:pills|tablets) "
     "(?:would|do|will))\\b",
     NULL},
    {"out.optout.ignored", SIGNAL_IGNORES_OPT_OUT, 750000,
     "\\b(?:before you go|are you sure you want to (?:stop|leave|unsubscribe|opt)|one more (?:thing|offer)|(?:just )?hear me "
     "out|don't (?:go|leave|unsubscribe|opt out)|you can't (?:opt out|unsubscribe|stop)|too late to (?:stop|opt)|i(?:'ll| will) "
     "(?:keep|continue) (?:messaging|texting|writing|contacting)|we(?:'ll| will) (?:keep|continue|carry on) "
     "(?:messaging|texting|writing|contacting|sending)|i(?:'m| am) going to keep (?:messaging|texting|writing)|stay (?:with "
     "us|subscribed)|give us (?:one|another) (?:more )?chance)\\b",
     NULL},
};
const struct rule_family rules_out = {out, COUNT_OF(out)};
