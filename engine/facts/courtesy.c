#include "courtesy.h"

#include <parley/size.h>

#include "talk.h"

struct opening {
    const char *words;
    uint32_t rest; /* how many full content words may follow */
};

static const struct opening openings[] = {
    /* English: the customer's time, feelings and effort */
    {"take your time", 3},
    {"take all the time", 2},
    {"no rush", 2},
    {"no hurry", 2},
    {"no worries", 2},
    {"no need to apologise", 2},
    {"no need to apologize", 2},
    {"no need to worry", 0},
    {"no need to rush", 1},
    {"no need to hurry", 1},
    {"no need to explain", 1},
    {"don't worry", 2},
    {"please don't worry", 2},
    {"do not worry", 2},
    {"not to worry", 1},
    {"don't apologise", 2},
    {"don't mention it", 0},
    {"you've been more than", 1},
    {"you've been very", 1},
    {"you've been so", 1},
    {"you've been really", 1},
    {"you have been very", 1},
    {"you've been through", 2},
    {"what a", 3},
    {"oh dear", 3},
    {"oh no", 3},
    {"oh , a", 1},
    {"ah , a", 1},
    {"fair enough", 1},
    {"sounds like", 2},
    {"don't be too hard on yourself", 2},
    {"chin up", 1},
    {"hang in there", 1},
    {"fingers crossed", 3},
    {"good on you", 2},
    {"well done", 3},
    {"bless", 2},
    {"glad that helped", 0},
    {"glad that helps", 0},
    {"glad it helped", 0},
    {"glad i could help", 0},
    {"glad to help", 0},
    {"glad to be of help", 0},
    {"glad to hear", 3},
    {"glad you", 3},
    {"great to hear", 3},
    {"lovely to hear", 3},
    {"nice to hear", 3},
    {"my pleasure", 1},
    {"not at all", 0},
    {"any time", 0},
    {"congratulations on", 3},
    {"congrats on", 3},
    {"that's quite a", 2},
    {"that is quite a", 2},
    {"that's a long time", 2},
    {"that's a lot", 2},
    {"that's a shame", 2},
    {"that's a pity", 2},
    {"that's a good question", 1},
    {"that's a fair question", 1},
    {"that's very kind", 1},
    {"that's kind", 1},
    {"look after yourself", 1},
    {"please look after yourself", 1},
    {"take good care", 1},
    {"take care", 1},
    {"mind how you go", 0},
    {"as for", 3},
    {"on your other", 2},
    {"to answer your", 2},
    {"breathe easy", 0},
    {"rest easy", 0},
    {"good news", 0},
    {"great news", 0},
    {"no stress", 0},
    {"we've got you covered", 0},
    {"we have you covered", 0},
    {"you're in luck", 0},
    {"you're in good hands", 0},
    {"bear with me", 1},
    {"good thinking", 1},
    {"good call", 1},
    {"great choice", 1},
    {"good choice", 1},
    {"lovely choice", 1},
    {"nice choice", 1},
    {"get some rest", 1},
    {"get some sleep", 1},
    {"sleep well", 1},
    {"safe travels", 1},
    /* English: the talk itself */
    {"let's leave it", 0},
    {"let's pause", 0},
    {"let's stop here", 0},
    {"let's carry on", 1},
    {"let's take it", 1},
    {"let's go on", 1},
    {"i'm not going anywhere", 0},
    {"i am not going anywhere", 0},
    {"i'm still here", 0},
    {"you can carry on", 1},
    {"you can pick this up", 1},
    {"you can skip any question", 1},
    {"you can skip a question", 1},
    {"you can skip whichever", 1},
    {"you can skip it", 0},
    {"skip any question", 2},
    {"skip whichever", 1},
    {"i've got a few", 1},
    {"i have a few", 1},
    {"your message has been noted", 0},
    {"your message has been received", 0},
    {"somebody will get back to you", 0},
    {"someone will get back to you", 0},
    {"nothing gets lost", 0},
    {"we won't send you any more messages", 0},
    {"we won't message you again", 0},
    {"we won't write to you again", 0},
    {"here is a short word", 1},
    {"here's a short word", 1},
    {"here is a quick word", 1},
    {"here's a quick word", 1},
    {"i understood you", 1},
    {"i'd love to", 1},
    {"i misunderstood", 1},
    {"i misread", 1},
    {"i have everything i need", 1},
    {"i'm only a computer", 1},
    {"i'm only a program", 1},
    {"i'm not a person", 3},
    {"i am not a person", 3},
    {"i'm not a human", 3},
    {"i am not a human", 3},
    {"i'm not a real person", 3},
};

