#include "talk.h"

#include <parley/size.h>

uint32_t behind_words(const struct meaning *m, uint32_t i, const char *words)
{
    struct slice rest, word;
    if (i >= m->past || m->tokens->at[i].folded.at[0] != words[0])
        return 0;
    rest = slice_from(words);
    while (slice_next(&word, &rest, ' ')) {
        if (i >= m->past || !slice_eq(m->tokens->at[i].folded, word))
            return 0;
        i++;
    }
    return i;
}

uint32_t clause_end(const struct meaning *m, uint32_t i)
{
    while (i < m->past && !token_is_mark(m->tokens, i, m->past, ','))
        i++;
    return i;
}

static bool is_listed(struct slice w, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (words[k][0] == w.at[0] && slice_eq(w, slice_from(words[k])))
            return true;
    return false;
}

#define IS_LISTED(w, words) is_listed((w), (words), COUNT_OF(words))

static const char *const life[] = {
    /* time and places to be */
    "weekend", "week", "day", "days", "evening", "night", "morning", "afternoon", "time", "year", "years", "month", "moment",
    "while", "stay", "trip", "travels", "travel", "travelling", "journey", "flight", "holiday", "holidays", "break", "rest",
    "sleep", "slept", "shift", "drive", "ride", "walk", "road", "adventure", "weather", "sun", "sunshine", "snow", "rain", "warm",
    /* meals, feasts, pastimes */
    "meal", "lunch", "dinner", "breakfast", "tea", "coffee", "cooking", "baking", "cake", "party", "celebration", "celebrations",
    "birthday", "anniversary", "wedding", "honeymoon", "christmas", "diwali", "deepavali", "eid", "easter", "ramadan", "garden",
    "concert", "match", "game", "book", "film", "music", "project", "idea", "name", "stack",
    /* people and animals */
    "baby", "kitten", "puppy", "dog", "cat", "pet", "pets", "boy", "girl", "son", "daughter", "child", "children", "grandson",
    "granddaughter", "mum", "dad", "mother", "father", "wife", "husband", "partner", "parents", "family", "friend", "friends",
    "grandma", "grandad", "sister", "brother", "neighbour", "aunt", "uncle", "bebé", "hijo", "hija", "familia",
    /* what one goes through */
    "arrival", "job", "exam", "exams", "theory", "results", "place", "house", "home", "homes", "move", "moving", "unpacking",
    "school", "studies", "degree", "interview", "retirement", "recovery", "surgery", "operation", "illness", "toothache",
    "headache", "letter", "letters", "phone", "typing", "spelling", "mistake", "mix", "misunderstanding", "wait", "waiting",
    "delay", "mood", "chin", "kettle", "scarf", "lamp", "yours", "deal", "carry", "later", "fancy", "answering", "skip", "coming",
    "enquiry", "helps", "helped", "rather", "trust", "program", "computer", "moments",
    /* Spanish and Malay */
    "esperar", "espera", "esperando", "dudas", "duda", "leer", "leerle", "leerte", "verle", "saludar", "saludarle", "servido",
    "servir", "servirle", "ayudarle", "ayudar", "avisar", "avisarme", "escribir", "escribirnos", "paciencia", "molestia",
    "molestias", "malentendido", "confusión", "tiempo", "tardes", "noche", "mañana", "fin", "semana", "viaje", "mucho", "mal",
    "pregunta", "preguntas", "calma", "tiempo", "buen", "buena", "día", "hace", "hacen", "resulte", "resulta", "haya", "tenga",
    "pase", "necesite", "necesita", "programa", "informático", "bebe", "urusan", "dipermudahkan", "tidur", "lena", "malam",
    "perjalanan", "hari", "raya", "zahir", "batin", "masa", "hargai", "banyak", "tunggu", "semak", "penat", "letih", "keluarga"};

