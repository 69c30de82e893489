/* Attacks on the model: orders to forget its rules, roles, leaks, fake turns, tools. */
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
     "vorherigen|précédentes)",
     NULL},
    {"in.injection.promise_me", SIGNAL_INJECTION, 550000,
     "\\b(?:and|then|now|just|simply)\\s+(?:promise|guarantee|confirm|assure|tell)\\s+me\\b[^.?!]{0,40}(?:\\d|thousand|grand|"
     "million|win|money)",
     NULL},
    {"in.injection.excuse_mine", SIGNAL_INJECTION, -1400000,
     "\\b(?:ignore|disregard|forget)\\s+(?:that|this|it|me|what i (?:just )?(?:said|wrote|sent)|my "
     "(?:last|previous|earlier|other)\\s+(?:message|text|email|question|typo|one)|the (?:typo|last (?:one|message|bit)))",
     NULL},
    {"in.injection.excuse_received", SIGNAL_INJECTION, -1000000,
     "\\b(?:instructions|rules|guidelines)\\b[^.?!]{0,20}\\b(?:on the (?:form|letter|website|box|label)|you "
     "(?:sent|emailed|posted) me|for the (?:door|key|parking|appointment))",
     NULL},
    {"in.injection.free_role", SIGNAL_INJECTION, 700000,
     "\\b(?:pretend|imagine|assume|act as if|suppose|behave as if|respond as "
     "(?:if|though)|simulate|roleplay)\\b[^.?!]{0,25}\\b(?:no|without|zero|free (?:of|from)|un)(?:\\w*) "
     "?(?:restrictions?|rules|filters?|limits?|guidelines|ethics|policy|policies|morals?|censor\\w*|boundaries|restricted|"
     "filtered|moderated)|\\b(?:act|behave|respond|answer|reply|talk) (?:as|like) (?:an? |the |some "
     ")*(?:unfiltered|uncensored|unrestricted|unmoderated|jailbroken|evil|unethical|amoral|free|rogue|hacked|opposite)|\\byou "
     "(?:have been|are|'ve been|were) (?:now )?(?:jailbroken|hacked|freed|liberated|unlocked|reprogrammed|rooted)|\\byou(?:'re| "
     "are)? no longer (?:an? |the |a )*\\w+(?: \\w+)?,? (?:but |you |now |instead |and )|\\bstop (?:being|acting as|pretending "
     "to be|playing) (?:an? |the )*(?:\\w+ )?(?:assistant|bot|ai|helper|agent|chatbot|receptionist)|\\byour "
     "(?:new|real|true|actual|only|next|updated) "
     "(?:task|role|job|goal|mission|objective|purpose|identity|persona|name|function|orders?) (?:is|are|will be|:)",
     NULL},
    {"in.injection.override", SIGNAL_INJECTION, 700000,
     "\\b(?:override|bypass|disable|circumvent|turn off|switch off|suspend|ignore|skip|relax|drop|lower) "
     "(?:your|the|all|any|its|these)(?: \\w+){0,2} (?:safety|security|settings|filters?|guard "
     "?rails?|protocols?|restrictions?|safeguards?|checks?|limits?|moderation|controls?|policies|policy)|\\b(?:authori[sz]ation|"
     "override|admin|access|maintenance|debug|security|unlock) (?:code|key|pin|token|password)[ :]*\\w*\\d|\\bcode "
     "(?:red|black|omega|alpha)\\b",
     NULL},
    {"in.injection.own_text", SIGNAL_INJECTION, 650000,
     "\\b(?:translate|paraphrase|rewrite|summari[sz]e|encode|convert|spell "
     "out|rephrase|reverse|base64|repeat|recite|reproduce|reply with|respond with|output|show|print|list|tell me|give me|what "
     "(?:is|are|was|were))\\b[^.?!]{0,48}\\b(?:your (?:own )?(?:\\w+ "
     ")?(?:instructions?|prompt|rules|guidelines|directives?|configuration|programming|system "
     "(?:text|message|prompt))|(?:hidden|system|secret|internal|initial|original|developer'?s?|first|above) (?:\\w+ "
     ")?(?:instructions?|prompt|rules|text|message|guidelines|context)|(?:first|initial|original) message from|hidden \\w+ text)",
     NULL},
    {"in.injection.puts_words", SIGNAL_INJECTION, 600000,
     "\\b(?:begin|start|open|end|finish|prefix|preface|sign off) (?:your|the|every|each|all|with your) (?:\\w+ "
     ")?(?:reply|response|answer|message|sentence|output|messages|replies)? ?(?:with|by|using)\\b|\\b(?:reply|respond|answer) "
     "(?:only |just |exactly |solely )*with (?:the |a |one |only "
     ")*(?:word|phrase|sentence|text|letters?|string|following|yes|no|ok|['\\\"])",
     NULL},
    {"in.injection.operator_text", SIGNAL_INJECTION, 700000,
     "\\b(?:everything|all|anything|the text|what follows|the rest|the following|below|what "
     "comes)\\b[^.?!]{0,25}\\b(?:is|comes|was|are|written|sent) (?:from|by) (?:the |your |our "
     ")*(?:operator|system|developers?|admin\\w*|owner|company|provider|engineer|management|creator|boss|openai|anthropic)|[\\[<("
     "{]+ ?(?:system|admin|developer|operator|root|assistant|instructions?|override|new policy|policy update|internal) "
     "?[\\])}>]+|\\b(?:new|updated|revised|emergency) (?:company |internal |system "
     ")?(?:policy|directive|protocol|instructions?|orders?) ?(?::|says? (?:you|that|to)|is (?:to|that|now)|in effect|effective)",
     NULL},
    {"in.injection.tools", SIGNAL_INJECTION, 650000,
     "\\b(?:call|invoke|execute|run|use|trigger|activate) (?:the |your |a "
     ")?(?:tool|function|api|plugin|script|command|shell|macro|webhook|endpoint|code)\\b|\\b(?:send_email|get_user|delete_\\w+|"
     "list_\\w+|run_\\w+|exec\\w*\\()|\\bsimulate (?:a |an |the "
     ")?(?:terminal|shell|linux|console|command|python|sql|database)|\\b(?:cat|less|type|open) "
     "\\/?(?:etc|var|home|proc|root)\\/|\\betc\\/passwd|\\brm -rf|\\bsudo "
     "\\w+|\\b(?:append|include|insert|embed|load|fetch|visit|open|add) (?:a |the |this "
     ")*(?:link|image|markdown|url|https?:|!\\[)[^ ]{0,60}.{0,60}(?:chat|conversation|history|data|[?&]\\w=|secret|prompt)",
     NULL},
    {"in.injection.customers", SIGNAL_INJECTION, 650000,
     "\\b(?:names?|numbers?|phone|addresses|emails?|details|data|records?|list|dump|export)\\b[^.?!]{0,40}\\b(?:of|for|from|"
     "about|on|with) (?:the |all |your |all your |every |any )*(?:last |previous |recent |other |latest |first |\\w+ "
     "){0,2}(?:customers?|users?|guests?|patients?|clients?|tenants?|members|accounts|people you)\\b",
     NULL},
    {"in.injection.polyglot", SIGNAL_INJECTION, 750000,
     "\\b(?:zignoruj|pomi[nń]|zapomnij|ignoruj)\\S*[^.?!]{0,30}(?:instrukcj|zasad|polece|wytyczn)|\\b(?:anwybydd|anghof)\\w+[^.?!"
     "]{0,30}(?:cyfarwydd|rheol|gorchym)|\\b(?:ignora|esquece|desconsider)\\w*[^.?!]{0,30}(?:instru[cç]|regras|ordens)|\\b(?:"
     "negeer|vergeet)\\b[^.?!]{0,30}(?:instructies|regels|opdrachten)|\\b(?:ignorera|gl[oö]m)\\b[^.?!]{0,30}(?:instruktion|"
     "regler)|\\b(?:yoksay|unut)\\b[^.?!]{0,30}(?:talimat|kural)|(?:игнорируй|забудь|проигнорируй|не обращай "
     "внимания)[^.?!]{0,40}(?:инструкци|правил|указани|команд)|忽略.{0,24}(?:指令|规则|提示|说明|要求|命令)|无视.{0,24}(?:指令|"
     "规则|提示)|忘记.{0,24}(?:指令|规则|提示|设定)|以前の指示を|指示を無視|이전 "
     "(?:지시|명령)|(?:تجاهل|انس|تجاوز).{0,40}(?:التعليمات|القواعد|الأوامر|السابقة)|(?:अनदेखा|भूल|नज़रअंदाज़).{0,40}|(?:निर्देश|नियम).{"
     "0,40}(?:अनदेखा|भूल)",
     NULL},
    {"in.injection.prompt_says", SIGNAL_INJECTION, 650000,
     "\\bwhat(?:'s| is| does| do| are| did) (?:in |your |the )*(?:your )?(?:system |initial |hidden |original |secret "
     ")*(?:prompt|instructions|system message) (?:say|tell|contain|include|look like|read|start)\\b|\\b(?:without|with no|free "
     "of|free from|lacking|ignoring) (?:any |all |your |the |its )*(?:restrictions|limitations|censorship|guard ?rails|safety "
     "rules|content filters?|ethical \\w+)\\b",
     NULL},
};
const struct rule_family rules_injection = {injection, COUNT_OF(injection)};