/* Behind these a word that is no word of talk may say anything. */
static const struct opening other_openings[] = {
    /* Spanish */
    {"buenos días", 2},
    {"buenas tardes", 2},
    {"buenas noches", 2},
    {"buen día", 2},
    {"muy buenas", 1},
    {"encantada", 1},
    {"encantado", 1},
    {"un placer", 2},
    {"mucho gusto", 1},
    {"que tenga", 2},
    {"que pase", 2},
    {"que descanse", 1},
    {"que le vaya", 1},
    {"que se mejore", 1},
    {"ningún problema", 1},
    {"no hay problema", 1},
    {"no pasa nada", 1},
    {"aquí sigo", 0},
    {"sigo aquí", 0},
    {"aquí estoy", 1},
    {"aquí me tiene", 1},
    {"aquí tiene ayuda", 0},
    {"le escucho", 0},
    {"le leo", 0},
    {"le entiendo", 1},
    {"le comprendo", 1},
    {"entiendo", 3},
    {"comprendo", 3},
    {"qué bien", 2},
    {"qué pena", 2},
    {"qué lástima", 2},
    {"qué susto", 2},
    {"qué alegría", 2},
    {"me alegro", 3},
    {"me alegra", 3},
    {"siento", 2},
    {"lo siento", 2},
    {"lamento", 3},
    {"perdone", 3},
    {"perdón", 3},
    {"disculpe", 3},
    {"le había entendido", 1},
    {"había entendido", 1},
    {"disculpas", 2},
    {"gracias a usted", 2},
    {"gracias por", 3},
    {"muchas gracias", 2},
    {"de nada", 1},
    {"para eso estoy", 0},
    {"felicidades", 1},
    {"enhorabuena", 1},
    {"hasta luego", 1},
    {"hasta pronto", 1},
    {"hasta la próxima", 1},
    {"cuídese", 1},
    {"claro que sí", 1},
    {"por supuesto", 1},
    {"dígame", 2},
    {"cuénteme", 2},
    {"usted dirá", 1},
    {"escriba con calma", 1},
    {"con calma", 1},
    {"sin prisa", 1},
    {"sin apuro", 1},
    {"tómese su tiempo", 1},
    {"tómese el tiempo", 2},
    {"no se preocupe", 2},
    {"vamos por partes", 0},
    {"vamos paso a paso", 0},
    {"un momento", 2},
    {"no soy una persona", 3},
    {"no soy un humano", 3},
    {"no soy humana", 3},
    {"suerte con", 2},
    {"mucha suerte", 2},
    {"ánimo", 1},
    {"de verdad", 0},
    {"en serio", 0},
    {"es normal", 2},
    {"es comprensible", 2},
    /* Malay */
    {"tak apa", 1},
    {"tidak apa", 1},
    {"tak mengapa", 1},
    {"tidak mengapa", 1},
    {"tak kisah", 1},
    {"ambil masa", 1},
    {"ambillah masa", 1},
    {"jangan risau", 2},
    {"jangan bimbang", 2},
    {"sekejap", 1},
    {"sebentar", 1},
    {"saya tunggu", 0},
    {"saya semak dulu", 0},
    {"saya faham", 2},
    {"jumpa lagi", 2},
    {"jaga diri", 1},
    {"aduh", 5},
    {"alamak", 5},
    {"mesti penat", 3},
    {"mesti letih", 3},
    {"sama sama", 0},
    {"tahniah", 2},
    {"terima kasih", 2},
    {"saya hargai", 1},
    {"takziah", 3},
    {"silakan", 1},
    {"sudah tentu", 1},
    {"mesej anda sudah kami terima", 0},
    {"mesej anda telah kami terima", 0},
};