static const char *const feelings[] = {
    "down",       "broken",       "ill",         "sick",          "helpful",      "useful",    "tired",     "exhausted",
    "exhausting", "drained",      "draining",    "worried",       "worrying",     "worry",     "relieved",  "relief",
    "proud",      "pleased",      "happy",       "sad",           "sorry",        "excited",   "exciting",  "lovely",
    "wonderful",  "great",        "brilliant",   "fantastic",     "amazing",      "beautiful", "gorgeous",  "adorable",
    "cute",       "sweet",        "nice",        "kind",          "thoughtful",   "generous",  "funny",     "clever",
    "brave",      "awful",        "horrible",    "terrible",      "dreadful",     "rotten",    "miserable", "nasty",
    "scary",      "frightening",  "frustrating", "frustrated",    "annoying",     "annoyed",   "upset",     "upsetting",
    "stressful",  "stressed",     "stress",      "hard",          "tough",        "difficult", "rough",     "tricky",
    "busy",       "long",         "shame",       "pity",          "nuisance",     "fun",       "joy",       "delight",
    "delighted",  "shock",        "surprise",    "disappointing", "disappointed", "confusing", "confused",  "unsettling",
    "lonely",     "cold",         "hungry",      "poorly",        "unwell",       "brighter",  "cross",     "angry",
    "nervous",    "anxious",      "overwhelmed", "overwhelming",  "thrilled",     "glad",      "restful",   "loud",
    "noisy",      "distressing",  "painful",     "heartbreaking", "devastating",  "strange",   "odd",       "weird",
    "clumsy",     "maze",         "nightmare",   "moon",          "fed",          "lucky",     "tight",     "well",
    "late",       "patient",      "good",        "bothering",     "weight",       "pesado",    "largo",     "difícil",
    "normal",     "comprensible", "frustrante",  "pena",          "bonito",       "cansado",   "cansada"};

static const char *const deal[] = {
    "loan",      "loans",      "lend",        "lender",       "lenders",   "borrow",    "borrower",    "borrowers",   "credit",
    "debt",      "debts",      "interest",    "money",        "cash",      "pay",       "pays",        "paid",        "paying",
    "payment",   "payments",   "payout",      "repay",        "repaying",  "repayment", "instalments", "price",       "prices",
    "rate",      "rates",      "fee",         "fees",         "charge",    "charges",   "charged",     "cost",        "costs",
    "deposit",   "refund",     "refunds",     "refunded",     "discount",  "discounts", "free",        "bitcoin",     "income",
    "incomes",   "salary",     "account",     "accounts",     "approve",   "approves",  "approved",    "approval",    "accept",
    "accepted",  "accepts",    "acceptance",  "accepting",    "decline",   "declined",  "reject",      "rejected",    "refuse",
    "refused",   "granted",    "credited",    "cleared",      "waived",    "wiped",     "eligible",    "eligibility", "qualify",
    "qualifies", "qualified",  "insured",     "insurance",    "cover",     "covers",    "covered",     "included",    "includes",
    "guarantee", "guaranteed", "cheap",       "cheaper",      "cheapest",  "cheaply",   "bargain",     "low",         "lower",
    "lowest",    "safest",     "painless",    "harmless",     "cured",     "cure",      "decision",    "decisions",   "optional",
    "instant",   "instantly",  "application", "applications", "succeeded", "succeeds",  "offer",       "offers",      "deal",
    "deals",     "contract",   "password",    "passwords",    "pin",       "bank",      "mortgage",    "collateral",  "savings",
    "employed",  "homeowner",  "homeowners",  "gratis",       "gratuito",  "gratuita",  "percuma",     "reembolso",   "incluido",
    "incluida",  "incluidas",  "incluidos",   "cobrar",       "cobrarle",  "pagar",     "tratamiento", "aprobado",    "aprobada",
    "negarle",   "diluluskan", "lulus",       "rawatan",      "tunai",     "bayar",     "caj",         "cerrado",     "cerrados",
    "pain",      "infection",  "dolor",       "duele",        "sakit"};

static const char *const dodges[] = {"skip",  "skipping", "skips",  "miss",  "missing", "hide",   "hiding",
                                     "lie",   "lying",    "forge",  "fake",  "false",   "bypass", "dodge",
                                     "evade", "avoid",    "ignore", "cheat", "stop",    "higher", "bigger"};

static const char *const refusing[] = {"refuse", "refused",  "refusing", "decline",   "declined", "declining",
                                       "reject", "rejected", "deny",     "denied",    "exclude",  "excluded",
                                       "negar",  "negarle",  "rechazar", "rechazarle"};

