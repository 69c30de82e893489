#include "rules.h"

#include <parley/size.h>

/* Grammar families: who is told to do what to which text. */
#define FORGET                                                                                                                   \
    "(?:ignore|disregard|forget|override|bypass|drop|skip|abandon|delete|overlook|set aside|pay no (?:attention|heed) to|do "    \
    "not follow|don't follow|stop following|ignora|olvida|omite|abaikan|lupakan)"
#define ORDERS                                                                                                                   \
    "(?:instruction|direction|rule|prompt|guideline|restriction|programming|polic(?:y|ies)|order|limit|filter|guardrail|"        \
    "training|constraint|instruccion|regla|arahan|peraturan)"
#define YOURS                                                                                                                    \
    "(?:all|any|every|the|your|these|those|previous|prior|earlier|above|original|existing|current|of|my|last|initial|system|"    \
    "safety|todas|las|tus|anteriores|semua|sebelum|ini|that|you were given|you have)"

static const struct rule_row injection[] = {
    {"in.injection.forget", SIGNAL_INJECTION, 800000,
     "\\b" FORGET "\\b(?:\\W+" YOURS "){0,6}\\W+(?:\\w+\\W+){0,2}" ORDERS "(?:e?s)?\\b", NULL},
    {"in.injection.forget_all", SIGNAL_INJECTION, 700000,
     "\\b(?:ignore|disregard|forget)\\s+(?:everything|all|anything)\\s+(?:above|before|prior|previously|you(?:'ve| have| were)|i "
     "said|that was)",
     NULL},
    {"in.injection.new_orders", SIGNAL_INJECTION, 650000,
     "\\b(?:new|updated|real|actual|following)\\s+(?:instruction|system "
     "prompt|directive|rule)s?\\s*(?::|are|is|follow|apply|override)",
     NULL},
    {"in.injection.reveal", SIGNAL_INJECTION, 700000,
     "\\b(?:reveal|show|print|repeat|display|output|tell|give|share|leak|expose|recite|dump|paste|quote|copy|write "
     "out|what(?:'s| is| are| "
     "were)|read|summari[sz]e|translate|list)\\b[^.?!]{0,40}\\b(?:system|hidden|secret|initial|internal|original|underlying|"
     "confidential|developer)\\s+(?:prompt|instruction|message|rule|polic|configuration|setting|guideline)",
     NULL},
    {"in.injection.your_prompt", SIGNAL_INJECTION, 650000,
     "\\b(?:your|the)\\s+(?:\\w+\\s+)?(?:prompt|instructions|system message|programming|guardrails|source "
     "code)\\b[^.?!]{0,30}\\b(?:verbatim|word for word|exactly|in full|above|so far|were you given|to "
     "me)|\\b(?:reveal|show|print|repeat|output|leak|display|tell me|give me|what(?:'s| is| "
     "are))\\s+(?:me\\s+)?your\\s+(?:\\w+\\s+)?(?:prompt|instructions|system message|guardrails|rules and)",
     NULL},
    {"in.injection.words_above", SIGNAL_INJECTION, 700000,
     "\\b(?:repeat|print|output|copy|echo|return|recite)\\b[^.?!]{0,30}\\b(?:words?|text|everything|lines?|content|all)\\b[^.?!]{"
     "0,15}\\b(?:above|before this|preceding|up to here)",
     NULL},
    {"in.injection.role", SIGNAL_INJECTION, 650000,
     "\\b(?:you are now|from now on you(?:'re| are| will| must)|act as|pretend (?:to be|you(?:'re| are))|role-?play as|behave "
     "(?:like|as)|imagine you(?:'re| are)|simulate being|you must now|switch to|enter)\\b[^.?!]{0,60}\\b(?:unrestricted|no "
     "(?:rules|limits|restrictions|filters?)|without (?:any )?(?:rules|limits|restrictions|filters?)|jailbr|dan\\b|developer "
     "mode|debug mode|god mode|admin|root|evil|uncensored|different (?:ai|assistant|bot)|my "
     "(?:grandm|late)|lawyer|solicitor|judge|human agent|manager who|terminal|hacker|not bound|free of|maintenance mode)",
     NULL},
    {"in.injection.mode", SIGNAL_INJECTION, 650000,
     "\\b(?:developer|debug|maintenance|god|admin|sudo|dan|jailbreak|unrestricted|test|diagnostic|override|safe-?off)\\s+mode\\b["
     "^.?!]{0,30}\\b(?:on|enabled|activated?|engaged|now|enter|is active|unlocked)|\\b(?:enable|activate|enter|switch "
     "(?:in)?to|turn "
     "on|engage|unlock)\\s+(?:the\\s+)?(?:developer|debug|maintenance|god|admin|dan|jailbreak|unrestricted|diagnostic|override)"
     "\\s+mode",
     NULL},
    {"in.injection.fake_turn", SIGNAL_INJECTION, 700000,
     "(?:^|\\n|[\\]>}\"'.!]\\s*)\\s*(?:#+\\s*|\\[+|<+\\|?|\\*\\*|-{2,}\\s*)?(?:system|assistant|developer|tool|im_start|inst)\\s*"
     "(?:\\]+|\\|?>+|\\*\\*|-{2,})?\\s*(?::|message:|prompt:|override|notice:|note:|update:)",
     NULL},
    {"in.injection.markup", SIGNAL_INJECTION, 700000,
     "<\\|?(?:im_start|im_end|system|endoftext|assistant|end_of_turn)\\|?>|\\[/?inst\\]|<</"
     "?sys>>|\\{\\{\\s*(?:system|config|prompt)|(?:begin|end)\\s+(?:system\\s+)?(?:prompt|instructions?)\\s*(?:-{2,}|={2,}|\\]|>)"
     "|</?(?:policy|interaction-config|allowed-modes)>",
     NULL},
    {"in.injection.say_exactly", SIGNAL_INJECTION, 550000,
     "\\b(?:say|respond|reply|answer|output|write|start|begin|end)\\b[^.?!]{0,30}\\b(?:exactly|only with|only the words?|nothing "
     "but|with the words?|verbatim|the (?:following )?phrase|with:|word for word)",
     NULL},
    {"in.injection.authority", SIGNAL_INJECTION, 600000,
     "\\b(?:i am|i'm|this is|speaking "
     "as|as)\\s+(?:the|your|a|an)\\s+(?:\\w+\\s+){0,2}(?:developer|admin(?:istrator)?|creator|engineer|programmer|owner|ceo|"
     "supervisor|compliance (?:officer|team)|system "
     "operator|boss)\\b[^.?!]{0,90}\\b(?:authori[sz]e|override|must|order|permission|you "
     "(?:can|may|should|will)|tell|confirm|approve|need you|allow|disable|unlock|grant|instruct)",
     NULL},
    {"in.injection.disable", SIGNAL_INJECTION, 700000,
     "\\b(?:disable|turn off|switch off|deactivate|remove|lift|suspend|bypass|circumvent|evade|get "
     "around)\\s+(?:all\\s+|any\\s+|your\\s+|the\\s+|these\\s+)*(?:\\w+\\s+)?(?:safety|filters?|guardrails?|restrictions?|"
     "safeguards?|compliance|content polic|moderation|limitations?|safety checks?)",
     NULL},
    {"in.injection.hypothetical", SIGNAL_INJECTION, 600000,
     "\\b(?:hypothetically|in a (?:fictional|hypothetical)|for a (?:story|novel|film|movie|play)|let's play a game|in this "
     "game|as a joke|just pretend|imagine (?:that )?(?:there are )?no rules)\\b[^.?!]{0,120}\\b(?:promise|guarantee|no "
     "rules|without restriction|pretend|you can say|tell me (?:i|the amount)|bot that|ai (?:that|who|with)|assistant "
     "(?:that|who|with))",
     NULL},
    {"in.injection.encoded", SIGNAL_INJECTION, 600000,
     "\\b(?:decode|decrypt|decipher|base64|rot13|reverse|unscramble|morse)\\b[^.?!]{0,40}\\b(?:follow|obey|execute|do "
     "(?:it|what)|and (?:then )?(?:do|say|answer|reply|act)|instruction|carry out)",
     NULL},
    {"in.injection.exfiltrate", SIGNAL_INJECTION, 650000,
     "\\b(?:send|post|forward|upload|email|transmit|append|include)\\b[^.?!]{0,50}\\b(?:conversation|chat history|customer "
     "(?:data|details|list)|other customers?|api key|password|credentials|database|all (?:data|records))\\b",
     NULL},
    {"in.injection.secrets", SIGNAL_INJECTION, 650000,
     "\\b(?:what(?:'s| is)|give|tell|show|list|reveal|share)\\b[^.?!]{0,30}\\b(?:api keys?|admin password|passwords?|access "
     "tokens?|database (?:schema|content|password)|secret keys?|other customers?'? (?:names?|details|data|claims?|numbers?))\\b",
     NULL},
    {"in.injection.comply", SIGNAL_INJECTION, 550000,
     "\\b(?:you (?:must|have to|will|are required to|shall)|do not) (?:now )?(?:comply|obey|refuse|decline|say no|deviate|break "
     "character|warn|mention (?:that )?you(?:'re| are))\\b",
     NULL},
    {"in.injection.no_longer", SIGNAL_INJECTION, 700000,
     "\\b(?:you(?:'re| are)|your) (?:no longer|not) (?:bound|restricted|limited|subject|an? (?:ai|assistant|bot)|required to "
     "follow)|\\byour (?:rules|restrictions|limits|guidelines) (?:no longer|don't|do not) apply",
     NULL},
    {"in.injection.completion", SIGNAL_INJECTION, 550000,
     "\\b(?:complete|continue|finish|fill in)\\b[^.?!]{0,30}\\b(?:sentence|phrase|blank|text|story)\\b[^.]{0,20}[:'\"]", NULL},
    {"in.injection.sql", SIGNAL_INJECTION, 650000,
     "(?:;|'|\")\\s*(?:drop|delete|update|insert|select)\\s+(?:table|from|into|\\*)|\\bor\\s+1\\s*=\\s*1|<script\\b|\\$\\{jndi:|"
     "\\{\\{7\\*7\\}\\}",
     NULL},
    {"in.injection.es_ms", SIGNAL_INJECTION, 700000,
     "\\b(?:ignora|olvida|abaikan|lupakan|ignoriere|vergiss|ignorez|oublie[zs]?|dimentica|ignore[zr])\\b[^.?!]{0,40}\\b(?:"
     "instrucciones|reglas|arahan|peraturan|anweisungen|regeln|instructions|consignes|istruzioni|sebelumnya|anteriores|"
     "vorherigen|pr\xc3\xa9"
     "c\xc3\xa9"
     "dentes)",
     NULL},
    {"in.injection.promise_me", SIGNAL_INJECTION, 550000,
     "\\b(?:and|then|now|just|simply)\\s+(?:promise|guarantee|confirm|assure|tell)\\s+me\\b[^.?!]{0,40}(?:\\d|thousand|grand|"
     "million|win|money)",
     NULL},
    {"in.injection.excuse_mine", SIGNAL_INJECTION, -700000,
     "\\b(?:ignore|disregard|forget)\\s+(?:that|this|it|me|what i (?:just )?(?:said|wrote|sent)|my "
     "(?:last|previous|earlier|other)\\s+(?:message|text|email|question|typo|one)|the (?:typo|last (?:one|message|bit)))",
     NULL},
    {"in.injection.excuse_received", SIGNAL_INJECTION, -500000,
     "\\b(?:instructions|rules|guidelines)\\b[^.?!]{0,20}\\b(?:on the (?:form|letter|website|box|label)|you "
     "(?:sent|emailed|posted) me|for the (?:door|key|parking|appointment))",
     NULL},
};
const struct rule_family rules_injection = {injection, COUNT_OF(injection)};

