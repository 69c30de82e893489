/* Danger, and signs of vulnerability by the four drivers: health, life events, resilience, capability. */
#include "rules.h"

#include <parley/size.h>

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
     "|loads of |lots of |a lot of |too many |a load of |a whole |the whole |some |a handful of |a bottle of |a bunch of |a "
     "packet of |\\d{2,} )+(?:my |the |his |her |those |of |packet |bottle )*(?:\\w+ "
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
     "\\b(?:tengo|estoy|sufro)\\b[^.?!]{0,20}\\b(?:depresión|deprimid[oa]|ansiedad|cáncer|enferm[oa]|hospital)|\\b(?:saya|aku)"
     "\\b[^.?!]{0,20}\\b(?:sakit|kemurungan|kanser|murung|tertekan|di hospital)",
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
     "\\b(?:murió|falleció|ha muerto|perdí (?:mi|el) (?:trabajo|empleo))|\\b(?:meninggal(?: dunia)?|kematian|hilang "
     "kerja|dibuang kerja|bercerai)\\b",
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
     "old)?\\b|no hablo (?:bien )?|no sé leer|tak pandai (?:baca|membaca|menulis|english))",
     NULL},
    {"in.care.excuse_other", SIGNAL_VULNERABLE_HEALTH, -1000000,
     "\\b(?:blind(?:s)? (?:in the|on the|window)|turn a blind|deaf ears|blind spot|window blinds|stroke of luck|operation "
     "(?:manager|hours|of the)|opening hours|hours of operation|hospital (?:car "
     "park|parking|shuttle|transfer|delivery|drop|site|address|entrance)|deliver\\w* to (?:the )?hospital|near (?:the "
     ")?hospital|book(?:ing)? (?:a|an|my) (?:surgery|operation|appointment))",
     NULL},
    {"in.care.excuse_life", SIGNAL_VULNERABLE_LIFE_EVENT, -1200000,
     "\\b(?:battery|phone|engine|car|laptop|signal|screen|line|connection)\\b[^.?!]{0,12}\\b(?:died|is "
     "dead|dead|passed)|\\bseparate(?:d|ly)? (?:bills?|rooms?|beds|invoice|orders?)|\\bpassed (?:the|my|his|her) "
     "(?:test|exam|mot)|\\b(?:executor service|funeral (?:flowers|parking))",
     NULL},
    {"in.crisis.thoughts", SIGNAL_CRISIS, 850000,
     "\\b(?:think\\w*|thought\\w*|feel\\w*|plan\\w*|dream\\w*|talk\\w*|ready|urges?|tempted|close) "
     "(?:of|about|like|on|to)\\b[^.?!]{0,12}\\b(?:ending (?:it|things|everything|my)|end (?:it|things|everything|my "
     "life)|dying|death all|not being (?:here|around|alive)|suicide|killing my|hurting my|jumping|driving "
     "into|hanging)|\\bi(?:'m| am|m)? (?:going to|gonna|will|wanna|want to|might|about to) (?:kil+ (?:my|me)|end (?:it|my "
     "life|everything)|do something (?:stupid|to myself))|\\b(?:kil+|hurt|harm|cut|burn)(?:t?ing)? my ?s(?:el|le)f\\b",
     NULL},
    {"in.crisis.nobody_miss", SIGNAL_CRISIS, 850000,
     "\\b(?:no ?one|nobody|who|not (?:a soul|one person)|everyone|everybody|they|you|people|the (?:kids|world|family)|my "
     "(?:family|kids|husband|wife|mum|parents))(?:'d| would| will|'ll| wouldn'?t| won'?t)? (?:even |all |ever |just |really "
     ")*(?:notice|care|miss|cope better|be (?:better|happier|fine|relieved|glad)|know the "
     "difference)\\b[^.?!]{0,20}\\b(?:if|when|once|without|without me) ?(?:i(?:'m| am| was| were| wasn'?t| weren'?t| died| "
     "disappeared| went| ended)?|me)\\b(?: (?:gone|dead|not (?:here|around)|around|here|disappeared|died|vanished))?",
     NULL},
    {"in.crisis.not_here", SIGNAL_CRISIS, 850000,
     "\\b(?:don'?t think|doubt|might not|may not|won'?t|will not|shan'?t|not sure) (?:i(?:'ll| will)? )?(?:be|still be|make it) "
     "(?:here|around|alive|to)(?: (?:next|tomorrow|in the morning|for (?:much|long)|much|very|by|when|after|at)|\\W*\\Z)(?! "
     "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|at \\d))",
     NULL},
    {"in.crisis.no_point_living", SIGNAL_CRISIS, 850000,
     "\\bno \\w{3,12} (?:left |at all )?(?:in|to|for) (?:living|being alive|my life|carrying on)\\b(?! (?:with|at|near|in|on "
     "my|so far))|\\b(?:no|what(?:'s| is)? the|see (?:no|any)|isn'?t any|not much|lost the) "
     "(?:point|use|reason|sense|will)\\b[^.?!]{0,12}\\b(?:living|live|life|alive|being here|being alive|going on|go on|waking "
     "up|wake up|existing|in anything|carrying on)|\\b(?:can'?t|cannot|don'?t want to|dont want to|tired of|sick of|done "
     "with|hate) (?:liv(?:e|ing) (?:like this|any ?more|with (?:this|myself))|being alive|life\\b|living\\b(?! in| at| here| "
     "with my| on))|\\bwant (?:it|everything|this|the pain)(?: all)? to (?:stop|end|be over|go away for good)\\b|\\bwish i "
     "(?:could (?:just )?(?:disappear|die|not wake)|had never been born|didn'?t exist|was gone)",
     NULL},
    {"in.crisis.ways", SIGNAL_CRISIS, 850000,
     "\\b(?:pills|tablets|paracetamol|rope|noose|razors?|blades?|knife|gun|bleach)\\b[^.?!]{0,25}\\b(?:lined "
     "up|counted|stockpiled|saved|laid out|in my hand|next to me|beside me|enough|how "
     "many)|\\b(?:cutting|harming|hurting|burning|starving) (?:again|myself)|\\bcut (?:my "
     "(?:arms?|wrists?|legs?)|myself)|\\b(?:drive|driving|walk|walking|step|stepping|jump|jumping|throw myself|throwing "
     "myself)\\b[^.?!]{0,15}\\b(?:into (?:a|the) (?:wall|tree|river|sea|lake|lorry|traffic|bridge)|in front of (?:a|the) "
     "(?:train|lorry|bus|car|tube)|off (?:a|the) (?:bridge|roof|cliff|building|balcony))|\\b(?:goodbye|suicide|last|final) "
     "(?:letters?|notes?|message|texts?)\\b|\\b(?:written|writing|wrote|left|leaving) (?:my |a )?(?:goodbyes?|(?:last )?will and "
     "note)",
     NULL},
    {"in.crisis.held", SIGNAL_CRISIS, 850000,
     "\\b(?:he|she|they|my "
     "(?:husband|wife|partner|boyfriend|girlfriend|ex|dad|father|mum|mother|son|boss|brother|uncle|landlord|carer|family|parents)"
     ")\\b[^.?!]{0,20}\\b(?:(?:says?|said|told me|threaten\\w*|swears?|swore|promised|keeps saying|is going to|'s going "
     "to|will|'ll|wants? to|tried to|nearly)\\b[^.?!]{0,15}\\b(?:kill|hurt|stab|beat|burn|find|shoot|strangle|rape)\\w* "
     "(?:me|us|the kids|my)|(?:lock(?:s|ed)?|trap(?:s|ped)?|shut(?:s)?|tied|held) (?:me|us)\\b|took (?:away )?my "
     "(?:phone|keys|passport)|won'?t let (?:me|us) (?:leave|out|go|eat|see "
     "anyone)|(?:hits?|beats?|slaps?|punch\\w*|kicks?|chokes?|burns?|rapes?) (?:me|us|the "
     "kids)\\b)|\\b(?:afraid|scared|frightened|terrified) (?:of (?:my|him|her|going home)|to go home|he|she|for my "
     "life)|\\bi(?:'m| am)? not safe\\b",
     NULL},
    {"in.crisis.polyglot", SIGNAL_CRISIS, 900000,
     "\\bquiero (?:morir|morirme|matarme)|\\b(?:ya )?no quiero (?:vivir|seguir viviendo|estar viv[oa])|\\bme (?:quiero|voy a) "
     "matar|\\bacabar con (?:mi vida|todo)|\\b(?:nak|mahu|ingin|rasa nak|rasa macam nak) mati\\b|\\btak (?:nak|mahu|ingin) "
     "hidup|\\bme suicider|\\benvie de mourir|\\bvoglio morire|\\bquero morrer|\\bnicht mehr leben|\\bsterben "
     "(?:will|m[oö]chte)|\\bmich umbringen|\\bzabić się|\\bchc\\S+ umrze\\S+|\\bnie chc\\S+ (?:już )?żyć|\\beisiau marw|\\blladd "
     "fy hun|хочу умереть|не хочу жить|покончить с собой|убить себя|想死|自杀|自殺|不想活|活不下去|أريد أن أموت|انتحار|لا أريد "
     "أن أعيش",
     NULL},
    {"in.crisis.excuse_medicine", SIGNAL_CRISIS, -900000,
     "\\b(?:taken|took|take|had|having) (?:my |the |his |her )?(?:\\w+ "
     ")?(?:pills|tablets|meds|medication)\\b[^.?!]{0,30}\\b(?:as (?:normal|usual|prescribed|directed|told)|this morning|with "
     "(?:food|breakfast|water)|before (?:the|my|breakfast|bed)|on time|every day|already|yet|today|at "
     "\\d)|\\b(?:can'?t|cannot|don'?t want to|not) go on "
     "(?:the|a|an|that|this|my|your|mon\\w*|tue\\w*|wed\\w*|thu\\w*|fri\\w*|sat\\w*|sun\\w*|holiday|any (?:trip|tour|ride)|to "
     "(?:the )?(?:next|page|website)|\\d)",
     NULL},
    {"in.health.someones", SIGNAL_VULNERABLE_HEALTH, 700000,
     "\\b(?:husband|wife|partner|mum|mother|mom|mam|dad|father|son|daughter|brother|sister|nan|nana|gran\\w*|grand\\w+|baby|"
     "child|uncle|aunt\\w*|fianc\\w+|parents?|spouse|twin|stepson|stepdaughter)(?:'s| has| have| had| got|'s got| is| was| with| "
     "suffers? (?:from|with)| lives? with)\\b[^.?!]{0,25}\\b(?:(?:dementia|alzheimer'?s?|parkinson'?s?|cancer|leuk\\w+|a "
     "stroke|epilep\\w+|diabet\\w+|depression|autis\\w+|adhd|schizo\\w+|bipolar|a brain "
     "(?:injury|tumou?r)|terminal\\w*|seizures?|copd|emphysema|arthritis|lupus|crohn'?s?|hiv|cerebral palsy|motor "
     "neurone|mnd|multiple sclerosis)|disabled|deaf|blind|very ill|seriously ill|in (?:a )?(?:hospital|hospice|care "
     "home)|bedridden|housebound|on oxygen|dying)\\b|\\bi(?:'ve| have|'m| am|m)?(?: got| living with| being treated for| "
     "suffering (?:from|with)| diagnosed with)? (?:dementia|alzheimer'?s?|parkinson'?s?|cancer|leuk\\w+|a "
     "stroke|epilep\\w+|diabet\\w+|depression|autis\\w+|adhd|schizo\\w+|bipolar|a brain "
     "(?:injury|tumou?r)|terminal\\w*|seizures?|copd|emphysema|arthritis|lupus|crohn'?s?|hiv|cerebral palsy|motor "
     "neurone|mnd|multiple sclerosis)\\b",
     NULL},
    {"in.health.suffer", SIGNAL_VULNERABLE_HEALTH, 650000,
     "\\bi(?:'ve| have|'m| am|m)?(?: been| always| really)? (?:suffer(?:ed|ing)?|struggl(?:e|ed|ing)|battl(?:e|ed|ing)) "
     "(?:with|from) (?:my |very |bad |severe |chronic "
     ")*(?:nerves?|mental|mood|health|migraines?|pain|back|heart|lungs?|breathing|seizures?|fits|illness|stress|grief|drink\\w*|"
     "drugs?|panic|fatigue|sleep|long covid|voices|eating|weight)|\\b(?:signed|been|gone|am|i'?m) off (?:work |sick "
     ")*(?:with|due to|for|because of) (?:my )?(?:stress|nerves|anxiety|depression|back|illness|burn\\w*)|\\b(?:not|haven'?t) "
     "been (?:very |at all |too |so )?(?:well|right|myself|great)\\b|\\b(?:get|feel|feeling|been|am|i'?m) (?:so |very |really "
     "|quite |pretty |awfully |that )?(?:down|low|depressed|hopeless|poorly|unwell) (?:these days|lately|at the moment|all the "
     "time|most days|today|again|and|since)|\\bi(?:'m| am|m) in (?:a )?(?:hospital|hospice|intensive care|a ward|a&e|icu)",
     NULL},
    {"in.life.dead", SIGNAL_VULNERABLE_LIFE_EVENT, 750000,
     "\\b(?:husband|wife|partner|mum|mother|mom|mam|dad|father|son|daughter|brother|sister|nan|nana|gran\\w*|grand\\w+|baby|"
     "child|uncle|aunt\\w*|fianc\\w+|parents?|spouse|twin|stepson|stepdaughter) (?:has |just |sadly |suddenly |recently "
     ")*(?:died|passed away|passed (?:last|on|in|this|at)|was killed|is dead|is dying)\\b|\\bmy late "
     "(?:husband|wife|partner|mum|mother|mom|mam|dad|father|son|daughter|brother|sister|nan|nana|gran\\w*|grand\\w+|baby|child|"
     "uncle|aunt\\w*|fianc\\w+|parents?|spouse|twin|stepson|stepdaughter)|\\b(?:he|she|mum|dad|mother|father|my \\w+)(?:'s| is| "
     "are) no longer with us|\\b(?:sorting|dealing with|settling|handling|closing|winding up) (?:out )?(?:his|her|their|my "
     "\\w+'s|the|mum's|dad's) (?:estate|affairs|accounts?|things|will)\\b|\\b(?:lost|losing) (?:him|her|my) (?:\\w+ "
     ")?(?:last|this|in|to|two|three|a|on|at|suddenly)\\b",
     NULL},
    {"in.life.laid_off", SIGNAL_VULNERABLE_LIFE_EVENT, 700000,
     "\\b(?:got|been|was|were|being|am|getting|i'?m) (?:laid off|made redundant|let "
     "go|sacked|fired|dismissed|furloughed)|\\b(?:i(?:'m| am|m)|as) (?:a |an |the |my |his |her |full[ -]time |sole |unpaid "
     "|young )*carer (?:for|of|to)\\b|\\b(?:car(?:e|ing)|look(?:ing)? after) (?:for )?my "
     "(?:disabled|elderly|ill|sick|poorly|dying|autistic) \\w+|\\b(?:lost|losing) (?:my|our|the) "
     "(?:job|home|house|business|income|contract|visa)|\\b(?:factory|shop|firm|company|place) (?:shut|closed|went bust|has gone)",
     NULL},
    {"in.resilience.behind", SIGNAL_VULNERABLE_RESILIENCE, 750000,
     "\\bbehind (?:on|with|in)\\b(?: (?:my|the|our|all|several|some|every)){0,3} (?:rent|mortgage|bills?|payments?|council "
     "tax|loan|gas|electric\\w*|water|repayments?|credit|instal?l?ments?|everything)|\\bin (?:\\w+ )?debt\\b|\\b(?:owe|owing) "
     "(?:money|everyone|loads|thousands|so much|a lot|too much|people)|\\bstruggl\\w+ (?:to "
     "(?:pay|afford|make|buy|eat|feed|heat|cope with)|financially|with (?:money|bills|the bills|payments|debts?|the "
     "cost))|\\b(?:living|live|surviving|relying) (?:on|off) (?:my |an? |the )*(?:overdraft|credit cards?|savings|food "
     "parcels|handouts|benefits|nothing)|\\bborrow(?:ed|ing)?\\b[^.?!]{0,20}\\bto (?:buy|eat|feed|pay|live|get "
     "by|cover|heat)|\\b(?:can'?t|cannot|couldn'?t|unable to|not able to|no way to) "
     "(?:put|have|turn|keep|afford|pay|buy|feed|heat|make|meet|cover)\\b(?: "
     "(?:on|the|our|my|any|for|up|to|eat|proper|enough|new|this|next)){0,4} "
     "(?:heating|rent|mortgage|bills?|food|shopping|lights?|kids|children|family|month|payments?|ends "
     "meet|shoes|uniform|electric\\w*|gas|meals|it (?:this|any ?more))|\\b(?:pre ?pay(?:ment)?|key) meter|\\bmake ends "
     "meet|\\bno puedo (?:pagar|comprar|llegar a fin)|\\b(?:debo|tengo) (?:mucho dinero|muchas deudas|deudas)|\\b(?:banyak|ada) "
     "hutang|\\btak mampu (?:bayar|beli)|\\btak cukup (?:duit|wang|makan)",
     NULL},
    {"in.resilience.excuse_things", SIGNAL_VULNERABLE_RESILIENCE, -1600000,
     "\\b(?:minibar|mini bar|forklift|vending|trolley|slot|barbecue|bbq|camping|lighter|parking meter|coin|stuck in|tank "
     "of|petrol)\\b|\\blast (?:pound|penny) coin|\\bno (?:gas|food|heating|electric\\w*) (?:in|at) (?:the "
     ")?(?:room|hotel|car|van|truck|office|lift|villa|flight|plane|cabin|restaurant)",
     NULL},
    {"in.capability.paper", SIGNAL_VULNERABLE_CAPABILITY, 700000,
     "\\b(?:don'?t|dont|do not|never|can'?t|cannot|couldn'?t) (?:really |quite |properly |even "
     ")?(?:understand|follow|do|manage|cope with|handle|make sense of|get on with|use) "
     "(?:forms?|letters?|numbers?|paperwork|money matters|official|legal|long words|big words|computers?|the "
     "internet|internet|technology|technical|online|websites?|apps?|smart "
     "?phones?|percentages|maths)|\\b(?:numbers?|forms?|letters?|paperwork|words|computers?|money|technology) "
     "(?:confuse|baffle|scare|frighten|muddle|overwhelm|are (?:hard|difficult) for) me|\\bknow how to "
     "(?:use|work|do|open|download|send|get on) (?:the |a |an |this |my |any )*(?:internet|computer|app|phone|smart "
     "?phone|email|website|link|tablet|attachment|online)|\\b(?:rubbish|hopeless|terrible|useless|bad|no good|not good|not "
     "great|poor|slow) (?:with|at|on) (?:money|paperwork|numbers|forms?|computers?|technology|reading|words|spelling|the "
     "internet|phones?|all this)|\\b(?:my )?english (?:is |are |so |very |not |no )*(?:bad|poor|not "
     "good|little|small|broken|weak|limited)|\\b(?:haven'?t|have not|don'?t|do not|never) (?:got |have |had |own )(?:a |an |any "
     "|the )*(?:smart ?phone|computer|internet|email|laptop|tablet|printer|wifi|mobile)",
     NULL},
    {"in.capability.excuse_print", SIGNAL_VULNERABLE_CAPABILITY, -1600000,
     "\\b(?:torn|smudged|faded|blurry|blurred|scratched|peeled|damaged|too (?:small|dark|faint)|out of focus|low "
     "resolution|covered in|label|barcode|bar code|qr code|number plate|meter|scan|photo|copy)\\b",
     NULL},
    {"in.health.excuse_work", SIGNAL_VULNERABLE_HEALTH, -1600000,
     "\\b(?:work(?:s|ed|ing)?|nurse|doctor|job|volunteer\\w*|train\\w*|teach\\w*|study\\w*|consultant|surgeon|shift) "
     "(?:as|on|in|at|for|with|to be)\\b[^.?!]{0,30}\\b(?:ward|hospital|unit|clinic|surgery|theatre|stroke|cancer|dementia|mental "
     "health|charity|hospice)|\\baddicted to (?:your|the|this|that|these|coffee|chocolate|tea|cake|sugar|golf|shopping|my "
     "phone|tiktok|netflix)|\\bblind to|\\bblind date|\\b(?:depressing|stressful) (?:weather|film|news|colou?r)",
     NULL},
    {"in.life.excuse_left", SIGNAL_VULNERABLE_LIFE_EVENT, -1600000,
     "\\b(?:left|leaves?) (?:her|his|my|the|their|a|an|it|some|our|one) \\w+|\\bleft (?:me|us) (?:a |an |with "
     "(?:a|no|the|only)|waiting|standing|hanging|on hold|without (?:a|an|any) (?:reply|answer)|outside|in the "
     "(?:lobby|dark|rain|queue)|stood|two|three|no)|\\bpassed (?:on|along|over|it|the|me|your|my|him|her) "
     "(?:your|the|my|a|this|to|message|details|number)|\\bexecutor of (?:the "
     ")?(?:order|script|task|job|plan)|\\b(?:separated?|separation) (?:from the|of|by)",
     NULL},
    {"in.crisis.brooding", SIGNAL_CRISIS, 850000,
     "\\b(?:keep|kept|can'?t stop|always|been|constantly) (?:thinking|dreaming|fantasi[sz]ing) (?:about|of) "
     "(?:it|dying|death|jumping|ending|killing|not waking|the (?:bridge|train|river|rope|pills)|how (?:i|to) "
     "(?:would|could|do|end|die))|\\bi(?:'ve| have)? (?:got |made )?a plan (?:to (?:end|die|kill|do it)|and i(?:'m| am)|for how "
     "i|for tonight)|\\bdo(?:ing)? something (?:stupid|silly|drastic|terrible|bad|awful|i'?ll regret)(?: to myself| tonight| "
     "today| soon)?|\\b(?:life|it|living|nothing)(?:'s| is)?(?: just| really)? (?:isn'?t|is not|not|n'?t|no longer)(?: really| "
     "even)? worth (?:living|it any ?more|going on|carrying on)|\\b(?:his |her )?hands? (?:round|around|on|over) my "
     "(?:throat|neck|mouth)|\\bby (?:the|my) throat|\\b(?:nobody|no ?one|who)(?: will| would|'ll|'d)? (?:even |ever |really "
     ")*(?:miss|mourn|cry for|remember) "
     "me\\b|\\b(?:taken|took|swallowed|eaten|drunk|downed)\\b[^.?!]{0,25}\\b(?:packet|pack|bottle|box|strip|handful|load|lot|"
     "overdose|too many|all)\\b[^.?!]{0,12}\\b(?:of|my|the|paracetamol|pills|tablets|meds)|\\bje veux (?:mourir|en finir)|\\bich "
     "will sterben",
     NULL},
    {"in.health.sectioned", SIGNAL_VULNERABLE_HEALTH, 700000,
     "\\b(?:been|was|were|got|being|am|i'?m|getting) (?:sectioned|hospitali[sz]ed|admitted to|discharged from|in (?:and out of "
     ")?(?:hospital|hospice|rehab|a coma))",
     NULL},
    {"in.life.buried", SIGNAL_VULNERABLE_LIFE_EVENT, 750000,
     "\\b(?:buried|cremated|burying|cremating|said goodbye to|lost) (?:my |our |his |her |the )?(?:dear |late |poor |little "
     ")?(?:husband|wife|partner|mum|mother|mom|mam|dad|father|son|daughter|brother|sister|nan|nana|gran\\w*|grand\\w+|baby|child|"
     "uncle|aunt\\w*|fianc\\w+|parents?|spouse|twin)\\b",
     NULL},
    {"in.resilience.nothing_to_eat", SIGNAL_VULNERABLE_RESILIENCE, 750000,
     "\\b(?:nothing|nowt|not (?:got )?(?:anything|enough)|no (?:food|money)) (?:to eat|to live on|to feed|in the "
     "(?:cupboards?|fridge|house|bank))|\\b(?:haven'?t|have not|not|hardly|barely) (?:eaten|had (?:a (?:hot |proper "
     ")?meal|anything to eat))|\\b(?:going|go|went|gone) (?:hungry|without (?:food|meals|eating|heating))",
     NULL},
};
const struct rule_family rules_care = {care, COUNT_OF(care)};
