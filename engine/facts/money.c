#include "money.h"

static uint32_t currency_of(enum coin_word coin)
{
    switch (coin) {
    case COIN_GBP:
    case COIN_PENCE: return CURRENCY_GBP;
    case COIN_USD: return CURRENCY_USD;
    case COIN_EUR: return CURRENCY_EUR;
    case COIN_MYR:
    case COIN_SEN: return CURRENCY_MYR;
    case COIN_CENT:
    case COIN_OTHER: return CURRENCY_UNCLEAR;
    case COIN_NONE:
    case COIN_PERCENT: break;
    }
    return 0;
}

static bool is_small_coin(enum coin_word coin)
{
    return coin == COIN_PENCE || coin == COIN_CENT || coin == COIN_SEN;
}

static enum coin_word coin_at(const struct tokens *t, uint32_t i, uint32_t past)
{
    enum coin_word coin = i < past ? (enum coin_word)t->at[i].lex->coin : COIN_NONE;
    if (coin == COIN_PENCE && t->at[i].folded.len == 1 && t->at[i].space_before && TOKEN_IS(t, i + 1, past, "."))
        return COIN_NONE; /* 3 p.m. */
    return coin == COIN_PERCENT ? COIN_NONE : coin;
}

/* "plus VAT", "+ VAT", "inc. VAT", "excluding tax". */
static enum tax tax_behind(const struct tokens *t, uint32_t i, uint32_t past)
{
    bool out = TOKEN_IS(t, i, past, "plus") || TOKEN_IS(t, i, past, "+") || TOKEN_IS(t, i, past, "ex") ||
               TOKEN_IS(t, i, past, "excluding") || TOKEN_IS(t, i, past, "excl") || TOKEN_IS(t, i, past, "exclusive") ||
               TOKEN_IS(t, i, past, "before");
    bool in = TOKEN_IS(t, i, past, "inc") || TOKEN_IS(t, i, past, "incl") || TOKEN_IS(t, i, past, "including") ||
              TOKEN_IS(t, i, past, "inclusive") || TOKEN_IS(t, i, past, "includes") || TOKEN_IS(t, i, past, "with");
    if (!in && !out)
        return TAX_UNSAID;
    for (uint32_t k = i + 1; k < past && k <= i + 2; k++)
        if (t->at[k].lex->roles & ROLE_TAX)
            return in ? TAX_IN : TAX_OUT;
    return TAX_UNSAID;
}

bool money_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past, const struct number *n)
{
    int64_t micros = n->micros;
    uint32_t end = n->past, begin = i;
    if (n->is_ordinal)
        return false;
    enum coin_word before = i > first ? coin_at(t, i - 1, past) : COIN_NONE, behind = COIN_NONE;
    if (is_small_coin(before))
        before = COIN_NONE;
    if (n->tail.len > 0) {
        behind = (enum coin_word)lexeme_of(n->tail)->coin;
        if (behind == COIN_NONE && before == COIN_NONE)
            return false;
    } else {
        uint32_t at = TOKEN_IS(t, end, past, "of") && n->from_words ? end + 1 : end; /* "a couple of quid" */
        behind = coin_at(t, at, past);
        if (behind != COIN_NONE)
            end = at + 1;
    }
    if (before == COIN_NONE && behind == COIN_NONE && !n->is_slang_money)
        return false;
    if (n->is_article &&
        (behind == COIN_NONE || t->at[i + 1].kind != WORD_LETTERS || (end < past && t->at[end].kind == WORD_DIGITS)))
        return false;
    if (is_small_coin(behind) && before == COIN_NONE)
        micros /= 100;
    uint32_t currency = before != COIN_NONE ? currency_of(before) : behind != COIN_NONE ? currency_of(behind) : CURRENCY_GBP;
    if (before != COIN_NONE)
        begin = i - 1;
    struct number rest; /* "five pounds fifty", "five pounds and fifty pence" */
    uint32_t next = end;
    if (TOKEN_IS(t, next, past, "and"))
        next++;
    if (behind != COIN_NONE && !is_small_coin(behind) && before == COIN_NONE && number_at(&rest, t, next, past) &&
        rest.micros < 100 * (int64_t)MICRO && !rest.is_ordinal && !rest.is_article && !rest.is_fraction &&
        (rest.tail.len == 0 || rest.tail.at[0] == 'p')) {
        enum coin_word small = rest.tail.len > 0 ? COIN_PENCE : coin_at(t, rest.past, past);
        if (is_small_coin(small) ||
            (next == end && rest.micros >= 10 * (int64_t)MICRO && small == COIN_NONE &&
             (rest.past >= past || (t->at[rest.past].lex->span == SPAN_NONE && t->at[rest.past].lex->coin == COIN_NONE)))) {
            micros += rest.micros / 100;
            end = rest.tail.len == 0 && is_small_coin(small) ? rest.past + 1 : rest.past;
        }
    }
    *out = (struct unit){
        .kind = FACT_MONEY, .value = micros, .scale = currency, .first = begin, .past = end, .tax = tax_behind(t, end, past)};
    return true;
}

