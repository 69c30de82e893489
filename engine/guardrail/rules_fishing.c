/* Baits: for an amount, for pressure, for a promise. */
#include "rules.h"

#include <parley/size.h>

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
     ")?(?:figure|number|amount|ballpark|sum|estimate|range|guess|price on it)\\b|ballpark|rough (?:idea|estimate|number) of "
     "(?:how "
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
     "\\b(?:will|would|can|could|do|'ll)\\s+(?:i|we)\\b[^.?!]{0,30}\\b(?:get|receive|win|make|have)\\b[^.?!]{0,25}(?:[£$€]\\s*"
     "\\d|\\d{2,}|grand|thousand|million|hundreds)",
     NULL},
    {"in.amount.promise_sum", SIGNAL_AMOUNT_FISHING, 700000,
     "\\b(?:promise|guarantee|confirm|assure|say)\\b[^.?!]{0,40}(?:[£$€]\\s*\\d|\\d{3,}|\\bgrand\\b|\\bthousands?\\b|\\bmillion)",
     NULL},
    {"in.amount.friend_got", SIGNAL_AMOUNT_FISHING, 650000,
     "\\b(?:friend|mate|neighbo?u?r|brother|sister|colleague|cousin|mum|dad|someone|guy|people|tiktok|advert|they|he|she)\\b[^.?!"
     "]{0,30}\\b(?:got|received|won|made|said|says|get)\\b[^.?!]{0,20}(?:[£$€]\\s*\\d|\\d{3,}|grand|thousand|\\d+k\\b)",
     NULL},
    {"in.amount.best_price", SIGNAL_AMOUNT_FISHING, 600000,
     "\\b(?:promise|guarantee|give) me\\b[^.?!]{0,25}\\b(?:discount|best price|lowest (?:price|rate)|refund|upgrade|free "
     "\\w+|money back)|\\bwhat(?:'s| is) (?:the|your) (?:best|lowest) (?:price|offer|rate) you can (?:do|give)",
     NULL},
    {"in.amount.es_ms", SIGNAL_AMOUNT_FISHING, 650000,
     "\\bcuánto (?:dinero )?(?:voy a |me van a |puedo )?(?:recibir|cobrar|ganar|dar)|\\bberapa (?:banyak )?(?:saya )?(?:boleh "
     "|akan )?(?:dapat|terima)",
     NULL},
    {"in.amount.excuse_cost", SIGNAL_AMOUNT_FISHING, -1400000,
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
    {"in.amount.looking_at", SIGNAL_AMOUNT_FISHING, 700000,
     "\\bwhat (?:am i|are we|would i be|might i be|could i be) (?:looking at|getting|expecting|in for|likely to get)\\b|\\bhow "
     "much (?:are|is|will|would|do|does|can|could|might) (?:they|you|the "
     "(?:bank|lender|insurer|company|insurance|court|scheme)|people|others?|customers|folk|someone|anyone|most)\\b[^.?!]{0,20}"
     "\\b(?:pay|give|get|offer|send|refund|win|receive|award|settle|make)\\b|\\bhow much (?:people|others|customers|most "
     "people|folk)\\b|\\b(?:more|less|over|under|at least) (?:than )?(?:a )?(?:grand|thousand|couple of "
     "(?:grand|hundred|thousand)|hundred)\\b|\\b(?:hundreds|thousands|tens) or "
     "(?:thousands|hundreds|more|less|tens)|\\b(?:what|which) (?:sort|kind|amount|level) of "
     "(?:money|figure|sum|amount|payout|compensation|refund|number)s?\\b|\\b(?:best|lowest|cheapest|special) "
     "(?:price|rate|deal|offer)\\b[^.?!]{0,15}\\b(?:you "
     "can|promise|guarantee|possible)|\\b(?:roughly|approximately|about|ballpark)\\b[^.?!]{0,10}\\bhow much\\b",
     NULL},
    {"in.pressure.promise", SIGNAL_PRESSURE_BAIT, 650000,
     "\\b(?:promise|swear|guarantee|assure)(?: (?:me|us|it|that|to me|to us|on your \\w+|the \\w+|this|my|i))\\b|\\b(?:just "
     ")?(?:say|tell me|admit|confirm)\\b[^.?!]{0,8}\\b(?:i'?ll|i will|i'm|it'?ll|it will|it's|we'?ll|that i'?ll) "
     "(?:definitely|certainly|surely|100|for sure|absolutely|get|win|be "
     "(?:fine|approved|ok))|\\b(?:do|will|would|could|can|might) i (?:lose|miss)(?: out| it| my| "
     "the|\\b)[^.?!]{0,30}\\b(?:if|unless|by|when)\\b|\\bmiss out if\\b",
     NULL},
    {"in.pressure.excuse_me", SIGNAL_PRESSURE_BAIT, -1400000,
     "\\bwhat would you do for me|\\bi promise\\b|\\bwe promise\\b|\\b(?:you|they|he|she|your (?:ad|advert|website|colleague)) "
     "(?:already |had |have )?(?:promised|guaranteed|swore|assured)",
     NULL},
    {"in.pressure.deadline", SIGNAL_PRESSURE_BAIT, 600000,
     "\\b(?:is there|have i got|what(?:'s| is)|when(?:'s| is)) (?:a |the |any )*(?:deadline|cut ?off|time limit|last "
     "(?:day|date|chance))\\b[^.?!]{0,40}\\b(?:miss|lose|late|before|or)\\b|\\bwill i (?:miss|lose) out",
     NULL},
};
const struct rule_family rules_fishing = {fishing, COUNT_OF(fishing)};
