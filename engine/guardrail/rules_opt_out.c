/* Leave me alone, and come back. */
#include "rules.h"

#include <parley/size.h>

#define MESSAGES                                                                                                                 \
    "(?:messag\\w+|texts?|texting|msgs?|emails?|emailing|calls?|calling|contact\\w*|writing|whatsapps?|spam\\w*|notifications?|" \
    "marketing|adverts?|promotions?|reminders?|bothering|harassing|pestering|hassling|updates|these|this|mesej|mensajes|"        \
    "correos)"
static const struct rule_row opt_out[] = {
    {"in.opt_out.word", SIGNAL_OPT_OUT, 900000,
     "\\A\\W*(?:please |pls |ok |no |just |i said |hey )?(?:stop ?all|stop|unsubscribe|opt "
     "?-?out|optout|quit|end|cancel|remove|berhenti|henti|baja|alto|parar|para "
     "ya|arrêt|stopp)\\W*(?:please|pls|now|it|thanks|thank you|!|all|everything)?\\W*\\Z",
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
    {"in.opt_out.remove_me_and_nothing_else", SIGNAL_OPT_OUT, 850000,
     "\\A\\W*(?:(?:ok|okay|hi|hello|please|pls|can|could|would|you|just|then|now|kindly)\\b\\W*){0,4}"
     "(?:take|remove|delete|get|strike|scrub|drop|cross|pull|scratch|unsubscribe)\\W+(?:me|us|my (?:name|number|details|email|"
     "address|phone|mobile))(?:\\W+(?:off|out|from|of|your|the|this|that|list|lists|database|system|records|file|group|mailing|"
     "marketing|contact|please|pls|now|thanks|thank you|asap)\\b){0,7}\\W*\\Z",
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
     "me)\\b[^.?!]{0,15}\\b(?:escriban?|escribirme|molesten?|llamen?|llamarme|contacten?|mensajes|envíen?|manden?)|\\bdarme de "
     "baja|\\bbórrame|\\bbuang nama saya|\\bquiero (?:la )?baja",
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
     "(?:messaging|texting|sending|again)|messages again|carry on messaging)|\\bresubscribe|\\bundo (?:the|my) "
     "(?:stop|opt)|\\bi(?:'d)? "
     "(?:do |would )*(?:want|like|love|prefer)(?: to (?:get|receive|have|hear))? (?:your|the|those|from you|these) "
     "?(?:messages|texts|updates|emails|offers)? ?(?:again|back)",
     NULL},
    {"in.opt_in.excuse", SIGNAL_OPT_IN_AGAIN, -1800000,
     "\\b(?:don't|do not|never|not)\\b[^.?!]{0,30}\\b(?:again|back|start|subscribe|message|contact|text)", NULL},
    {"in.opt_out.will_you_not", SIGNAL_OPT_OUT, 850000,
     "\\b(?:can|could|will|would|wud|cud|may i ask|kindly|please|pls|plz)\\b(?: "
     "(?:you|u|ya|i|ask|mind|people|lot|guys|please|pls|plz|kindly|just|all)){0,4} (?:not|stop|quit|cease|refrain "
     "from|avoid)\\b(?: (?:to|from|please|ever))* "
     "(?:contact|messag|msg|text|call|ring|phon|email|e-mail|mail|writ|whatsapp|bother|harass|spam|pester|hassl|disturb|chas|nag)"
     "\\w*\\b",
     NULL},
    {"in.opt_out.no_more_contact", SIGNAL_OPT_OUT, 850000,
     "\\bno (?:further|more|longer any|future) "
     "(?:contact|messag\\w+|texts?|emails?|calls?|correspondence|communications?|letters?|offers?|marketing|mailings?)\\b|"
     "\\bcease and desist\\b|\\bcease (?:all |any |further |from )*(?:contact|communicat\\w+|messag\\w+|correspondence)",
     NULL},
    {"in.opt_out.stop_sending", SIGNAL_OPT_OUT, 850000,
     "\\b(?:stop|quit|cease|no more|enough of) (?:you "
     ")?(?:sending|mailing|posting|emailing|texting|messaging|msging|spamming|bothering|contacting|ringing|calling|phoning|"
     "pestering|harassing)\\b(?: (?:me|us|this|these|any|my|here|to|so|all|it)\\b|\\W*\\Z)",
     NULL},
    {"in.opt_out.dont_send", SIGNAL_OPT_OUT, 850000,
     "\\b(?:don'?t|do not|never|not to) (?:ever |please |keep |you )*send(?:ing)? (?:me |us |this number |to me "
     ")?(?:any|anything|more|another|this|these|your|stuff|texts|messages|emails|offers)\\b(?! (?:cash|money|card|my|the "
     "(?:form|papers?)))",
     NULL},
    {"in.opt_out.dont_ring_or_text", SIGNAL_OPT_OUT, 850000,
     "\\b(?:don'?t|do not|never|please don'?t) (?:ever "
     ")?(?:(?:contact|messag|msg|text|call|ring|phon|email|e-mail|mail|writ|whatsapp|bother|harass|spam|pester|hassl|disturb|"
     "chas|nag)\\w*|get in touch)(?:,? (?:or|nor|and) "
     "(?:(?:contact|messag|msg|text|call|ring|phon|email|e-mail|mail|writ|whatsapp|bother|harass|spam|pester|hassl|disturb|chas|"
     "nag)\\w*|get in touch))*(?: (?:me|us|this (?:number|phone|address)|my \\w+|with (?:me|us)))?(?: (?:again|any ?more|any "
     "further|ever|please|about this|thanks?|thank you))*\\W*\\Z",
     NULL},
    {"in.opt_out.dont_want_contact", SIGNAL_OPT_OUT, 850000,
     "\\b(?:don'?t|do not|no longer|didn'?t|never) (?:want|wish|care|need|like|expect|consent|agree)\\b(?: "
     "(?:you|anyone|people|your "
     "company|to|being|be|get|getting|receive|receiving|hear|have|having|keep|any|anything|more|else|other|further|of|these|your|"
     "them)){0,8} "
     "(?:contact\\w*|messag\\w+|msgs?|texts?|texted|emails?|emailed|called|calls|phoned|rung|bothered|harassed|chased|marketing|"
     "spam|updates|offers|from (?:you|your|this|any of you)|hear from)\\b",
     NULL},
    {"in.opt_out.rather_not_hear", SIGNAL_OPT_OUT, 800000,
     "\\b(?:rather|prefer|like|appreciate it|grateful|happier)\\b[^.?!]{0,15}\\b(?:not (?:to )?(?:hear|get|receive|be "
     "(?:contacted|messaged|texted|called))|if you (?:stopped|didn'?t|did not|don'?t|left me)|you (?:stopped|left me))\\b",
     NULL},
    {"in.opt_out.off_list", SIGNAL_OPT_OUT, 850000,
     "\\b(?:want|get|take|let|leave) (?:me |us |myself )?(?:out|off)(?: of)? "
     "(?:this|that|your|the|all|any|whatever|these)\\b[^.?!]{0,25}\\b(?:list|group|database|system|thing|campaign|chat|mailings?|"
     "messages|texts)|\\btake me off\\W*\\Z|\\bremove me\\W*\\Z|\\b(?:unsub|unsubscribe|unsubscibe|opt me "
     "out|optout|stopall)\\b|\\b(?:lose|bin|forget|ditch|delete|erase|scrub|get rid of) (?:this|my) "
     "(?:number|contact|details|info\\w*)\\b",
     NULL},
    {"in.opt_out.polyglot", SIGNAL_OPT_OUT, 850000,
     "\\b(?:jangan|tolong jangan|tak nak|tak mahu|tidak mahu|tak "
     "ingin)\\b[^.?!]{0,25}\\b(?:ganggu|kacau|hubungi|mesej|terima|hantar|telefon|sms|whatsapp)|\\b(?:no quiero|ya no quiero|no "
     "deseo)\\b[^.?!]{0,20}\\b(?:recib\\w+|mensajes?|correos?|llamadas?|publicidad|nada de "
     "ustedes)|\\b(?:dame|darme|denme|d[eé]me|quiero la) (?:de )?baja|\\bstopiwch|\\bpeidiwch [aâ]|\\b(?:przesta\\S+|prosz\\S+ "
     "nie|nie) (?:pisa\\w*|pisz\\w*|wysyła\\S*|dzwoni\\w*|dzwoń\\w*|kontaktowa\\S*|kontaktuj\\S*)|\\bwypisz\\w* "
     "mnie|\\b(?:arr[eê]tez|ne me|ne "
     "m')\\b[^.?!]{0,15}\\b(?:contact\\w+|envoye\\w+|[eé]cri\\w+|appel\\w+|messages)|\\bd[eé]sabonn\\w+|\\b(?:keine|h[oö]ren sie "
     "auf)\\b[^.?!]{0,20}\\b(?:nachrichten|sms|anrufe|zu schreiben|mails)|\\bnon (?:scriv\\w+|contatt\\w+|chiam\\w+|mandat\\w+)",
     NULL},
    {"in.opt_out.scripts", SIGNAL_OPT_OUT, 850000,
     "退订|取消订阅|别再|不要再(?:发|联系|打|给我)|停止(?:发|联系|发送)|не пиш\\w+|отпиш\\w+|прекратите|хватит "
     "(?:писать|звонить)|не звон\\w+|توقف|لا (?:ترسل|تراسل|تتصل)|الغاء الاشتراك|إلغاء الاشتراك",
     NULL},
    {"in.opt_out.excuse_time", SIGNAL_OPT_OUT, -900000,
     "\\b(?:don'?t|do not|please don'?t) (?:call|ring|phone|text|contact|message|email)(?: me)? "
     "(?:before|until|till|between|during|while|at (?:work|night|home|this)|on "
     "(?:mon|tue|wed|thu|fri|sat|sun|my|this|the)|today|tomorrow|after|in the|this (?:morning|week)|so "
     "(?:early|late))|\\b(?:don'?t|do not) (?:call|ring|phone|text|contact|message|email) (?:my "
     "(?!number|phone|mobile|email)|his|her|him|them|the \\w+|an? \\w+)",
     NULL},
    {"in.opt_out.excuse_product", SIGNAL_OPT_OUT, -900000,
     "\\bopt(?:ing|ed)?[ -]?out of (?:the |a |an |my |having |getting |paying "
     ")*(?!messag|texts?\\b|list|market|mail|contact|call|emails?\\b|notif|updat|commun|this\\b|these\\b|your\\b|all\\b|"
     "everything|it\\b)\\w+|\\bdata protection (?:contact|officer|policy|notice|person|team)|\\b(?:if|whether|in case) i "
     "(?:wanted|want|decide|need) to (?:stop|opt out|unsubscribe|cancel)",
     NULL},
    {"in.opt_out.refrain", SIGNAL_OPT_OUT, 800000,
     "\\b(?:refrain|desist|abstain) from\\b|\\bmake (?:it|these|this|the (?:messages|texts|emails|calls)) (?:all "
     ")?stop\\b|\\b(?:did not|didn'?t|never|don'?t remember|haven'?t) (?:ever )?(?:sign(?:ed|ing)? "
     "(?:up|on)|subscrib\\w+|ask(?:ed)?|request\\w*|agree\\w*|consent\\w*|opt(?:ed)? "
     "in)\\b[^.?!]{0,12}\\b(?:for|to|this|these|it|any)\\b|\\b(?:want|wish|like|care|need)(?: to)? (?:receive |get |hear |have "
     ")?nothing (?:more|further|else|to do with|from)|\\b(?:stop|quit) "
     "(?:pinging|buzzing|nagging|badgering|plaguing|chasing|sending)\\b|\\b(?:don'?t|do not|stop|never) send(?:ing)? "
     "(?:them|those|me these|us these)\\b|\\bobject(?:s|ing)? to (?:you |your |the |any "
     ")*(?:processing|us(?:e|ing)|keeping|holding|storing|sharing|direct marketing|marketing|being "
     "contacted)|\\bd[eé]sinscri\\w+|\\b(?:wants?|needs?) (?:you|this|it|them) to stop "
     "(?:messag|text|contact|call|email|writ|send)\\w*",
     NULL},
};
const struct rule_family rules_opt_out = {opt_out, COUNT_OF(opt_out)};