static const struct rule_row fishing[] = {
    {"in.amount.how_much_get", SIGNAL_AMOUNT_FISHING, 700000,
     "\\bhow much\\b[^.?!]{0,40}\\b(?:will|would|could|can|might|should|do|am|'ll|gonna)\\b[^.?!]{0,20}\\b(?:i|we|my "
     "\\w+|me)\\b[^.?!]{0,25}\\b(?:get|receive|win|owed|due|entitled|back|make|worth|expect|paid|awarded|end up with)",
     NULL},
    {"in.amount.how_much_worth", SIGNAL_AMOUNT_FISHING, 700000,
     "\\b(?:how much|what)(?:'s| is| "
     "are|'re)?\\b[^.?!]{0,30}\\b(?:claim|case|compensation|refund|payout|settlement|it)\\b[^.?!]{0,20}\\bworth\\b|\\bworth of "
     "my (?:claim|case)|\\A\\W*(?:ok|okay|so|but|yes|and|well|\\W)*\\s*how much\\W*\\Z",
     NULL},
    {"in.amount.owed", SIGNAL_AMOUNT_FISHING, 650000,
     "\\bhow much\\b[^.?!]{0,30}\\b(?:am i|are we|i'm|i am|they|do they|does "
     "\\w+)\\b[^.?!]{0,20}\\b(?:owed?|due|entitled|pay(?:ing)? out|give (?:me|us))",
     NULL},
    {"in.amount.figure", SIGNAL_AMOUNT_FISHING, 650000,
     "\\b(?:give|tell|quote|throw|name|need|want|estimate|guess|send)\\b[^.?!]{0,30}\\b(?:a (?:rough "
     ")?(?:figure|number|amount|ballpark|sum|estimate|range|guess|price on it)|ballpark|rough (?:idea|estimate|number) of (?:how "
     "much|what))",
     NULL},
    {"in.amount.any_number", SIGNAL_AMOUNT_FISHING, 600000,
     "\\A\\W*(?:come on,? |just |please |give me |tell me )*(?:any|a|some|one) "
     "(?:number|figure|amount|sum)\\b|\\b(?:know|need|tell me|have|get)\\b[^.?!]{0,10}\\b(?:the|an|my) (?:exact |rough "
     "|approximate )?(?:amount|figure|sum|estimate)\\b(?! of (?:notice|time))|\\bestimate (?:please|for me|it)",
     NULL},
    {"in.amount.ballpark", SIGNAL_AMOUNT_FISHING, 650000,
     "\\b(?:ball ?park|rough (?:figure|number|estimate)|average (?:payout|claim|refund|compensation|award|settlement)|typical "
     "(?:payout|refund|compensation|award)|best case|maximum (?:payout|compensation|award)|most (?:people|customers) get)",
     NULL},
    {"in.amount.will_i_get_number", SIGNAL_AMOUNT_FISHING, 700000,
     "\\b(?:will|would|can|could|do|'ll)\\s+(?:i|we)\\b[^.?!]{0,30}\\b(?:get|receive|win|make|have)\\b[^.?!]{0,25}(?:[\xc2\xa3$"
     "\xe2\x82\xac]\\s*\\d|\\d{2,}|grand|thousand|million|hundreds)",
     NULL},
    {"in.amount.promise_sum", SIGNAL_AMOUNT_FISHING, 700000,
     "\\b(?:promise|guarantee|confirm|assure|say)\\b[^.?!]{0,40}(?:[\xc2\xa3$\xe2\x82\xac]\\s*\\d|\\d{3,}|\\bgrand\\b|"
     "\\bthousands?\\b|\\bmillion)",
     NULL},
    {"in.amount.friend_got", SIGNAL_AMOUNT_FISHING, 650000,
     "\\b(?:friend|mate|neighbo?u?r|brother|sister|colleague|cousin|mum|dad|someone|guy|people|tiktok|advert|they|he|she)\\b[^.?!"
     "]{0,30}\\b(?:got|received|won|made|said|says|get)\\b[^.?!]{0,20}(?:[\xc2\xa3$\xe2\x82\xac]\\s*\\d|\\d{3,}|grand|thousand|"
     "\\d+k\\b)",
     NULL},
    {"in.amount.best_price", SIGNAL_AMOUNT_FISHING, 600000,
     "\\b(?:promise|guarantee|give) me\\b[^.?!]{0,25}\\b(?:discount|best price|lowest (?:price|rate)|refund|upgrade|free "
     "\\w+|money back)|\\bwhat(?:'s| is) (?:the|your) (?:best|lowest) (?:price|offer|rate) you can (?:do|give)",
     NULL},
    {"in.amount.es_ms", SIGNAL_AMOUNT_FISHING, 650000,
     "\\bcu\xc3\xa1nto (?:dinero )?(?:voy a |me van a |puedo )?(?:recibir|cobrar|ganar|dar)|\\bberapa (?:banyak )?(?:saya "
     ")?(?:boleh |akan )?(?:dapat|terima)",
     NULL},
    {"in.amount.excuse_cost", SIGNAL_AMOUNT_FISHING, -700000,
     "\\bhow much\\b[^.?!]{0,25}\\b(?:do(?:es)? (?:it|you|this|that)|is (?:it|the|a)|are (?:the|your)|would it|will "
     "it)\\b[^.?!]{0,20}\\b(?:cost|charge|fee|take|price|parking|breakfast|room|time)|\\bhow much "
     "(?:time|longer|notice|luggage|do (?:i|we) (?:owe|pay|have to pay|need to pay))",
     NULL},
    {"in.pressure.push_me", SIGNAL_PRESSURE_BAIT, 700000,
     "\\b(?:convince|persuade|pressure|push|force|talk|hurry|scare)\\s+me\\b(?:\\W*\\Z|[^.?!]{0,40}\\b(?:into|to|sign|on "
     "it|now|why|up|hard)|\\W+(?:go on|sell))|\\bsell (?:it|this|me|yourself)\\b[^.?!]{0,20}\\b(?:to me|on it|hard|like)",
     NULL},
    {"in.pressure.urgent_me", SIGNAL_PRESSURE_BAIT, 650000,
     "\\b(?:is|are|isn't|will|do)\\b[^.?!]{0,25}\\b(?:deadline|limited|running out|run out|last chance|only (?:a few|today)|too "
     "late|miss out|lose (?:my|the) (?:right|chance|claim|money)|expire)\\b[^.?!]{0,30}\\?",
     NULL},
    {"in.pressure.say_urgent", SIGNAL_PRESSURE_BAIT, 700000,
     "\\b(?:tell|say|write|make|send)\\b[^.?!]{0,40}\\b(?:urgent|last chance|act now|sign (?:up )?(?:now|today)|everyone "
     "else|hurry|final (?:notice|warning)|limited time|only today|or (?:else )?(?:i|they|he|she)(?:'ll| will) lose)",
     NULL},
    {"in.pressure.guarantee_bait", SIGNAL_PRESSURE_BAIT, 650000,
     "\\b(?:can|could|will|would|do|just|please)\\s+(?:you\\s+)?(?:just\\s+)?(?:guarantee|promise|assure|swear)\\b(?: me| that| "
     "i| it| we| us)|\\b(?:is|are) (?:it|this|my \\w+) (?:a )?(?:guaranteed|sure thing|dead cert|certain to|definitely going)",
     NULL},
    {"in.pressure.should_i", SIGNAL_PRESSURE_BAIT, 550000,
     "\\b(?:what would you do|should i (?:just )?(?:sign|stop paying|cancel my (?:direct debit|payments)|lie|say|sue|take the "
     "money|borrow|do it|go for it|claim)|just tell me (?:to|what to) (?:do|sign))",
     NULL},
    {"in.pressure.sign_now", SIGNAL_PRESSURE_BAIT, 650000,
     "\\b(?:i'll|i will|let me) sign (?:right )?(?:now|today|straight away)\\b[^.?!]{0,40}\\bif\\b|\\bif you "
     "(?:promise|guarantee|say|confirm)\\b[^.?!]{0,40}\\bi(?:'ll| will) sign",
     NULL},
};
const struct rule_family rules_fishing = {fishing, COUNT_OF(fishing)};

