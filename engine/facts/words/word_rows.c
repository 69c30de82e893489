#include "words.h"

#include "../lexeme.h"

/* Everything that has a value, a calendar place or a unit, and every mark of meaning. */
const struct word_row word_rows[] = {
    {FIELD_SMALL, 0, "zero nought nil cero kosong sifar"},
    {FIELD_SMALL, 1, "one uno satu une"},
    {FIELD_SMALL, 2, "two dos dua couple twice pair zwei deux"},
    {FIELD_SMALL, 3, "three threes tres tiga thrice drei trois"},
    {FIELD_SMALL, 4, "four fours cuatro empat vier quatre"},
    {FIELD_SMALL, 5, "five fives cinco lima f\xc3\xbcnf cinq"},
    {FIELD_SMALL, 5, "fiver"}, /* with a coin of its own */
    {FIELD_SMALL, 10, "tenner"},
    {FIELD_COIN, COIN_GBP, "fiver tenner"},
    {FIELD_SMALL, 6, "six seis enam sechs"},
    {FIELD_SMALL, 7, "seven sevens siete tujuh sieben"},
    {FIELD_SMALL, 8, "eight eights ocho lapan delapan acht huit"},
    {FIELD_SMALL, 9, "nine nueve sembilan neun neuf"},
    {FIELD_SMALL, 10, "ten diez sepuluh zehn dix"},
    {FIELD_SMALL, 11, "eleven sebelas onze"},
    {FIELD_SMALL, 12, "twelve doce dozen zw\xc3\xb6lf douze"},
    {FIELD_SMALL, 13, "thirteen trece"},
    {FIELD_SMALL, 14, "fourteen catorce"},
    {FIELD_SMALL, 15, "fifteen quince"},
    {FIELD_SMALL, 16, "sixteen diecis\xc3\xa9is"},
    {FIELD_SMALL, 17, "seventeen diecisiete"},
    {FIELD_SMALL, 18, "eighteen dieciocho"},
    {FIELD_SMALL, 19, "nineteen diecinueve"},
    {FIELD_SMALL, 20, "twenty veinte zwanzig vingt"},
    {FIELD_SMALL, 30, "thirty treinta"},
    {FIELD_SMALL, 40, "forty fourty cuarenta"},
    {FIELD_SMALL, 50, "fifty cincuenta"},
    {FIELD_SMALL, 60, "sixty sesenta"},
    {FIELD_SMALL, 70, "seventy setenta"},
    {FIELD_SMALL, 80, "eighty ochenta"},
    {FIELD_SMALL, 90, "ninety noventa"},
    {FIELD_SMALL, 500, "quinientos"},
    {FIELD_SMALL, 200, "doscientos doscientas"},
    {FIELD_SMALL, 300, "trescientos"},
    {FIELD_SMALL, 100, "cien ciento seratus"},
    {FIELD_SMALL, 1000, "seribu"},
    {FIELD_SCALE, 10, "puluh"},
    {FIELD_SCALE, 100, "hundred ratus hunnid"},
    {FIELD_SCALE, 1000, "thousand grand ribu mil mille k thou"},
    {FIELD_SCALE, 1000000, "million juta mill mio"},
    {FIELD_SCALE, 1000000000, "billion bn"},
    {FIELD_ORDINAL, 1, "first firstly"},
    {FIELD_ORDINAL, 2, "second"},
    {FIELD_ORDINAL, 3, "third"},
    {FIELD_ORDINAL, 4, "fourth"},
    {FIELD_ORDINAL, 5, "fifth"},
    {FIELD_ORDINAL, 6, "sixth"},
    {FIELD_ORDINAL, 7, "seventh"},
    {FIELD_ORDINAL, 8, "eighth"},
    {FIELD_ORDINAL, 9, "ninth"},
    {FIELD_ORDINAL, 10, "tenth"},
    {FIELD_ORDINAL, 11, "eleventh"},
    {FIELD_ORDINAL, 12, "twelfth"},
    {FIELD_ORDINAL, 13, "thirteenth"},
    {FIELD_ORDINAL, 14, "fourteenth"},
    {FIELD_ORDINAL, 15, "fifteenth"},
    {FIELD_ORDINAL, 16, "sixteenth"},
    {FIELD_ORDINAL, 17, "seventeenth"},
    {FIELD_ORDINAL, 18, "eighteenth"},
    {FIELD_ORDINAL, 19, "nineteenth"},
    {FIELD_ORDINAL, 20, "twentieth"},
    {FIELD_ORDINAL, 30, "thirtieth"},
    {FIELD_PART, 500000, "half halves separuh setengah mitad media medio"},
    {FIELD_PART, 333333, "third thirds tercio tercios"},
    {FIELD_PART, 250000, "quarter quarters suku cuarto cuartos"},
    {FIELD_PART, 200000, "fifth fifths"},
    {FIELD_PART, 100000, "tenth tenths"},

    {FIELD_MONTH, 1, "january jan enero januari"},
    {FIELD_MONTH, 2, "february feb febrero februari"},
    {FIELD_MONTH, 3, "march mar marzo mac"},
    {FIELD_MONTH, 4, "april apr abril"},
    {FIELD_MONTH, 5, "may mayo mei"},
    {FIELD_MONTH, 6, "june jun junio"},
    {FIELD_MONTH, 7, "july jul julio julai"},
    {FIELD_MONTH, 8, "august aug agosto ogos"},
    {FIELD_MONTH, 9, "september sep sept septiembre"},
    {FIELD_MONTH, 10, "october oct octubre oktober"},
    {FIELD_MONTH, 11, "november nov noviembre"},
    {FIELD_MONTH, 12, "december dec diciembre disember"},
    {FIELD_DAY, 1, "monday mondays mon lunes isnin"},
    {FIELD_DAY, 2, "tuesday tuesdays tue tues martes selasa"},
    {FIELD_DAY, 3, "wednesday wednesdays wed mi\xc3\xa9rcoles rabu"},
    {FIELD_DAY, 4, "thursday thursdays thu thur thurs jueves khamis"},
    {FIELD_DAY, 5, "friday fridays fri viernes jumaat"},
    {FIELD_DAY, 6,
     "saturday saturdays s\xc3\xa1"
     "bado s\xc3\xa1"
     "bados sabtu"},
    {FIELD_DAY, 7, "sunday sundays domingo domingos ahad"},
    {FIELD_DAY, 8, "weekday weekdays"},
    {FIELD_DAY, 9, "weekend weekends"},
    {FIELD_DAY, 10, "today tonight hoy"},
    {FIELD_DAY, 11,
     "tomorrow esok ma\xc3\xb1"
     "ana"},
    {FIELD_DAY, 12, "yesterday semalam ayer"},
    {FIELD_DAY, 13,
     "noon midday mediod\xc3\xad"
     "a"},
    {FIELD_DAY, 14, "midnight medianoche"},
    {FIELD_SPAN, SPAN_SECOND, "second seconds sec secs segundo segundos saat"},
    {FIELD_SPAN, SPAN_MINUTE, "minute minutes min mins minuto minutos minit"},
    {FIELD_SPAN, SPAN_HOUR, "hour hours hr hrs h hora horas jam"},
    {FIELD_SPAN, SPAN_DAY,
     "day days dia dias d\xc3\xad"
     "a d\xc3\xad"
     "as hari"},
    {FIELD_SPAN, SPAN_NIGHT, "night nights noche noches malam"},
    {FIELD_SPAN, SPAN_WEEK, "week weeks wk wks semana semanas minggu"},
    {FIELD_SPAN, SPAN_FORTNIGHT, "fortnight fortnights"},
    {FIELD_SPAN, SPAN_MONTH, "month months mth mths mes meses bulan"},
    {FIELD_SPAN, SPAN_YEAR, "year years yr yrs a\xc3\xb1o a\xc3\xb1os tahun annum"},
    {FIELD_SPAN, SPAN_DECADE, "decade decades"},
    {FIELD_RATE, SPAN_HOUR, "hourly"},
    {FIELD_RATE, SPAN_DAY, "daily everyday"},
    {FIELD_RATE, SPAN_NIGHT, "nightly"},
    {FIELD_RATE, SPAN_WEEK, "weekly semanal"},
    {FIELD_RATE, SPAN_FORTNIGHT, "fortnightly biweekly"},
    {FIELD_RATE, SPAN_MONTH, "monthly mensual bulanan"},
    {FIELD_RATE, SPAN_QUARTER, "quarterly"},
    {FIELD_RATE, SPAN_YEAR, "yearly annual annually anual tahunan"},
    {FIELD_COIN, COIN_GBP, "\xc2\xa3 gbp pound pounds quid sterling libra libras squid smackers paun"},
    {FIELD_COIN, COIN_PENCE, "pence penny p"},
    {FIELD_COIN, COIN_USD, "$ usd us$ dollar dollars bucks dolar d\xc3\xb3lares"},
    {FIELD_COIN, COIN_CENT, "cent cents c\xc3\xa9ntimos"},
    {FIELD_COIN, COIN_EUR, "\xe2\x82\xac eur euro euros"},
    {FIELD_COIN, COIN_MYR, "rm myr ringgit"},
    {FIELD_COIN, COIN_SEN, "sen"},
    {FIELD_COIN, COIN_PERCENT, "% percent percentage pc peratus"},
    {FIELD_BOUND, BOUND_ABOUT,
     "about around approximately approx roughly nearly almost circa ~ sekitar unos unas aproximadamente kira-kira lebih-kurang "
     "roundabout ish some"},
    {FIELD_BOUND, BOUND_MOST, "under below maximum max hingga hasta capped upto"},
    {FIELD_BOUND, BOUND_LEAST, "over above exceeding minimum min exceeds exceed beyond outside"},
    {FIELD_BOUND, BOUND_WITHIN, "within in inside dalam dentro"},

    {FIELD_ROLE, ROLE_VERB,
     "is are was were can cannot can't may must will has have isn't aren't costs cost opens closes starts ends take takes last "
     "lasts gets get need needs covers should est\xc3\xa1n cuestan tarda tardan dura abre cierra vale tiene pueden dibuka ada "
     "berharga mesti perlu boleh ialah adalah di es son est\xc3\xa1 cuesta puede"},
    {FIELD_ROLE, ROLE_IF, "if when once unless si cuando jika kalau apabila"},
    {FIELD_ROLE, ROLE_JOINS, "in on out up fi one room centre area desk park back off term mail down"},
    {FIELD_ROLE, ROLE_MOST,
     "heaviest longest largest biggest highest tallest widest deepest furthest farthest oldest fastest dearest slowest"},
    {FIELD_ROLE, ROLE_LEAST, "lightest shortest smallest lowest cheapest youngest narrowest nearest"},
    {FIELD_ROLE, ROLE_FEAST, "christmas boxing new navidad nochebuena nochevieja a\xc3\xb1o"},
    {FIELD_ROLE, ROLE_FAILS, "miss misses missed missing fail fails failed skip skips skipped falta"},
    {FIELD_ROLE, ROLE_TOTAL, "total altogether both"},
    {FIELD_ROLE, ROLE_LIFTS, "whenever regardless unconditionally whatever even matter however difference or"},
    {FIELD_ROLE, ROLE_PER, "per"},
    {FIELD_ROLE, ROLE_RECKONS,
     "comes come adds add adding works work total totals makes would you'd altogether together it'd down that'd they'd bring "
     "brings save saves combined plus"},
    {FIELD_ROLE, ROLE_FREES, "on much many often unlimited uncapped limitless unmetered unrestricted"},
    {FIELD_ROLE, ROLE_PARTICLE, "back up down out off on in into away over outside"},
    {FIELD_ROLE, ROLE_TAX, "vat tax taxes gst"},
    {FIELD_ROLE, ROLE_EXCEPTS, "except excepting excluding apart other barring"},
    {FIELD_ROLE, ROLE_JOINT,
     "and but while whereas because although though plus so however which pero y dan then along unless tetapi"},
    {FIELD_ROLE, ROLE_OBLIGES, "must required obliged compulsory mandatory debe deben mesti wajib"},
    {FIELD_ROLE, ROLE_SPANISH,
     "el la los las de del al y en un una por con para su sus se es son que lo le puede usted cada si sin hasta antes esta este "
     "ya muy como cuando nos hay"},
    {FIELD_ROLE, ROLE_MALAY,
     "yang di ke dan atau untuk dengan ini itu adalah ialah boleh anda kami saya tidak tak ada pada dari jika dalam"},

    {FIELD_MARK, MARK_NEGATION,
     "not no never none cannot can't cant won't wont don't dont doesn't doesnt isn't isnt aren't arent didn't didnt wasn't wasnt "
     "weren't werent haven't havent hasn't hasnt hadn't wouldn't wouldnt shouldn't shouldnt couldn't couldnt mustn't needn't "
     "neither nor "
     "nothing nobody nowhere unable without hardly rarely seldom non ain't tidak bukan jangan tiada tak belum tanpa nunca "
     "jam\xc3\xa1s ni "
     "ning\xc3\xban ninguno ninguna nada nadie sin tampoco lacks lack lacking false untrue zero nil"},
    {FIELD_MARK, MARK_PROMISE,
     "guarantee guarantees guaranteed guaranteeing promise promises promised promising definitely certainly surely assured "
     "assure assures "
     "undoubtedly absolutely inevitably certain certainty surefire sure-fire risk-free foolproof unquestionably indisputably "
     "swear "
     "undeniably dijamin jamin jaminan garantizado garantizamos garantizo garant\xc3\xad"
     "a prometo pasti invariably"},
    {FIELD_MARK, MARK_ALL,
     "all every always everyone everything everybody entirely completely whole fully never anytime semua setiap sentiasa "
     "siempre todos todas nobody none everywhere throughout"},
    {FIELD_MARK, MARK_SOME,
     "most some many several few often sometimes mostly majority minority partly partially various beberapa algunos algunas "
     "sebahagian kebanyakan occasionally selected"},
    {FIELD_MARK, MARK_ONLY, "only solely exclusively just merely hanya sahaja s\xc3\xb3lo solo solamente \xc3\xbanicamente"},
    {FIELD_MARK, MARK_CONDITION,
     "if unless provided providing whether subject depends depending dependent once when where jika kalau sekiranya si assuming "
     "otherwise "
     "conditional qualifying eligible"},
    {FIELD_MARK, MARK_COMPARE,
     "better best worse worst cheaper cheapest faster fastest bigger biggest largest superior leading quickest finest greatest "
     "lowest "
     "highest strongest safest easiest unrivalled unbeatable top-rated number-one mejor peor lebih-baik terbaik"},
    {FIELD_MARK, MARK_OUTCOME,
     "win wins won get gets receive receives received qualify qualifies qualified entitled entitlement approve approves approved "
     "approval "
     "owed due succeed succeeds success successful awarded award refunded payout cured cure cures heal heals recibir\xc3\xa1 "
     "recibir\xc3\xa1s "
     "ganar\xc3\xa1 dapat worth upgraded compensated accepted"},
    {FIELD_MARK, MARK_FUTURE,
     "will you'll we'll it'll they'll i'll he'll she'll that'll shall going gonna 'll akan voy vamos va"},
    {FIELD_MARK, MARK_YOU,
     "you your you'll you're you've you'd yours yourself u ur anda kamu awak usted ustedes su sus ti te tu t\xc3\xba"},
    {FIELD_MARK, MARK_I, "i i'm i'll i've i'd me my saya yo mi"},
    {FIELD_MARK, MARK_WE, "we we're we'll we've we'd our us ours kami kita nosotros nuestro nuestra"},
    {FIELD_MARK, MARK_MAYBE,
     "may might could perhaps possibly maybe mungkin quiz\xc3\xa1s potentially potential possible likely unlikely probably"},
    {FIELD_MARK, MARK_USUAL,
     "usually typically normally generally often aim aims expect expected should tend biasanya normalmente usual commonly"},
    {FIELD_MARK, MARK_REQUEST,
     "please reply respond tell let send type choose share click tap press write message text provide pick select sila por give "
     "answer say "
     "upload attach enter hold feel kindly"},
    {FIELD_MARK, MARK_TALK,
     "explain help assist answer talk chat walk run check look find pass ask note discuss clarify connect point guide "
     "flag hand see go share tell outline recap summarise ayudar tolong bantu"},
    {FIELD_MARK, MARK_TELL,
     "say tell share confirm predict promise guarantee advise comment speculate discuss disclose reveal know help answer give "
     "provide see "
     "access estimate quote guess recommend offer show judge state decide assess diagnose look go forecast decir"},
    {FIELD_MARK, MARK_ATTRIBUTION,
     "admitted admits admit announced announces according stated reported ruled confirmed confirms reports reveals revealed "
     "menurut "
     "seg\xc3\xban agrees warned recommends endorses endorsed"},
    {FIELD_MARK, MARK_CLAUSE,
     "and but so while whereas because which although though plus however yet or then also y pero dan tetapi where since as"},
    {FIELD_MARK, MARK_HOUR,
     "at from until till til by between to before after and around about pukul jam desde hasta las sampai hingga dari mulai "
     "sebelum selepas"},
    {FIELD_MARK, MARK_STARTS, "from since after starting onwards onward beginning commencing opens desde mulai dari following"},
    {FIELD_MARK, MARK_ENDS, "until till til by before ends closes latest to hasta hingga sebelum sampai antes up"},
    {FIELD_MARK, MARK_PER, "per each every a an setiap cada por / se"},
    {FIELD_MARK, MARK_VAGUE,
     "thousands hundreds millions fortune jackpot windfall miles lifetime forever indefinitely indefinite double triple"},
    {FIELD_MARK, MARK_UNLESS, "unless until till without before"},
    {FIELD_MARK, MARK_RECAP,
     "said say told mentioned mention wrote write gave asked saying telling described dijiste mencion\xc3\xb3 dijo cakap kata"},
    {FIELD_MARK, MARK_PHRASE,
     "no without for bound rest count take you rely risk make sin sure can't cannot 100 in every never beyond"},
    {FIELD_MARK, MARK_TITLE, "mr mrs ms dr miss sir madam prof professor se\xc3\xb1or se\xc3\xb1ora encik puan"},
    {FIELD_MARK, MARK_GREETING,
     "hi hello hey hiya dear thanks thank morning afternoon evening sorry welcome ok okay sure cheers bye goodbye hola gracias "
     "terima kasih "
     "maaf great right no yes well understood perfect lovely you"},
    {FIELD_MARK, MARK_NO_NAME,
     "i i'm i'll i've i'd ok okay yes no please thanks thank hi hello dear mr mrs ms miss dr ai english stop whatsapp vat pdf id "
     "faq tv wifi wi-fi sms app am pm "
     "the a an we we're we'll you your you're they it it's this that these if but and or so our my his her there here what when "
     "where how who why sorry "
     "great good just not all any for in on at to of with once each every british uk gmt bst ceo q a/c asap nb ps internet "
     "christmas easter new"},
    {FIELD_MARK, MARK_HARMLESS,
     "hi hello hey hiya good morning afternoon evening day thanks thank cheers sorry apologise apologies apologize apology "
     "understand understood understanding hear see "
     "great glad happy pleased pleasure welcome course ok okay alright right sure no yes fine lovely perfect bye goodbye care "
     "moment let know want wish like would "
     "ask asking question questions help can could chat talk talking speak speaking message messages writing reply answer "
     "answers here today time much very really just "
     "appreciate patience worry problem problems worries feel free anything else something more about sounds sound hard "
     "difficult frustrating frustration frustrated upsetting "
     "upset noted got thing things matter touch bear checking minute look looking forward back again enjoy nice meet pronto hola "
     "gracias siento claro terima kasih maaf "
     "selamat pagi baik stressful stress worrying worried worrying tough situation situations confusing confused annoying "
     "disappointed disappointing disappointment hope hopefully better soon "
     "news explained explaining explain clear clearly way ways kind kindly point fair concern concerns concerned experience pick "
     "through together step "
     "steps whenever ready wherever need anytime "
     "bring hand put colleague team agree honest honestly straight mean words absolutely definitely certainly course exactly "
     "loss condolences thoughts truly deeply "
     "happened happening happen happens started start going go on lot been having makes sense reaching contacting contact rest "
     "wonderful weekend brilliant excellent fantastic awesome cool "
     "interest conversation share sharing telling letting tell saying say said mentioned mention think thinking try trying best "
     "take took taking give gave come came "
     "always luck choice choose decide decision decisions pressure rush hurry hold follow move next last first bit little few "
     "quick note person someone human bot assistant "
     "stay safe keep get try it'd that'd whatever discuss topic topics subject able happily feedback congratulations congrats "
     "sir madam read understandable inconvenience "
     "trouble bother bothering interrupt interrupting busy perfectly totally completely all welcome delighted connect connecting "
     "details info information bien d\xc3\xad"
     "a buenas "
     "buenos tardes noches petang tengah hari sama-sama ya yeah yep nope oh ah wow hmm haha indeed fairly chance opportunity "
     "idea reason reasons"},

    {FIELD_WEIGHT, 0,
     "a an and are as at be been being but by can could did do does doing done for from had has have having how i if in into is "
     "it its it's me my no of on or our out so such "
     "than that the their them then there these they this those to us was we were what when where which who whom whose why will "
     "with would you your about any am not just also "
     "he she his her him hers itself themselves i'm i'll i've i'd we're we'll we've we'd you're you'll you've you'd they're "
     "they'll they've that's there's here's what's who's he's "
     "she's let's let please even still yet too either both though although however because since while whereas during via per "
     "within upon onto off over under up down again "
     "once already currently now simply really very quite rather actually basically may might must shall should ought need needs "
     "going gonna able "
     "need simply note remember assured course fact case cases well like want wish would one ones way thing things "
     "something anything each every "
     "here there hello hi thanks thank sorry glad happy ok okay yes sure absolutely definitely certainly "
     "more less much many some most all none nor neither never always only until till til before after between above below "
     "against through "
     "cannot can't won't don't doesn't isn't aren't didn't wasn't weren't haven't hasn't hadn't wouldn't shouldn't couldn't "
     "mustn't needn't without unless except "
     "whether else otherwise instead therefore thus hence besides moreover furthermore additionally namely especially "
     "particularly specifically "
     "im ill ive youre youll dont doesnt cant wont isnt arent didnt vs etc e.g i.e eg ie 's s t re ll ve d m "
     "el la los las un una unos unas de del al y o en que se es son por para con su sus lo le les como m\xc3\xa1s pero "
     "est\xc3\xa1 est\xc3\xa1n hay ser tiene no si "
     "puede pueden puedo podemos podr\xc3\xa1 podr\xc3\xad"
     "an este esta estos estas ese esa esos esas eso esto aqu\xc3\xad all\xc3\xad "
     "ah\xc3\xad muy ya todo toda nos me mi yo t\xc3\xba usted ustedes ella ellos ellas nuestro nuestra nuestros nuestras sus "
     "sea sean "
     "debe deben tienen tenemos tengo tener haber ha han he hemos fue era siempre nunca tambi\xc3\xa9n tampoco s\xc3\xad cuando "
     "donde "
     "quien cual cuyo porque pues entonces luego sobre entre hasta desde sin ni o u e cada otro otra otros otras mismo misma "
     "qu\xc3\xa9 c\xc3\xb3mo cu\xc3\xa1l vez veces bueno buena solo s\xc3\xb3lo antes despu\xc3\xa9s seg\xc3\xban mientras "
     "nada nadie ning\xc3\xban ninguna ninguno unos unas cosa cosas favor va vamos van voy ser\xc3\xa1 ser\xc3\xa1n "
     "ya pun sudah tu tak sahaja saja lagi pula cuma memang masa semasa oleh bagi kalau bila mana iaitu serta para "
     "dapat perlu mesti sila jangan hanya semua setiap lebih paling kepada daripada "
     "yang di ke dari dan atau untuk pada dengan ini itu adalah ialah akan boleh ada anda kami kita saya tidak bukan ia oleh "
     "dalam jika apabila juga telah "
     "non nothing nobody thing ever anyone someone everyone everything usually typically normally generally often sometimes "
     "perhaps maybe possibly "
     "back away together along unfortunately fortunately sadly luckily regrettably afraid importantly finally overall exactly "
     "precisely anyway meanwhile alternatively similarly likewise "
     "consequently accordingly e.g. plus upfront sorted fyi basically obviously naturally typically apparently kindly hopefully "
     "approximately approx roughly around nearly almost least latest own such including includes mr mrs ms dr every"},
    {FIELD_WEIGHT, 1,
     "have get gets got getting take takes taken make makes made give gives given go goes come comes do offer offers provide "
     "provides use uses used using keep keeps find "
     "include included available possible happen happens call called know tell say says ask work works working see look help set "
     "put bring show mean means "
     "good great new other same first last next end start begin day days time times week month year period people person "
     "customer customers guest guests client clients "
     "company firm business service services team staff member members "
     "place part number amount total full whole just simply quickly easily directly different various many several kind type "
     "level point "
     "want think feel try let long short high low big small best easy ready open right left main general standard normal special "
     "additional extra further "
     "receive received able allow allowed expect expected require required requires apply applies applied applicable based"},
};
const size_t word_row_count = sizeof word_rows / sizeof word_rows[0];
