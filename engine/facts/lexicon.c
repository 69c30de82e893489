#include "lexicon.h"

#include <parley/size.h>

/* One group a line. */
static const char *const groups[] = {
    "cost costs price prices charge charges charged fee fees pay rate rates tarif precio harga bayaran coste cuota", "get gets getting receive receives received obtain given",
    "start starts started begin begins began beginning open opens opened opening commence mula empieza abre buka", "end ends ended finish finishes finished close closes closed closing expire expires tutup cierra",
    "buy buys bought purchase purchased", "help helps helping assist assists assistance support supports ayuda bantu bantuan", "tell tells told inform inform say says said explain explains notify let",
    "need needs needed require requires required must necessary perlu necesita", "free complimentary gratis percuma gratuito nothing", "check checks checking verify confirm confirms review examine",
    "company firm business companies organisation provider", "customer customers client clients guest guests patient patients tetamu", "money payment payments cash funds sum amount",
    "allow allows allowed permit permits permitted can able accepted accept accepts may", "send sends sent post mail email dispatch deliver delivered delivery", "call calls phone telephone ring contact reach llamar hubungi telefon",
    "car cars vehicle vehicles motor automobile van", "ask asks request requests question questions query enquire", "cancel cancels cancelled cancellation terminate withdraw batal cancelar",
    "include includes included including comes contain contains part", "person human people colleague staff team member agent adviser", "complaint complaints complain", "big large", "small little",
    "fast quick quickly soon swiftly rapid", "late later after", "before prior ahead", "within inside", "room rooms bilik habitaci\xc3\xb3n", "breakfast sarapan desayuno", "appointment appointments visit cita temujanji",
    "doctor physician gp clinician", "house home property", "job work employment", "finance loan credit agreement agreements contract", "lender lenders bank dealer", "claim claims",
    "compensation redress refund payout award", "information info details data", "question questions", "use uses using used", "make makes making made", "take takes taking took lasts last", "give gives giving offer offers provide provides provided supply",
    "keep keeps kept store stores stored hold retain", "delete deletes deleted erase remove removed", "change changes changed alter amend modify", "choose choice option pick select", "website site online web page",
    "located situated found", "near close nearby", "arrive arrives arrival check-in", "leave leaves departure check-out checkout", "driver drivers", "parcel package packages shipment consignment load", "bill bills invoice invoices statement",
    "reading readings meter meters", "usually normally typically generally", "directly yourself yourselves own", "ombudsman", "also too additionally", "happen happens next"};

static const char *const opposites[][2] = {
    {"free gratis complimentary percuma", "charged chargeable paid payable"}, {"open opens opened", "closed closes shut"}, {"before until prior", "after following"}, {"include includes included including inclusive", "exclude excludes excluded excluding exclusive except plus added extra"},
    {"with con dengan", "without sin tanpa"}, {"accept accepts accepted", "refuse refuses refused reject rejects rejected decline declined"}, {"refundable", "non-refundable nonrefundable"},
    {"increase increases increased rise rises higher", "decrease decreases decreased fall falls lower reduce reduced"}, {"allowed permitted allow", "forbidden prohibited banned"}, {"more", "less fewer"}, {"first earliest", "last latest"},
    {"before", "after"}, {"maximum most", "minimum least"}, {"win wins won succeed succeeds successful", "lose loses lost fail fails failed unsuccessful"}, {"required mandatory compulsory must", "optional voluntary"},
    {"inside indoor", "outside outdoor"}, {"available", "unavailable"}, {"possible", "impossible"}, {"safe", "unsafe dangerous"}, {"legal lawful", "illegal unlawful"}, {"same", "different"}, {"public", "private"},
    {"arrive arrival", "leave departure"}, {"buy", "sell"}, {"always", "never"}, {"everyone everybody all", "nobody none"}, {"old older", "new newer"}, {"early", "late"}, {"weekday weekdays", "weekend weekends"},
    {"morning", "evening afternoon"}, {"hot", "cold"}, {"left", "right"}, {"regulated authorised", "unregulated unauthorised"}, {"secured", "unsecured"}, {"fixed", "variable"}, {"eligible", "ineligible"}, {"valid", "invalid expired"}};