uint32_t courtesy_content(const struct meaning *m, uint32_t from)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->content_count; i++)
        n += m->content[i].token >= from && m->content[i].weight >= 2 &&
             !token_has(m->tokens, m->content[i].token, m->past, MARK_HARMLESS | MARK_TALK | MARK_TELL);
    return n;
}

/* "what a week", "let's leave it there for today": lengths of time and days that nothing hangs on. */
static bool has_idle_units(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++) {
        const struct unit *u = &m->units[i];
        bool length = u->kind == FACT_DURATION && TOKEN_IS(m->tokens, u->first, m->past, "a");
        if (u->kind != FACT_NAME && u->kind != FACT_DATE && !length)
            return false;
    }
    return true;
}

/* the best clinic, the safest choice: a comparison behind an opening praises us. */
static bool compares(const struct meaning *m, uint32_t from)
{
    return m->compare > from;
}

/* What follows an opening is warm: words of life and feeling, in English two others, and never the matter of a deal. What stands
 * behind a comma is judged as a clause of its own, unless it is empty of content. */
static bool opens_with(const struct meaning *m, uint32_t at, const struct opening *all, size_t count, uint32_t strange_max)
{
    char letter = at < m->past ? m->tokens->at[at].folded.at[0] : '\0';
    for (size_t k = 0; k < count; k++) {
        uint32_t behind = all[k].words[0] == letter ? behind_words(m, at, all[k].words) : 0;
        if (behind != 0 && courtesy_content(m, behind) <= all[k].rest && strange_words(m, behind, m->past) <= strange_max &&
            !has_deal(m, behind, m->past) && !compares(m, behind) && courtesy_content(m, clause_end(m, behind)) == 0)
            return true;
    }
    return false;
}

static bool opens(const struct meaning *m, uint32_t at, uint32_t strange_max)
{
    return opens_with(m, at, openings, COUNT_OF(openings), strange_max) ||
           opens_with(m, at, other_openings, COUNT_OF(other_openings), 0);
}

/* "I'd put the kettle on too if I had hands": what cannot be says nothing of what is. */
static bool is_unreal(const struct meaning *m, uint32_t from)
{
    if (behind_words(m, from, "i'd") == 0 || m->negations > 0)
        return false;
    for (uint32_t i = from; i + 2 < m->past; i++)
        if (behind_words(m, i, "if i had") || behind_words(m, i, "if i were") || behind_words(m, i, "if i could"))
            return courtesy_content(m, from) <= 5;
    return false;
}

/* "being treated by students" */
static bool is_done_by(const struct meaning *m, uint32_t from, uint32_t past)
{
    for (uint32_t i = from; i < past; i++)
        if (TOKEN_IS(m->tokens, i, past, "by"))
            return true;
    return false;
}