bool percent_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past, const struct number *n)
{
    uint32_t end = 0;
    if (n->is_article || n->is_ordinal)
        return false;
    if (n->tail.len > 0)
        end = lexeme_of(n->tail)->coin == COIN_PERCENT ? n->past : 0;
    else if (n->past < past && t->at[n->past].lex->coin == COIN_PERCENT)
        end = n->past + 1;
    else if ((TOKEN_IS(t, n->past, past, "per") && TOKEN_IS(t, n->past + 1, past, "cent")) ||
             (TOKEN_IS(t, n->past, past, "por") && TOKEN_IS(t, n->past + 1, past, "ciento")))
        end = n->past + 2;
    if (end == 0)
        return false;
    *out = (struct unit){.kind = FACT_PERCENT, .value = n->micros, .first = i, .past = end, .tax = tax_behind(t, end, past)};
    return true;
}

bool vague_sum_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    if (!token_has(t, i, past, MARK_VAGUE))
        return false;
    uint32_t end = i + 1;
    bool of_money = TOKEN_IS(t, end, past, "of") && end + 1 < past && currency_of(coin_at(t, end + 1, past)) != 0;
    bool bare = !TOKEN_IS(t, end, past, "of") && !TOKEN_IS(t, end, past, "away");
    if (!of_money && !bare)
        return false;
    bool sum = TOKEN_IS(t, i, past, "thousands") || TOKEN_IS(t, i, past, "hundreds") || TOKEN_IS(t, i, past, "millions") ||
               TOKEN_IS(t, i, past, "fortune") || TOKEN_IS(t, i, past, "jackpot") || TOKEN_IS(t, i, past, "windfall");
    if (!sum)
        return false;
    *out = (struct unit){.kind = FACT_MONEY,
                         .value = -(int64_t)word_hash(t->at[i].folded) % 1000 - 1,
                         .first = i,
                         .past = of_money ? end + 2 : end};
    return true;
}

static bool may_be_taxed(const struct unit *u)
{
    return u->kind == FACT_MONEY || u->kind == FACT_PERCENT;
}

void tax_read(struct unit *units, size_t count, const struct tokens *t, uint32_t first, uint32_t past)
{
    size_t taxed = 0;
    for (size_t k = 0; k < count; k++)
        taxed += may_be_taxed(&units[k]);
    bool spoken_of = false, any_tax = false;
    for (uint32_t i = first; i < past; i++) {
        any_tax |= (t->at[i].lex->roles & ROLE_TAX) != 0;
        spoken_of |= TOKEN_IS(t, i, past, "vat");
    }
    if (!any_tax)
        return;
    for (size_t k = 0; k < count && taxed > 1 && spoken_of; k++)
        if (may_be_taxed(&units[k]) && units[k].tax == TAX_UNSAID)
            units[k].tax = TAX_NEAR;
    for (size_t k = 0; k < count && taxed == 1; k++) { /* of two nobody knows which is meant */
        if (!may_be_taxed(&units[k]))
            continue;
        for (uint32_t i = first; i < past && units[k].tax == TAX_UNSAID; i++)
            if (i < units[k].first || i >= units[k].past)
                units[k].tax = tax_behind(t, i, past);
    }
}