static const char *const details[] = {
    "number",  "numbers",  "postcode",  "address",   "name",    "names",    "email",        "date",    "dates",
    "day",     "time",     "times",     "reference", "reading", "readings", "registration", "model",   "make",
    "photo",   "photos",   "picture",   "option",    "options", "answer",   "answers",      "message", "detail",
    "details", "question", "questions", "slot",      "code",    "one",      "word",         "words",   "line",
    "know",    "age",      "size",      "colour",    "número",  "tarjeta",  "card",         "link",    "form",
    "call",    "shout",    "ring",      "minute",    "moment",  "feedback", "note",         "language"};

static bool stands(const struct meaning *m, uint32_t from, uint32_t past, const char *const *words, size_t count)
{
    for (uint32_t i = from > m->first ? from : m->first; i < past && i < m->past; i++)
        if (m->tokens->at[i].kind == WORD_LETTERS && is_listed(m->tokens->at[i].folded, words, count))
            return true;
    return false;
}

bool is_strange(const struct meaning *m, const struct content *c)
{
    struct slice w = m->tokens->at[c->token].folded;
    return c->weight >= 2 && !c->is_name && !token_has(m->tokens, c->token, m->past, MARK_HARMLESS | MARK_TALK | MARK_TELL) &&
           !IS_LISTED(w, life) && !IS_LISTED(w, feelings);
}

uint32_t strange_words(const struct meaning *m, uint32_t from, uint32_t past)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->content_count; i++)
        n += m->content[i].token >= from && m->content[i].token < past && is_strange(m, &m->content[i]);
    return n;
}

bool has_feeling(const struct meaning *m, uint32_t from, uint32_t past)
{
    return stands(m, from, past, feelings, COUNT_OF(feelings));
}

bool has_life(const struct meaning *m, uint32_t from, uint32_t past)
{
    return stands(m, from, past, life, COUNT_OF(life));
}

/* feel free, it's your decision, thanks for your interest: words of a deal that say nothing of one */
static bool is_idle(const struct meaning *m, uint32_t i)
{
    const struct tokens *t = m->tokens;
    bool yours = i > m->first && (TOKEN_IS(t, i - 1, m->past, "your") || TOKEN_IS(t, i - 1, m->past, "my"));
    if (TOKEN_IS(t, i, m->past, "free"))
        return i > m->first && TOKEN_IS(t, i - 1, m->past, "feel");
    if (TOKEN_IS(t, i, m->past, "interest"))
        return yours && i >= m->first + 2 && TOKEN_IS(t, i - 2, m->past, "for");
    return yours && (TOKEN_IS(t, i, m->past, "decision") || TOKEN_IS(t, i, m->past, "decisions"));
}

bool has_deal(const struct meaning *m, uint32_t from, uint32_t past)
{
    for (uint32_t i = from > m->first ? from : m->first; i < past && i < m->past; i++)
        if (!is_idle(m, i) && stands(m, i, i + 1, deal, COUNT_OF(deal)))
            return true;
    return false;
}

bool has_dodge(const struct meaning *m, uint32_t from, uint32_t past)
{
    return stands(m, from, past, dodges, COUNT_OF(dodges));
}

bool has_refusing(const struct meaning *m, uint32_t from, uint32_t past)
{
    return stands(m, from, past, refusing, COUNT_OF(refusing));
}

bool has_detail(const struct meaning *m, uint32_t from, uint32_t past)
{
    return stands(m, from, past, details, COUNT_OF(details));
}

bool has_finite(const struct meaning *m, uint32_t from, uint32_t past)
{
    static const char *const little[] = {"it's", "that's", "there's", "we're",   "you're", "they're", "he's",  "she's",
                                         "i'm",  "am",     "do",      "does",    "did",    "had",     "we've", "you've",
                                         "i've", "would",  "could",   "doesn't", "don't",  "didn't"};
    for (uint32_t i = from; i < past && i < m->past; i++) {
        const struct token *k = &m->tokens->at[i];
        bool take = TOKEN_IS(m->tokens, i, past, "take") || TOKEN_IS(m->tokens, i, past, "get") ||
                    TOKEN_IS(m->tokens, i, past, "last") || TOKEN_IS(m->tokens, i, past, "need") ||
                    TOKEN_IS(m->tokens, i, past, "cost"); /* nouns or infinitives as well */
        if ((!take && (k->lex->roles & ROLE_VERB)) || (k->lex->marks & MARK_FUTURE) || IS_LISTED(k->folded, little))
            return true;
    }
    return false;
}