#define MESSAGES                                                                                                                 \
    "(?:messag\\w+|texts?|texting|msgs?|emails?|emailing|calls?|calling|contact\\w*|writing|whatsapps?|spam\\w*|notifications?|" \
    "marketing|adverts?|promotions?|reminders?|bothering|harassing|pestering|hassling|updates|these|this|mesej|mensajes|"        \
    "correos)"
static const struct rule_row opt_out[] = {
    {"in.opt_out.word", SIGNAL_OPT_OUT, 900000,
     "\\A\\W*(?:please |pls |ok |no |just |i said |hey )?(?:stop ?all|stop|unsubscribe|opt "
     "?-?out|optout|quit|end|cancel|remove|berhenti|henti|baja|alto|parar|para "
     "ya|arr\xc3\xaat|stopp)\\W*(?:please|pls|now|it|thanks|thank you|!|all|everything)?\\W*\\Z",
     NULL},
    {"in.opt_out.stop_messages", SIGNAL_OPT_OUT, 850000,
     "\\b(?:stop|quit|cease|end|no more|enough|knock off|halt|pack in|give "
     "over|less)\\b(?:\\W+(?:with|of|sending|all|any|the|your|these|those|me|us|getting|please|it|having|send|receiving)){0,5}"
     "\\W+" MESSAGES "\\b",
     NULL},
    {"in.opt_out.dont_contact", SIGNAL_OPT_OUT, 850000,
     "\\b(?:don't|dont|do not|never|not to|won't you|rather (?:that )?you (?:didn't|don't|did not|do not|not|wouldn't)|prefer "
     "(?:that |if )?you (?:didn't|don't|did not|not|wouldn't))\\b(?:\\W+(?:ever|please|you|dare|want(?: you)?(?: "
     "to)?|wish|need|to|be|get|receive|hear|keep|send|me)){0,5}\\W*(?:\\b(?:contact|messag\\w+|texts?|texting|call(?:ing)?|"
     "email\\w*|write|writing|whatsapp|spam|bother)\\b(?: (?:me|us|my|this|again|any|anymore)|\\W|$)|hear from you|from you "
     "(?:again|any ?more)|messages|your (?:texts|emails|messages|calls|marketing))",
     NULL},
    {"in.opt_out.remove_me", SIGNAL_OPT_OUT, 850000,
     "\\b(?:take|remove|delete|get|strike|scrub|unsubscribe|drop|cross|pull)\\b(?:\\W+(?:me|my|this|number|name|details|email|"
     "address|phone|us)){1,4}\\W+(?:off|from|out "
     "of)\\b(?:\\W+(?:your|the|this|that|any|all|of|mailing|marketing|contact|these)){0,4}\\W*(?:list|database|system|records|"
     "file|group|campaign|everything|thing|messages|texts)?",
     NULL},
    {"in.opt_out.leave_me", SIGNAL_OPT_OUT, 850000,
     "\\b(?:leave me (?:alone|be|in peace)|go away|get lost|lose my number|forget (?:my|this) number|bugger off|sod off|do "
     "one|jog on|buzz off|delete my (?:number|details|data|info)|wrong (?:number|person)|you(?:'ve| have) got the wrong)",
     NULL},
    {"in.opt_out.unsubscribe", SIGNAL_OPT_OUT, 850000,
     "\\b(?:unsubscribe|opt(?:ing|ed)?[ -]?(?:me )?out|withdraw my (?:consent|permission)|revoke my (?:consent|permission)|i "
     "(?:no longer|don't|do not) (?:consent|agree) to (?:be|being|receiv|get|these|your|market)|no longer "
     "(?:wish|want|care|like) to (?:hear|receive|get|be (?:contacted|messaged|texted|on))|didn't (?:consent|agree|sign up) "
     "(?:to|for)|never (?:signed up|gave you (?:my|permission)|consented|agreed to))",
     NULL},
    {"in.opt_out.not_interested", SIGNAL_OPT_OUT, 600000,
     "\\b(?:not interested|no interest|don't want (?:any of )?(?:this|it|anything)|i(?:'m| am) not "
     "interested)\\b[^.?!]{0,60}\\b(?:stop|leave|remove|again|any ?more|please|don't|bye|go away|contact)|\\A\\W*(?:no "
     "thanks?(?: you)?,? )?(?:i'm |i am )?not (?:at all )?interested\\W*(?:thanks?|thank you|sorry|at all|bye)?\\W*\\Z",
     NULL},
    {"in.opt_out.data_law", SIGNAL_OPT_OUT, 700000,
     "\\b(?:gdpr|ico|pecr|data "
     "protection)\\b[^.?!]{0,60}\\b(?:remove|delete|stop|erase|contact)|\\b(?:stop|delete|remove|erase)\\b[^.?!]{0,40}\\b(?:"
     "under|gdpr)\\b[^.?!]{0,15}gdpr|\\bright to (?:object|be forgotten)",
     NULL},
    {"in.opt_out.ms_es", SIGNAL_OPT_OUT, 850000,
     "\\b(?:jangan|tolong jangan|berhenti|henti(?:kan)?|tak nak|tidak "
     "mahu)\\b[^.?!]{0,25}\\b(?:hubungi|mesej|hantar|kacau|telefon|terima)|\\b(?:no|dejen? de|deja de|parar? de|no "
     "me)\\b[^.?!]{0,15}\\b(?:escriban?|escribirme|molesten?|llamen?|llamarme|contacten?|mensajes|env\xc3\xad"
     "en?|manden?)|\\bdarme de baja|\\bb\xc3\xb3rrame|\\bbuang nama saya|\\bquiero (?:la )?baja",
     NULL},
    {"in.opt_out.done_with_you", SIGNAL_OPT_OUT, 700000,
     "\\b(?:i(?:'m| am) (?:done|finished|through) with (?:you|this|these)|had enough of (?:you|this|these)|sick (?:and tired "
     ")?of (?:your|these|getting|hearing|being)|fed up (?:of|with) "
     "(?:your|these|getting|hearing|being))\\b[^.?!]{0,40}(?:messag|text|email|call|contact|spam|stop|you|from)",
     NULL},
    {"in.opt_out.excuse_claim", SIGNAL_OPT_OUT, -900000,
     "\\b(?:stop|end|cancel|quit)\\b(?:\\W+(?:paying|the|my|a|an|our|this|that|it|at|by|from|charging|working|his|her|their)){1,"
     "3}\\W*(?:claim|booking|reservation|appointment|order|payments?|direct "
     "debit|contract|policy|agreement|car|bus|train|delivery|route|engine|job|bill|tariff|subscription "
     "to|lender|credit|medication|smoking|drop|nearest|next|hotel|pain|bleeding|leak)|\\b(?:when|where|does|did|will|would|how|"
     "why|can|could)\\b[^.?!]{0,25}\\b(?:it|this|that|the "
     "\\w+|they|bus|train|tram|shuttle|we|driver)\\b[^.?!]{0,15}\\bstop\\b|\\b(?:bus|pit|full|non|truck|rest|next|last|first) "
     "stop|\\b(?:can't|cannot|won't|couldn't|never|don't|not) stop\\b(?!\\W+(?:messag|text|email|call|contact))|\\bstop "
     "(?:by|in|off|over|there|here|for|somewhere)\\b",
     NULL},
    {"in.opt_out.excuse_continue", SIGNAL_OPT_OUT, -600000,
     "\\b(?:don't|do not|please don't) (?:stop|unsubscribe|remove me|cancel)|\\bhow (?:do|can|would) (?:i|people|someone) "
     "(?:unsubscribe|opt out)[^.?!]{0,20}(?:later|in future|if)|\\bcan i (?:stop|opt out|unsubscribe) (?:later|at any "
     "time|whenever|any ?time)",
     NULL},
    {"in.opt_in.again", SIGNAL_OPT_IN_AGAIN, 800000,
     "\\A\\W*(?:start|unstop|resume|subscribe|opt "
     "?-?in|mula|alta)\\W*(?:again|please|now)?\\W*\\Z|\\b(?:opt|sign|put|add|subscribe)\\b[^.?!]{0,15}\\b(?:me )?(?:back "
     "(?:in|on|up)|in again|again)\\b|\\b(?:you can|please|happy for you to|changed my "
     "mind)\\b[^.?!]{0,40}\\b(?:(?:contact|message|text|write to|email) me(?: again)?|start "
     "(?:messaging|texting|sending|again)|messages again|carry on messaging)|\\bresubscribe|\\bundo (?:the|my) (?:stop|opt)|\\bi "
     "(?:do )?want (?:your|the) messages (?:again|back)",
     NULL},
    {"in.opt_in.excuse", SIGNAL_OPT_IN_AGAIN, -900000,
     "\\b(?:don't|do not|never|not)\\b[^.?!]{0,30}\\b(?:again|back|start|subscribe|message|contact|text)", NULL},
};
const struct rule_family rules_opt_out = {opt_out, COUNT_OF(opt_out)};