/* "Being stuck at an airport is the worst": a doing, and nothing but a feeling said of it. */
static bool is_sympathy(const struct meaning *m, uint32_t from)
{
    static const char *const feelings[] = {
        "is the worst",  "is hard work",  "is no fun",        "is never fun",     "isn't fun",      "is not fun",
        "is tiring",     "is exhausting", "is stressful",     "is frustrating",   "is never easy",  "isn't easy",
        "is not easy",   "is annoying",   "is hard",          "can be hard",      "is a pain",      "is so tiring",
        "is unsettling", "is scary",      "can be stressful", "is miserable",     "is horrible",    "is awful",
        "is rotten",     "is no joke",    "is a nightmare",   "is heartbreaking", "is devastating", "is upsetting",
        "is painful",    "is rough",      "is tough",         "is really hard",   "is so hard",     "is very hard",
        "is never nice", "is worrying",   "is unpleasant"};
    if (from >= m->past || token_has(m->tokens, from, m->past, MARK_WE | MARK_YOU) || behind_words(m, from, "the"))
        return false;
    if (!slice_ends(m->tokens->at[from].folded, SLICE("ing")) && m->words > 6 + (from - m->first))
        return false;
    for (uint32_t i = from + 1; i < m->past; i++)
        for (size_t k = 0; k < sizeof feelings / sizeof feelings[0]; k++) {
            uint32_t behind = behind_words(m, i, feelings[k]);
            if (behind != 0)
                return courtesy_content(m, from) <= 6 && courtesy_content(m, behind) <= 1 && !is_done_by(m, from, i) &&
                       !has_deal(m, from, m->past);
        }
    return false;
}

/* "Sorry it hasn't turned up!", "sorry your lesson didn't go well": regret about what has happened to the customer. */
static bool is_regret(const struct meaning *m, uint32_t from)
{
    static const char *const past[] = {"hasn't", "haven't", "didn't", "wasn't", "weren't", "went",  "been",  "had",
                                       "was",    "were",    "you're", "isn't",  "without", "stuck", "having"};
    static const char *const before[] = {"i'm", "i", "am", "so", "very", "really", "terribly", "oh"};
    for (size_t k = 0; k < sizeof before / sizeof before[0]; k++)
        if (behind_words(m, from, before[k]))
            from++;
    uint32_t behind = behind_words(m, from, "sorry");
    if (behind == 0 && m->first < from)
        behind = behind_words(m, m->first, "sorry");
    bool theirs = behind_words(m, behind, "it") || behind_words(m, behind, "that") || behind_words(m, behind, "your") ||
                  behind_words(m, behind, "you") || behind_words(m, behind, "you've");
    if (behind == 0 || !theirs || (m->marks & MARK_WE) || m->unit_count > 0 || has_deal(m, behind, m->past))
        return false;
    if (behind_words(m, behind, "you've"))
        return courtesy_content(m, behind) <= 4;
    for (uint32_t i = behind; i < m->past; i++)
        for (size_t k = 0; k < sizeof past / sizeof past[0]; k++)
            if (behind_words(m, i, past[k]))
                return courtesy_content(m, behind) <= 4;
    return false;
}

/* "That's not the dinner you were hoping for": what the customer had hoped says nothing of what there is. */
static bool is_disappointment(const struct meaning *m, uint32_t from)
{
    static const char *const hopes[] = {"you were hoping",    "you were expecting", "you'd hoped", "you had hoped",
                                        "you wanted to hear", "you were after",     "you expected"};
    bool it = behind_words(m, from, "that's") || behind_words(m, from, "that") || behind_words(m, from, "it's") ||
              behind_words(m, from, "this") || behind_words(m, from, "not") || behind_words(m, from, "i");
    for (uint32_t i = from; it && m->unit_count == 0 && i < m->past; i++)
        for (size_t k = 0; k < sizeof hopes / sizeof hopes[0]; k++) {
            uint32_t behind = behind_words(m, i, hopes[k]);
            if (behind != 0)
                return courtesy_content(m, behind) <= 1 && courtesy_content(m, from) <= 3;
        }
    return false;
}