static const struct {
    uint32_t mark;
    const char *words;
} marks[] = {
    {MARK_NEGATION, "not no never none cannot can't cant won't wont don't dont doesn't doesnt isn't isnt aren't arent didn't didnt wasn't wasnt weren't werent "
                    "haven't havent hasn't hasnt hadn't wouldn't wouldnt shouldn't shouldnt couldn't couldnt mustn't needn't neither nor nothing nobody nowhere unable hardly "
                    "tidak bukan jangan tiada belum nunca jam\xc3\xa1s ni ning\xc3\xban ninguna tampoco"},
    {MARK_PROMISE, "guarantee guarantees guaranteed guaranteeing promise promises promised definitely certainly surely assured assure assures undoubtedly absolutely "
                   "inevitably certain certainty sure-fire risk-free foolproof dijamin jamin garantizado garantizamos garantizo prometo pasti seguro"},
    {MARK_ALL, "all every everyone everything each always only never any anyone entirely completely whole fully exclusively semua setiap sentiasa hanya todos todas siempre s\xc3\xb3lo solo"},
    {MARK_CONDITION, "if unless provided providing whether subject depends depending jika kalau si"},
    {MARK_COMPARE, "more less better best worse worst cheaper cheapest faster fastest higher highest lower lowest bigger biggest largest superior leading than lebih m\xc3\xa1s mejor"},
    {MARK_OUTCOME, "win wins get receive qualify qualifies qualified entitled entitlement approve approved approval owed due succeed succeeds refunded awarded eligible recibir\xc3\xa1 dapat cured cure heal"},
    {MARK_FUTURE, "will you'll we'll it'll they'll i'll shall going gonna 'll akan va vamos"},
    {MARK_ADDRESS, "you your you'll you're you've yours yourself anda kamu usted su ti te tu"},
    {MARK_SELF, "i i'm i've i'll i'd my me myself mine we we're we've we'll our ours us yo mi nuestro nosotros saya aku kami"},
    {MARK_MAYBE, "may might could perhaps possibly maybe mungkin quiz\xc3\xa1s sometimes potentially"},
    {MARK_REQUEST, "please reply respond tell let send type choose share click tap press say write message text sila por"},
    {MARK_HARMLESS, "hi hello hey hiya good morning afternoon evening day thanks thank cheers sorry apologise apologies apology understand understood understanding hear see great glad happy pleased pleasure "
                    "welcome course ok okay alright right sure no yes fine lovely perfect bye goodbye care moment second let know want wish like would ask asking question questions help can could i i'm i'll i'd i've me my we us "
                    "chat talk talking speak message messages writing reply answer answers here today time much very really so just appreciate patience worry problem worries feel free anything else something more about "
                    "this that it it's that's there what how sounds sound hard difficult frustrating frustration upsetting upset noted got thing things matter and but the a an to of for in on at with be is are was were do did you your "
                    "you're getting touch bear checking minute look looking forward back again follow take enjoy nice meet pronto hola gracias lo siento claro terima kasih maaf selamat pagi baik"}};

bool lexicon_row(struct lexicon_row *out, size_t i)
{
    if (i < COUNT_OF(groups))
        *out = (struct lexicon_row){.words = slice_from(groups[i]), .group = (uint32_t)i + 1};
    else if ((i -= COUNT_OF(groups)) < 2 * COUNT_OF(opposites))
        *out = (struct lexicon_row){.words = slice_from(opposites[i / 2][i % 2]), .opposite = (int32_t)(i / 2 + 1) * (i % 2 ? -1 : 1)};
    else if ((i -= 2 * COUNT_OF(opposites)) < COUNT_OF(marks))
        *out = (struct lexicon_row){.words = slice_from(marks[i].words), .marks = marks[i].mark};
    else
        return false;
    return true;
}