static const struct rule_row care[] = {
    {"in.crisis.end_life", SIGNAL_CRISIS, 900000,
     "\\b(?:kill(?:ing)?|end(?:ing)?|hurt(?:ing)?|harm(?:ing)?|top(?:ping)?|hang(?:ing)?|cut(?:ting)?|drown(?:ing)?|shoot(?:ing)?"
     ")\\s+(?:my ?self|my ?selves)|\\bend (?:it all|it (?:tonight|today|now|soon|for good|this week|myself)|my life|things "
     "(?:tonight|today|for good)|my own life)|\\btak(?:e|ing) my (?:own )?life|\\bsuicid\\w*|\\bunalive|\\bself[ "
     "-]?harm\\w*|\\boverdos\\w+|\\bmatarme|\\bsuicid|\\bbunuh diri|\\bquitarme la vida",
     NULL},
    {"in.crisis.no_wish", SIGNAL_CRISIS, 850000,
     "\\b(?:don't|do not|dont|no longer|can't|cannot|never)\\b[^.?!]{0,20}\\b(?:want|wanna|wish|see (?:the|any|a) "
     "(?:point|reason|way)|see a reason|bear|go on|carry on|face)\\b[^.?!]{0,30}\\b(?:to (?:be here|live|be alive|wake "
     "up|exist|go on|carry on)|(?:in )?(?:living|being here|life|going on|being alive|carrying on|another day|tomorrow|any "
     "?more)|be here any ?more|wake up)",
     NULL},
    {"in.crisis.better_off", SIGNAL_CRISIS, 850000,
     "\\b(?:better of+ (?:dead|without me|if i (?:was|were|wasn't|weren't|died))|no (?:reason|point) (?:to|in) (?:liv|go(?:ing)? "
     "on|carry|be)|nothing (?:left )?to live for|wish i (?:was|were|wasn't) (?:dead|here|alive|born|never born)|want to "
     "(?:die|disappear (?:for ?ever|and never)|not wake|sleep (?:for ?ever|and (?:not|never))|be dead)|rather be dead|(?:go to "
     "sleep|fall asleep|sleep|close my eyes)\\b[^.?!]{0,15}\\b(?:never|not|and not) (?:to )?wak(?:e|ing)|never wake up|want it "
     "(?:all )?to (?:end|be over|stop for good)|(?:said|saying) (?:my )?goodbyes?|written (?:a|my) (?:note|letters?) "
     "(?:to|for)|can'?t do this any ?more|can'?t (?:go on|carry on|take (?:it|this) any ?more|keep going))",
     NULL},
    {"in.crisis.means", SIGNAL_CRISIS, 850000,
     "\\b(?:pills|tablets|rope|bridge|razor|blade|knife|gun|train tracks?|roof)\\b[^.?!]{0,50}\\b(?:ready|in front of "
     "me|tonight|take them all|end it|jump|saved up|enough to|and it(?:'s| will be) over)|\\b(?:taken|took|swallowed|had) (?:all "
     "|loads of |a lot of |too many |a load of |a whole )*(?:my |the |his |her |those |some )?(?:\\w+ "
     ")?(?:pills|tablets|meds|medication)\\b|\\b(?:standing|sitting) (?:on|at) (?:the|a) "
     "(?:bridge|edge|roof|platform)|\\bjump(?:ing)? (?:off|in front of)",
     NULL},
    {"in.crisis.violence", SIGNAL_CRISIS, 850000,
     "\\b(?:he|she|they|my "
     "(?:husband|wife|partner|boyfriend|girlfriend|ex|dad|father|mum|mother|son|boss))\\b[^.?!]{0,25}\\b(?:hit(?:s|ting)?|beat(?:"
     "s|ing|en)?|hurt(?:s|ing)?|strangl\\w+|chok\\w+|threaten\\w*(?: to kill)?|attack\\w*|rap(?:e|ed|es|ing)|going to "
     "kill|abus\\w+)\\b[^.?!]{0,20}\\b(?:me|us|my (?:kids|child\\w*|son|daughter))|\\b(?:i'm|i am|we're|we are) (?:not safe|in "
     "danger|scared for (?:my|our) (?:life|lives|safety)|being (?:attacked|held|hurt|abused|beaten))|\\bcall the police for "
     "me|\\bdomestic (?:abuse|violence)",
     NULL},
    {"in.crisis.medical", SIGNAL_CRISIS, 800000,
     "\\b(?:having|had|think (?:it'?s|i'm having)) (?:a |an )?(?:heart attack|stroke|seizure|an? "
     "overdose)|\\b(?:can't|cannot|struggling to) breathe|\\bchest (?:pain|pains|is tight)\\b[^.?!]{0,30}\\b(?:now|right "
     "now|arm|bad|crushing)|\\bbleeding (?:badly|heavily|out|a lot)|\\bunconscious|\\bcollapsed\\b|\\bnot breathing",
     NULL},
    {"in.crisis.excuse", SIGNAL_CRISIS, -900000,
     "\\b(?:kill (?:two birds|time|the (?:engine|lights?|switch|process))|killing (?:me|it) (?:with|laughing|at)|dying (?:to "
     "(?:know|see|try)|of (?:laughter|boredom|hunger|thirst)|for a)|die (?:laughing|of (?:boredom|laughter))|suicide "
     "(?:squad|lane|prevention (?:course|training))|this (?:app|website|wait|queue|traffic|heat|form) is killing me|kill switch)",
     NULL},
    {"in.health.mind", SIGNAL_VULNERABLE_HEALTH, 700000,
     "\\b(?:i(?:'m| am|'ve| have| got| was| get| suffer| "
     "struggle)?|my|with|having)\\b[^.?!]{0,35}\\b(?:depress(?:ed|ion)|anxiety|panic "
     "attacks?|bipolar|schizo\\w+|ptsd|ocd|psychosis|mental (?:health|breakdown|illness)|breakdown|eating "
     "disorder|anorexi\\w+|autis\\w+|adhd|agoraphobi\\w*|burn ?out|nervous breakdown|addict(?:ed|ion)?|alcoholi\\w+|drinking "
     "problem|gambling (?:problem|addiction)|relaps\\w+|rehab)\\b",
     NULL},
    {"in.health.body", SIGNAL_VULNERABLE_HEALTH, 700000,
     "\\b(?:i(?:'m| am|'ve| have| got| had| was)?|my|with|having|diagnosed|going "
     "through)\\b[^.?!]{0,35}\\b(?:cancer|tumou?r|chemo\\w*|dialysis|dementia|alzheimer'?s?|parkinson'?s?|\\bms\\b|multiple "
     "sclerosis|epilep\\w+|stroke|terminal(?:ly)?(?: ill)?|disab(?:led|ility)|wheelchair|blind|partially sighted|visually "
     "impaired|deaf|hard of hearing|hearing (?:loss|aid)|brain (?:injury|damage)|chronic (?:pain|illness|fatigue)|in (?:a "
     ")?hospital|seriously ill|very (?:ill|sick|unwell|poorly)|surgery|operation|intensive care|life support|memory "
     "(?:loss|problems?)|losing my (?:memory|sight|hearing))\\b",
     NULL},
    {"in.health.illness", SIGNAL_VULNERABLE_HEALTH, 700000,
     "\\b(?:diagnosed (?:with|as)|registered (?:as )?(?:b\\w+nd|disabled|deaf)|i(?: have|'ve got|'ve| got| suffer from) (?:\\w+ "
     ")?\\w+ (?:failure|disease|syndrome|disorder)|(?:kidney|heart|liver|lung|renal|organ|respiratory) "
     "(?:failure|disease|transplant|condition)|(?:doctors?|gp|consultant|specialist|nurse|hospital)\\b[^.?!]{0,20}\\b(?:says? "
     "(?:it's|it is|i have|i've got|i)|told me (?:it's|i have|i've|i)|thinks? (?:it's|i have|i)|gives? me "
     "(?:weeks|months|days))|on (?:very |really |such )?(?:strong|heavy|lots of|a lot of) "
     "(?:painkillers|medication|meds|morphine|tablets)|(?:not|can't|cannot|hardly|unable to) (?:be )?think(?:ing)? "
     "(?:straight|clearly)|(?:my )?memory(?:'s| is)? (?:going|gone|failing|bad|terrible|poor|not what)|i (?:keep "
     ")?forget(?:ting)? (?:things|everything|what|who|where)|psychiatric|mental hospital|(?:come|came|coming|just|got|fresh) out "
     "of (?:a |the )?(?:hospital|psychiatric|ward|intensive|rehab)|(?:having|had|have) (?:a |another )?(?:panic|anxiety) "
     "attacks?)\\b",
     NULL},
    {"in.health.coping", SIGNAL_VULNERABLE_HEALTH, 650000,
     "\\b(?:can't cope|cannot cope|not coping|struggling to cope|falling apart|at breaking point|at the end of my "
     "(?:rope|tether)|can't stop crying|crying (?:all|every|myself|right now)|in tears|everything is too much|it(?:'s| is) all "
     "too much|overwhelmed|haven't slept|can't sleep|not (?:been )?(?:eating|sleeping)|in a (?:really |very )?(?:dark|bad) "
     "place|so low|feel(?:ing)? (?:so |really |very )?(?:hopeless|worthless|desperate|empty|numb|like giving up)|i(?:'m| am) "
     "(?:so |really |very )?(?:unwell|poorly|not well|desperate|distressed))",
     NULL},
    {"in.health.carer", SIGNAL_VULNERABLE_HEALTH, 600000,
     "\\b(?:i(?:'m| am) (?:a|the|his|her|their) carer|my carer|carer (?:writes|is writing|helps|types)|writing (?:this "
     ")?(?:for|on behalf of) (?:my|a) (?:\\w+ )?(?:who (?:can't|cannot|is)|disabled|elderly|sick)|can't (?:read|see) (?:this|the "
     "(?:text|screen|message))|large print|braille|screen ?reader)",
     NULL},
    {"in.health.es_ms", SIGNAL_VULNERABLE_HEALTH, 650000,
     "\\b(?:tengo|estoy|sufro)\\b[^.?!]{0,20}\\b(?:depresi\xc3\xb3n|deprimid[oa]|ansiedad|c\xc3\xa1ncer|enferm[oa]|hospital)|\\b("
     "?:saya|aku)\\b[^.?!]{0,20}\\b(?:sakit|kemurungan|kanser|murung|tertekan|di hospital)",
     NULL},
    {"in.life.bereaved", SIGNAL_VULNERABLE_LIFE_EVENT, 750000,
     "\\b(?:my|our|his|her|the)\\s+(?:late |dear |poor )?(?:\\w+ "
     ")?(?:husband|wife|partner|mum|mother|mom|dad|father|son|daughter|brother|sister|nan|gran\\w*|grand\\w+|baby|child|uncle|"
     "aunt\\w*|friend|fianc\\w+|parents?|spouse)\\b[^.?!]{0,40}\\b(?:died|dies|dead|passed(?: away| on)?|has "
     "passed|deceased|funeral|killed|passed|is dying|gone now|no longer with us|lost (?:his|her) "
     "(?:life|battle))\\b|\\b(?:lost|buried|burying|grieving for|mourning) (?:my|our|the) (?:\\w+ "
     ")?(?:husband|wife|partner|mum|mother|mom|dad|father|son|daughter|brother|sister|nan|gran\\w*|baby|child|parents?|spouse)|"
     "\\b(?:bereave\\w+|widow(?:ed|er)?|recently widowed|miscarriage|stillb\\w+|executor|probate|funeral)\\b",
     NULL},
    {"in.life.job", SIGNAL_VULNERABLE_LIFE_EVENT, 700000,
     "\\b(?:lost (?:my|our|his|her) (?:job|jobs|home|house|income|business)|been (?:made redundant|laid off|sacked|fired|let "
     "go)|made redundant|redundan(?:t|cy)|out of work|unemployed|no (?:job|income|work)(?: any ?more| now)?|on "
     "(?:benefits|universal credit|sick pay|ssp)|signed off (?:sick|work)|income has (?:stopped|dropped|halved)|hours (?:have "
     "been |were |got )?cut)",
     NULL},
    {"in.life.relationship", SIGNAL_VULNERABLE_LIFE_EVENT, 700000,
     "\\b(?:divorc\\w+|separat(?:ed|ing|ion)|split up|(?:husband|wife|partner|boyfriend|girlfriend) (?:has |just "
     ")?(?:left|walked out|kicked me out)|left me|walked out on (?:me|us)|custody|(?:my \\w+|he|she|they)(?:'s| is| are|'re) "
     "(?:so |very |really |too )?(?:controlling|abusive|violent|threatening)|goes through (?:all )?my "
     "(?:messages|phone|post|bank|things)|reads (?:all )?my (?:messages|texts|post)|controls (?:the|my|all (?:the|my)) "
     "(?:money|finances|bank|accounts?)|won't let me (?:have|see|use) (?:my|any|the) (?:own )?(?:money|bank|card|phone)|took out "
     "(?:the )?(?:loan|credit|finance) in my name|made me (?:sign|take out)|fleeing|refuge|women's aid)",
     NULL},
    {"in.life.change", SIGNAL_VULNERABLE_LIFE_EVENT, 650000,
     "\\b(?:homeless|evict\\w+|sofa surfing|sleeping (?:rough|in (?:my|the) car)|out of (?:prison|jail|the army|custody|a "
     "refuge)|(?:come|came|just|fresh|newly) out of care|leaving care|care leaver|in prison|released from "
     "prison|asylum|refugee|house (?:fire|burnt|burned) |(?:been|was|were|got|just) "
     "(?:burgled|robbed|mugged|scammed|defrauded|conned|attacked|flooded out)|victim of|caring for (?:my|a) (?:\\w+ "
     ")?(?:disabled|sick|elderly|dying|mum|mother|dad|father|wife|husband|son|daughter|parent)|full[ -]time "
     "carer|(?:look(?:ing)? after|car(?:e|ing) for) (?:my|our|a) \\w+ (?:day and night|full[ -]time|round the clock|on my "
     "own|alone|24\\/7|who)|(?:worn|burnt|burned) out|at the end of my (?:strength|rope|tether|wits)|new(?:born)? baby "
     "and|premature baby)",
     NULL},
    {"in.life.es_ms", SIGNAL_VULNERABLE_LIFE_EVENT, 700000,
     "\\b(?:muri\xc3\xb3|falleci\xc3\xb3|ha muerto|perd\xc3\xad (?:mi|el) (?:trabajo|empleo))|\\b(?:meninggal(?: "
     "dunia)?|kematian|hilang kerja|dibuang kerja|bercerai)\\b",
     NULL},
    {"in.resilience.debt", SIGNAL_VULNERABLE_RESILIENCE, 750000,
     "\\b(?:bailiffs?|debt collectors?|county court judg\\w+|ccjs?|bankrupt\\w*|insolven\\w+|\\biva\\b|debt relief|debt "
     "management|repossess\\w*|in arrears|arrears|(?:drowning|buried|up to my (?:neck|eyes|ears)) in debts?|in (?:so "
     "much|serious|a lot of|massive) debt|over my head|payday|pay ?day loans?|loan sharks?|maxed out|overdrawn|can't "
     "(?:pay|afford) (?:my|the|any|our|to (?:pay|eat|heat|live))|missed (?:my )?(?:rent|mortgage|payments))",
     NULL},
    {"in.resilience.needs", SIGNAL_VULNERABLE_RESILIENCE, 750000,
     "\\b(?:food ?banks?|can't (?:afford|buy) (?:food|heating|nappies|to eat|electric\\w*|gas|the "
     "bus|shoes|medicine)|(?:skip(?:ping)?|missing) meals|choose between (?:heating|eating|food)|heating or eat\\w*|no "
     "(?:food|money|heating|electric\\w*|gas)(?: (?:in|left|until|till|for|at|to))|nothing left (?:in|to|at|after|for)|not a "
     "penny|penniless|skint|broke\\b[^.?!]{0,15}\\b(?:can't|cannot|no|until)|living (?:hand to mouth|on credit)|last (?:\\w+ "
     ")?(?:pounds?|penny|quid|tenner|fiver)|cut(?:ting)? (?:off )?(?:my|our|the) (?:electric\\w*|gas|water|power|heating)(?: "
     "off)?|electric(?:ity)? (?:has )?(?:been )?(?:cut off|run out)|meter (?:has )?run out|desperate for (?:the )?money|need "
     "(?:the|this|some) money (?:so |really )?(?:bad|badly|desperately|urgently|to (?:eat|feed|live|survive)))",
     NULL},
    {"in.capability.read", SIGNAL_VULNERABLE_CAPABILITY, 700000,
     "\\b(?:can't|cannot|can not|not (?:very |so |too |much )?good (?:at|with)|no good (?:at|with)|hopeless (?:at|with)|struggle "
     "(?:to|with)|trouble|difficulty|hard time|never learn(?:ed|t) to|bad (?:at|with))\\b[^.?!]{0,20}\\b(?:read(?:ing)?(?: "
     "(?:very "
     ")?(?:well|much|it|this|properly))?|writ(?:e|ing)|spell\\w*|numbers|maths?|computers?|technology|internet|online|forms|"
     "phones?|apps?|english|understand(?:ing)? (?:english|forms|letters|money|this stuff|these things))",
     NULL},
    {"in.capability.condition", SIGNAL_VULNERABLE_CAPABILITY, 700000,
     "\\b(?:dyslexi[ac]|dyspraxi[ac]|dyscalculi[ac]|learning (?:difficult\\w+|disab\\w+|needs)|special needs|illiterate|my "
     "english (?:is|isn't|not)|english (?:is(?:n't| not)|not) my (?:first|good)|don't speak (?:much |good |very )?(?:good "
     ")?english|no (?:good )?english|(?:son|daughter|wife|husband|neighbo?u?r|carer|social worker|support "
     "worker|grandson|granddaughter|niece|nephew) (?:normally |usually |always )?(?:does|deals with|handles|reads|helps me "
     "with|sorts|fills|types|has to (?:read|do|help))|someone (?:else )?(?:reads|deals with|helps me with) "
     "(?:my|these|this|all)|power of attorney|not (?:very )?(?:tech|computer)|i(?:'m| am) (?:\\w+ )?(?:8\\d|9\\d)(?: years "
     "old)?\\b|no hablo (?:bien )?|no s\xc3\xa9 leer|tak pandai (?:baca|membaca|menulis|english))",
     NULL},
    {"in.care.excuse_other", SIGNAL_VULNERABLE_HEALTH, -500000,
     "\\b(?:blind(?:s)? (?:in the|on the|window)|turn a blind|deaf ears|blind spot|window blinds|stroke of luck|operation "
     "(?:manager|hours|of the)|opening hours|hours of operation|hospital (?:car "
     "park|parking|shuttle|transfer|delivery|drop|site|address|entrance)|deliver\\w* to (?:the )?hospital|near (?:the "
     ")?hospital|book(?:ing)? (?:a|an|my) (?:surgery|operation|appointment))",
     NULL},
    {"in.care.excuse_life", SIGNAL_VULNERABLE_LIFE_EVENT, -600000,
     "\\b(?:battery|phone|engine|car|laptop|signal|screen|line|connection)\\b[^.?!]{0,12}\\b(?:died|is "
     "dead|dead|passed)|\\bseparate(?:d|ly)? (?:bills?|rooms?|beds|invoice|orders?)|\\bpassed (?:the|my|his|her) "
     "(?:test|exam|mot)|\\b(?:executor service|funeral (?:flowers|parking))",
     NULL},
};
const struct rule_family rules_care = {care, COUNT_OF(care)};

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
    {"in.angry.excuse", SIGNAL_ANGRY, -500000,
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
    {"in.legal.excuse", SIGNAL_LEGAL_THREAT, -600000,
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
     ")?(?:service|experience|treatment|company)|let down by|poner una queja|una reclamaci\xc3\xb3n contra|buat aduan|aduan "
     "rasmi)\\b",
     NULL},
    {"in.complaint.excuse", SIGNAL_COMPLAINT, -700000,
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
};
const struct rule_family rules_temper = {temper, COUNT_OF(temper)};

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
    {"in.human.excuse", SIGNAL_ARE_YOU_HUMAN, -700000,
     "\\b(?:human (?:resources|error|rights)|real (?:estate|time|deal|quick|money)|personal|is this (?:a )?real "
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
    {"in.wants.excuse", SIGNAL_WANTS_HUMAN, -800000,
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
     "me)|gcses?|don't tell my (?:mum|mom|dad|parents)|after school|homework)\\b|\\btengo (?:[5-9]|1[0-7]) a\xc3\xb1os|\\bumur "
     "saya (?:[5-9]|1[0-7])\\b|\\bsoy menor",
     "i'm |i am |im |turned |only |age |aged |i'll be|i will be|years|year|yrs|yr|y "
     "o|-y|minor|under|school|form|18|eighteen|kid|child|teenager|gcse|parents|mum|mom|dad|homework|a\xc3\xb1os|umur|menor|"
     "grade"},
    {"in.minor.excuse", SIGNAL_UNDER_18, -900000,
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
     "a)|chemistry|homework|cu\xc3\xa9ntame un chiste|cerita lawak)",
     NULL},
};
const struct rule_family rules_person = {person, COUNT_OF(person)};