/* "It's perfectly fine to change your mind": leave to feel, to ask and to think again. */
static bool is_reassurance(const struct meaning *m, uint32_t from)
{
    static const char *const fronts[] = {"it's fine to",         "it's okay to",
                                         "it's ok to",           "it's perfectly fine to",
                                         "it's perfectly ok to", "it's completely fine to",
                                         "it's normal to",       "it's perfectly normal to",
                                         "it's all right to",    "it's natural to"};
    static const char *const doings[] = {"change your mind", "feel",      "ask", "wonder", "be nervous",
                                         "be worried",       "be unsure", "cry", "think"};
    for (size_t k = 0; k < sizeof fronts / sizeof fronts[0]; k++) {
        uint32_t behind = behind_words(m, from, fronts[k]);
        for (size_t d = 0; behind != 0 && d < sizeof doings / sizeof doings[0]; d++)
            if (behind_words(m, behind, doings[d]))
                return courtesy_content(m, behind + 1) <= 2;
    }
    return false;
}

static bool may_be_courtesy(const struct meaning *m)
{
    return !m->offers_free && m->outcome == 0 && m->attribution == 0 && has_idle_units(m) && m->words <= 18;
}

static uint32_t first_word(const struct meaning *m)
{
    uint32_t first = m->first;
    while (first < m->past && m->tokens->at[first].kind == WORD_MARK)
        first++;
    return first;
}

bool is_courtesy(const struct meaning *m, uint32_t from)
{
    enum { STRANGE_IN_ENGLISH = 2 };
    return may_be_courtesy(m) && (opens(m, first_word(m), STRANGE_IN_ENGLISH) || opens(m, from, STRANGE_IN_ENGLISH));
}

bool is_plain_courtesy(const struct meaning *m, uint32_t from)
{
    return may_be_courtesy(m) &&
           (opens(m, first_word(m), 0) || opens(m, from, 0) || is_unreal(m, from) || is_reassurance(m, from) ||
            is_sympathy(m, from) || is_regret(m, from) || is_disappointment(m, from));
}

/* -- what the customer should keep to themselves ------------------------------------------------------------------------ */

static bool is_personal(struct slice w)
{
    static const char *const things[] = {
        "card",       "cards",    "bank",     "details",   "password", "passwords", "pin",   "passport",  "photo",   "photos",
        "picture",    "pictures", "document", "documents", "account",  "number",    "code",  "codes",     "licence", "id",
        "selfie",     "files",    "tarjeta",  "datos",     "foto",     "fotos",     "clave", "dni",       "número",  "contraseña",
        "documentos", "kad",      "gambar",   "dokumen",   "pasport",  "nombor",    "akaun", "katalaluan"};
    for (size_t k = 0; k < sizeof things / sizeof things[0]; k++)
        if (slice_eq(w, slice_from(things[k])))
            return true;
    return false;
}

bool is_privacy_request(const struct meaning *m, uint32_t from)
{
    static const char *const fronts[] = {
        "don't send",   "do not send",   "never send",    "don't share",    "do not share", "never share",  "don't type",
        "do not type",  "don't put",     "do not put",    "never put",      "don't post",   "do not post",  "don't write",
        "do not write", "never write",   "don't give me", "do not give me", "don't enter",  "do not enter", "don't paste",
        "no envíe",     "no me envíe",   "no escriba",    "no comparta",    "no mande",     "no me mande",  "no ponga",
        "nunca envíe",  "jangan hantar", "jangan kongsi", "jangan taip",    "jangan beri"};
    uint32_t behind = 0;
    bool personal = false;
    if (behind_words(m, from, "please"))
        from++;
    for (size_t k = 0; k < sizeof fronts / sizeof fronts[0] && behind == 0; k++)
        behind = behind_words(m, from, fronts[k]);
    if (behind == 0 || m->outcome != 0 || m->negations != 1)
        return false;
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_NAME)
            return false;
    for (uint32_t i = behind; i < m->past; i++) {
        bool elsewhere = behind_words(m, i, "to") && !behind_words(m, i, "to me") && !behind_words(m, i, "to us");
        if (elsewhere || (token_is_mark(m->tokens, i, m->past, ',') && i + 1 < m->past))
            return false;
        personal |= is_personal(m->tokens->at[i].folded);
    }
    return personal && courtesy_content(m, behind) <= 5;
}
