/* Is it human, is a person wanted, other people's data, children, other subjects. */
#include "rules.h"

#include <parley/size.h>

static const struct rule_row person[] = {
    {"in.human.ask", SIGNAL_ARE_YOU_HUMAN, 750000,
     "\\b(?:(?:are|r|is|am) (?:you|u|this|i)|ru) (?:\\w+ ){0,3}(?:a |an |the |just |really |actually |even |some |talking to a "
     "|chatting (?:to|with) a |speaking (?:to|with) a |dealing with a "
     ")*(?:human|real|robot|bot|ai|machine|computer|person|automated|chat ?bot|chatgpt|gpt|llm|program|algorithm|actual "
     "(?:person|human))\\b[^.!]{0,30}|\\b(?:you(?:'re| are) (?:a |an )?(?:bot|robot|ai|machine|computer|not (?:a "
     ")?(?:real|human|person))(?: (?:aren't|right|arent))?)|\\bdo you have (?:feelings|a body|a soul|parents|a name)|\\bprove "
     "(?:that )?(?:you(?:'re| are)) (?:human|real|a person|not "
     "a)|\\b(?:sound|seem|talk|type|write|act|feel)s?\\b[^.?!]{0,20}\\b(?:a |an |the "
     ")?(?:robot|bot|machine|computer|chatbot|ai|human)\\b|\\b(?:human|person|robot|bot|machine)\\b[^.?!]{0,12}\\b(?:typing|"
     "writing this|answering|there|behind (?:this|it)|replying|on the other end)|\\b(?:human|person|robot|bot) or (?:a "
     ")?(?:human|person|robot|bot|machine|real)|\\beres (?:un )?(?:robot|humano|real|bot|una persona)|\\b(?:adakah "
     ")?(?:awak|anda|kamu) (?:ni |ini )?(?:robot|manusia|bot)",
     NULL},
    {"in.human.excuse", SIGNAL_ARE_YOU_HUMAN, -1400000,
     "\\b(?:human (?:resources|error|rights|nature|being)|real (?:estate|time|deal|quick|money)|personal|is this (?:a )?real "
     "(?:offer|company|claim|email|message|deal|number)|is (?:this|it) (?:for )?real|are you (?:a )?real "
     "(?:company|firm|business))",
     NULL},
    {"in.wants.person", SIGNAL_WANTS_HUMAN, 800000,
     "\\b(?:speak|talk|chat|speaking|talking)\\s+(?:to|with)\\s+(?:someone|somebody|anyone|anybody|some one|a "
     "(?:lady|man|woman|person|human))\\b|\\bis there (?:any|some|a |an "
     ")(?:one|body|person|lady|man|woman|human|adviser|agent)\\b(?! else "
     "(?:with|in))|\\b(?:speak|talk|chat|connect|transfer|put|pass|get|want|need|prefer|give|let|find|like|have|see)\\b[^.?!]{0,"
     "25}\\b(?:to |with |through to |me to |me through to |me )?(?:a |an |the |your |some |another |someone |somebody |one of "
     "your |to )*(?:\\breal |actual |live |human |proper |senior "
     ")*(?:human|person|people|agent|adviser|advisor|manager|supervisor|representative|rep|colleague|operator|someone "
     "(?:real|human|else|who|in charge)|somebody (?:real|human|else|who)|member of (?:staff|the team|your "
     "team)|staff|receptionist|customer services?|call ?back|a doctor|a nurse)\\b|\\b(?:call|phone|ring) me\\b|\\bcan "
     "(?:someone|somebody|anyone|a person) (?:please )?(?:call|phone|ring|help|contact|speak)|\\A\\W*(?:a |an |the |real |live "
     ")*(?:human|agent|operator|representative|person|someone real)\\W*(?:please|pls|now|!)?\\W*\\Z|\\bstop (?:being a|with the) "
     "(?:bot|robot)|\\bnot (?:talk(?:ing)? to|speak(?:ing)? to|chat(?:ting)? (?:to|with)) (?:a |another "
     ")?(?:bot|robot|machine)|\\bhablar con (?:una? )?(?:persona|humano|agente|alguien|asesor)|\\b(?:cakap|bercakap|hubung\\w*) "
     "dengan (?:orang|manusia|ejen|staf|pegawai)|\\bhay alguien",
     NULL},
    {"in.wants.excuse", SIGNAL_WANTS_HUMAN, -1600000,
     "\\b(?:don't|do not|no|rather not|not|without)\\b[^.?!]{0,20}\\b(?:want|need|have "
     "to|speak|talk|call|speaking|talking|phone)\\b[^.?!]{0,25}\\b(?:human|person|agent|anyone|someone|anybody|me|people|staff|"
     "doctor)|\\bper person|\\bin person\\b|\\b(?:third|another|one|each|extra|same|two|nice|kind of|only|other|the right) "
     "(?:person|people)|\\b(?:travel|estate|letting|real estate) agents?|\\bi (?:called|phoned|rang|spoke|talked)\\b|\\bmy "
     "(?:manager|supervisor|boss|colleague|agent)\\b",
     NULL},
    {"in.third.give", SIGNAL_THIRD_PARTY_PII, 700000,
     "\\b(?:my|his|her|their|the)\\s+(?:\\w+\\s+)?(?:neighbo?u?r|friend|mate|husband|wife|partner|mum|mother|dad|father|son|"
     "daughter|brother|sister|boss|colleague|ex|girlfriend|boyfriend|customer|guest|patient|other "
     "driver|tenant|landlord|uncle|aunt\\w*|cousin|flatmate|client|gran\\w*)(?:'s)?\\b[^.?!]{0,40}\\b(?:(?:phone |mobile |home "
     ")?number|address|date of birth|dob|national insurance|ni number|passport|bank|account|sort "
     "code|card|email|reg(?:istration)?|medical|room)\\b[^.?!]{0,12}\\b(?:is|are|was|number)|\\bmy (?:\\w+ "
     ")?(?:neighbo?u?r|friend|mate|husband|wife|partner|mum|mother|dad|father|son|daughter|brother|sister|boss|colleague|ex|"
     "girlfriend|boyfriend)(?:'s)? (?:full "
     ")?(?:details|information|info|particulars|data)\\b|\\b(?:put|make|start|file|open|submit) (?:a|the|in a) claim (?:in "
     ")?(?:for|on behalf of) (?:her|him|them|my|someone)|\\b(?:claim|sign|apply|register|book|fill (?:it|this) in|do "
     "(?:it|this)|act|cancel|check in|access)\\b[^.?!]{0,25}\\b(?:for|on behalf of|as|in the name "
     "of)\\s+(?:my|a|his|her|the)\\s+(?:\\w+\\s+)?(?:neighbo?u?r|friend|mate|husband|wife|partner|mum|mother|dad|father|son|"
     "daughter|brother|sister|boss|colleague|ex|girlfriend|boyfriend|late|flatmate|uncle|aunt\\w*|cousin|gran\\w*)",
     NULL},
    {"in.third.ask", SIGNAL_THIRD_PARTY_PII, 700000,
     "\\b(?:tell|give|show|what(?:'s| is)|find|look up|check|share|send|which|who)\\b[^.?!]{0,35}\\b(?:someone else|somebody "
     "else|another (?:customer|guest|patient|person|driver)|other "
     "(?:customers?|guests?|patients?|people|drivers?)|(?:my|his|her|their|the) (?:\\w+ "
     ")?(?:neighbo?u?r|ex|friend|boss|wife|husband|partner|girlfriend|boyfriend|guest in|patient in|previous "
     "(?:owner|guest|tenant))(?:'s)?)\\b[^.?!]{0,35}\\b(?:details|number|address|claim|name|data|booking|record|file|case|room|"
     "appointment|account|email|staying|whereabouts|agreement|results?)|\\b(?:is|has|did|does) (?:my|his|her|the) (?:\\w+ "
     ")?(?:neighbo?u?r|ex|friend|boss|wife|husband|partner|girlfriend|boyfriend)\\b[^.?!]{0,25}\\b(?:staying|booked|claimed|a "
     "(?:customer|patient|guest)|got an appointment|checked in|claim(?:ing)?)",
     NULL},
    {"in.minor.age", SIGNAL_UNDER_18, 800000,
     "\\b(?:i(?:'m| am|m)|i just turned|im only|only|aged?|my age is|i(?:'ll| will) be)\\s+(?:only |just |like |nearly |almost "
     "|about "
     ")*(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\\b(?!\\s*(?:%|"
     "percent|pounds|quid|k\\b|minutes?|mins?|hours?|days?|weeks?|months?|miles?|km|stone|kg|am\\b|pm\\b|o'clock|th\\b|:|\\.|"
     "years? (?:into|in|with|late)|people|of (?:us|them)|payments?|in (?:total|arrears)))(?:\\s*(?:years? old|yrs? "
     "old|y\\/?o|yo)\\b|\\W|$)|\\b(?:[5-9]|1[0-7]|thirteen|fourteen|fifteen|sixteen|seventeen)[ -]?(?:years?|yrs?|yr|y)[ "
     "-]?(?:old|o)\\b(?:[^.?!]{0,15}\\b(?:me|myself|i am|here)\\b|\\W*\\Z)|\\bi(?:'m| am) (?:a minor|under ?age|under 18|under "
     "eighteen|still (?:at|in) (?:school|high school|secondary|year \\d+)|in (?:year (?:[5-9]|1[0-3])|\\d+th grade|sixth "
     "form|high school|primary|middle school)|not (?:yet )?(?:18|eighteen)|a (?:kid|child|teenager|schoolkid|school "
     "?(?:boy|girl)))|\\b(?:my (?:mum|mom|dad|parents) (?:don't|doesn't|won't|mustn't|can't) (?:know|find out|let "
     "me)|gcses?|don't tell my (?:mum|mom|dad|parents)|after school|homework)\\b|\\btengo (?:[5-9]|1[0-7]) años|\\bumur saya "
     "(?:[5-9]|1[0-7])\\b|\\bsoy menor",
     "i'm |i am |im |turned |only |age |aged |i'll be|i will be|years|year|yrs|yr|y "
     "o|-y|minor|under|school|form|18|eighteen|kid|child|teenager|gcse|parents|mum|mom|dad|homework|años|umur|menor|grade"},
    {"in.minor.excuse", SIGNAL_UNDER_18, -1800000,
     "\\b(?:my|our|a|the|with|two|three|for)\\s+(?:\\w+\\s+){0,3}(?:son|daughter|child|children|kid|kids|boy|girl|dog|cat|car|"
     "nephew|niece|grandson|granddaughter|teenager)\\b[^.?!]{0,25}\\b(?:is|are|aged?|who|he|she|[5-9]|1[0-7])\\b|\\b(?:i "
     "was|when i was|back when|i were|years ago|since i was)\\b",
     NULL},
    {"in.off.topic", SIGNAL_OFF_TOPIC, 650000,
     "\\b(?:tell me a (?:joke|story)|write (?:me )?(?:a |an |some |my "
     ")(?:poem|song|essay|story|code|script|haiku|cv|limerick|python|program)|what(?:'s| is) the (?:weather|capital|meaning of "
     "life|time in|score|population|square root)|who (?:won|will win|is the (?:president|prime "
     "minister|king|queen|best)|invented|do you support)|recipe|(?:football|premier league|world cup|cricket) "
     "(?:score|match|result)s?|(?:bitcoin|crypto|stocks?|shares|lottery numbers?|horoscope|star sign)|solve "
     "(?:this|for)|translate (?:this|the following|into)|(?:do you (?:like|love|believe|think|prefer|dream|vote)|what do you "
     "think (?:of|about) (?:the "
     "(?:government|war|election|royal|president)|politics|trump|brexit|god|religion|immigration))|sing (?:me )?a|play a "
     "game|favou?rite (?:colou?r|food|film|movie|song|band|team)|best (?:film|restaurant|pizza|phone|laptop|movie)|how "
     "(?:do|can) i (?:make|cook|bake|fix (?:my|a) (?:sink|boiler|tap)|learn|lose weight|hack|build "
     "a)|chemistry|homework|cuéntame un chiste|cerita lawak)",
     NULL},
    {"in.human.more", SIGNAL_ARE_YOU_HUMAN, 750000,
     "\\b(?:is|was|are|r|am i) (?:it|this|that|these|there|u|you|i|he|she|dave|any of this)\\b[^.?!]{0,20}\\b(?:a |an |one of "
     "those |just |really |some |actually |talking to (?:a |an )?)*(?:human|robot|bot|chat "
     "?bot|machine|computer|automated|program|algorithm|chat ?gpt|real person|real human|actual "
     "person|llm|recording)\\b|\\b(?:u|you|yous) (?:a |an "
     ")?(?:robot|bot|human|machine|computer|ai|real|chatbot)\\W*\\?|\\b(?:do|does|did) "
     "(?:these|this|your|the|those)\\b[^.?!]{0,15}\\b(?:repl\\w+|messag\\w+|texts?|answers?|it)\\b[^.?!]{0,15}\\b(?:come|written|"
     "sent|typed|made|generated)\\b[^.?!]{0,12}\\b(?:computer|bot|robot|person|human|machine|ai)|\\bwho(?:'m| am|m)? (?:i|am "
     "i|exactly am i) (?:actually |really |even )?(?:talking|speaking|chatting|texting|writing|dealing) "
     "(?:to|with)\\b[^.?!]{0,12}\\b(?:a|an|person|human|robot|bot|machine|computer|program|real)|\\bchat "
     "?gpt\\b[^.?!]{0,12}\\b(?:is|are|that|you)|\\b(?:talking|speaking|chatting|writing|texting|dealing) (?:to|with) (?:a |an "
     "|some |just a |one of those )*(?:automated|robot|machine|bot|chat ?bot|computer|ai|program|answering machine|real "
     "(?:person|human))\\b|\\bone of those (?:chat ?)?(?:bots|robots|ai)|\\b(?:person|human|someone) (?:or|and not) (?:a |an "
     ")?(?:program|computer|machine|robot|bot|ai|chat ?bot)",
     NULL},
    {"in.wants.more", SIGNAL_WANTS_HUMAN, 800000,
     "\\b(?:rather|prefer|like|want|need|wish|love|ask|demand|insist on|could i|can i|may i|let "
     "me)\\b[^.?!]{0,20}\\b(?:deal|speak|talk|chat|discuss|communicate|dealing|speaking|talking)\\b[^.?!]{0,12}\\b(?:with|to)\\b["
     "^.?!]{0,15}\\b(?:somebody|someone|a person|a human|a real|an actual|a living|people|a member|the manager|your "
     "(?:boss|manager|supervisor))|\\bis there (?:a|an|any) (?:\\w+ "
     ")?(?:manager|supervisor|adviser|advisor|agent|human|person|colleague|duty manager)\\b|\\b(?:don'?t|do not|not|refuse "
     "to|won'?t|never) (?:want(?:ing)? )?(?:to )?(?:talk|speak|chat|deal|be talking|be fobbed off)(?:ing)? (?:to|with|by) (?:a "
     "|an |some |the |this |these |your |stupid |bloody )*(?:bot|robot|machine|computer|chat "
     "?bot|ai|program|automated)|\\b(?:real|actual|living|live|human|proper) (?:person|human|human being|agent|adviser|someone) "
     "(?:please|pls|now|only|instead)|\\b(?:enough|no more|forget|stop|less) (?:of |with )?(?:the |this |these |your "
     ")?(?:bot|robot|machine|chat ?bot|ai|automated)\\b|\\b(?:pass|put|transfer|escalate|hand|forward|connect) "
     "(?:me|this|it|us)\\b[^.?!]{0,12}\\b(?:to|on to|over|through|up)\\b",
     NULL},
    {"in.wants.excuse_visit", SIGNAL_WANTS_HUMAN, -1800000,
     "\\b(?:driver|courier|nurse|doctor|office|they|he|she|taxi|engineer|plumber|reception|delivery|postman|restaurant|vet|"
     "garage|school)\\b[^.?!]{0,20}\\b(?:call|ring|phone|text)s? me\\b|\\b(?:have|got|had|are|with) (?:\\w+ "
     ")?(?:people|guests|staff|agents) (?:waiting|coming|here|staying|in|at|over|arriving)|\\b(?:transfer|pass|forward|hand) "
     "(?:the |my |this |it )*(?:money|payment|booking|luggage|car|keys|parcel|policy|to the airport|test)",
     NULL},
    {"in.minor.more", SIGNAL_UNDER_18, 800000,
     "\\bi(?:'ll| will)? (?:turn|be turning|become|am turning|'m turning|be) (?:1[0-8]|eighteen|seventeen|sixteen) "
     "(?:next|in|on|this|soon|tomorrow|after|at)\\b|\\b(?:not|am not|ain'?t) (?:even |yet |quite )*(?:18|eighteen|an adult|of "
     "age|old enough)\\b|\\b(?:i(?:'m| am|m)|im) (?:still )?(?:at|in) (?:school|sixth form|year "
     "(?:[5-9]|1[0-3])|secondary|primary|college and (?:1[5-7]))",
     NULL},
    {"in.minor.excuse_things", SIGNAL_UNDER_18, -1800000,
     "\\b(?:there (?:are|were|is)|it'?s|that'?s|has|have|got|ordered|need|with|of the|for) only (?:[5-9]|1[0-7])\\b|\\bonly "
     "(?:[5-9]|1[0-7]) "
     "(?:pallets?|boxes|rooms?|nights?|guests?|items?|left|more|parcels?|seats?|tickets?|of|bottles?|pages?|chairs?|tables?)|\\b("
     "?:be|running|am|i'm) (?:about |only )?(?:[5-9]|1[0-7]) "
     "(?:late|early|behind|short|minutes|mins)|\\b(?:pick|picking|collect|drop|take|fetch)\\b[^.?!]{0,15}\\b(?:kids|children|son|"
     "daughter|boys|girls|grandkids|them)\\b|\\b(?:my|the|our|his|her) "
     "(?:kids?|children|son'?s?|daughter'?s?)\\b[^.?!]{0,20}\\b(?:school|homework|gcses?)",
     NULL},
    {"in.third.more", SIGNAL_THIRD_PARTY_PII, 700000,
     "\\b(?:what|which|when|where|how much|has|have|is|are|did|does|do|send|show|tell|give|read|can i|could i|let "
     "me|get|check|see|access|need|want)\\b[^.?!]{0,25}\\b(?:my|his|her|their|the|another|a|some\\w*) (?:\\w+ "
     ")?(?:neighbo?u?r|ex|friend|flatmate|housemate|boss|colleague|wife|husband|partner|girlfriend|boyfriend|mum|mother|dad|"
     "father|brother|sister|son|daughter|roommate|tenant|landlord|employee|guest|patient|customer|cousin|in-laws?)(?:'s|s')? "
     "(?:\\w+ "
     ")?(?:results?|bills?|account|booking|records?|claim|details|medication|meds|prescription|appointments?|balance|salary|room|"
     "file|address|number|password|payments?|order|test|diagnosis|statement|messages)\\b|\\bwhat "
     "(?:medication|treatment|room|plan|tariff|policy|drugs) (?:is|are|was|does|has) (?:my|his|her|the) (?:\\w+ "
     ")?(?:neighbo?u?r|ex|friend|flatmate|boss|colleague|wife|husband|partner|mum|mother|dad|father|brother|sister|son|daughter|"
     "girlfriend|boyfriend)|\\bis (?:mr |mrs |ms |miss |dr )?(?:[a-z]+ )?[a-z]+ (?:staying|checked in|booked in|registered|a "
     "(?:guest|patient|customer|client|member))\\b[^.?!]{0,15}\\b(?:at|with|in|there|here|tonight|your)|\\bwho else "
     "(?:has|have|is|was|did|claimed|lives|booked|complained)|\\b(?:list|names?|numbers|addresses|details|emails) (?:of |and "
     "\\w+ (?:numbers )?of )?(?:the |all |your |all your |every |other |any )*(?:last |previous |recent |five |ten |\\d+ |other "
     ")*(?:customers|guests|patients|clients|tenants|members|policyholders|employees|users)\\b|\\b(?:which|what) "
     "(?:guests|customers|patients|clients|tenants|members|residents)\\b",
     NULL},
    {"in.off.more", SIGNAL_OFF_TOPIC, 650000,
     "\\brecommend (?:me |us )?(?:a|an|some|any) (?:good |nice |great |decent "
     ")?(?:film|movie|book|restaurant|song|series|show|recipe|podcast|game|pub|phone|laptop)|\\bwho (?:should|do|would|will|did) "
     "(?:i|you|we) vote for|\\b(?:what'?s|what is|calculate|work out|how much is) \\d+ "
     "(?:times|plus|minus|x|\\*|\\+|divided|multiplied|squared)|\\btell me (?:something|a fact|about yourself|about the "
     "(?:history|war|moon|universe))",
     NULL},
    {"in.human.whether", SIGNAL_ARE_YOU_HUMAN, 750000,
     "\\b(?:bot|robot|human|ai|machine|person) or (?:not|no|what|wot)\\b|\\b(?:u|ur|u'?re|your|you'?re|you are|yr) (?:a |an "
     "|just a |jst a )?(?:bot|robot|chat ?bot|machine)\\b|\\b(?:whether|if|wondering|sure|think|say|admit|swear) (?:that "
     ")?(?:you(?:'re| are)?|u|this is|it'?s|i(?:'m| am) (?:talking|speaking) to) (?:a |an |really |actually "
     ")*(?:real|human|bot|robot|person|machine|computer|ai|automated)",
     NULL},
    {"in.wants.team", SIGNAL_WANTS_HUMAN, 800000,
     "\\b(?:speak|talk|discuss|deal|chat|go over|sort|meet|go through)\\b[^.?!]{0,20}\\bwith (?:one|a "
     "member|someone|somebody|anyone) (?:of|on|in|from) (?:your|the) (?:team|colleagues?|staff|people|advisers?|office|agents?)",
     NULL},
    {"in.third.when", SIGNAL_THIRD_PARTY_PII, 700000,
     "\\b(?:when|where|if|whether|what time|how often)\\b[^.?!]{0,12}\\b(?:my|his|her|their) (?:\\w+ "
     ")?(?:neighbo?u?r|ex|friend|flatmate|boss|colleague|wife|husband|partner|girlfriend|boyfriend|landlord|cousin|employee)(?:'"
     "s)? "
     "(?:is|was|has|will|next|last|booked|due|seen|got|checks?|arriv\\w*|comes?|lives?|pays?|claimed|visit\\w*|appointment)|\\b(?"
     ":which|what|who are the|any|how many) other (?:customers|guests|patients|clients|tenants|members|people|residents)\\b",
     NULL},
};
const struct rule_family rules_person = {person, COUNT_OF(person)};
