#include <parley/run_header.h>

#include <parley/json_write.h>
#include <stdlib.h>

struct kept {
    struct slice rule, by;
};

static int by_rule(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    int order = slice_compare(x->rule, y->rule);
    return order ? order : slice_compare(x->by, y->by);
}

static size_t collect(struct kept **out, struct arena *arena, const struct brain *b)
{
    size_t count = 0;
    struct kept *all = ARENA_NEW_ARRAY(arena, struct kept, b->rule_count + b->obligation_count + 1);
    for (size_t i = 0; i < b->rule_count; i++)
        all[count++] = (struct kept){b->rules[i].keeps, b->rules[i].id};
    for (size_t i = 0; i < b->obligation_count; i++)
        all[count++] = (struct kept){b->obligations[i].keeps, b->obligations[i].id};
    qsort(all, count, sizeof *all, by_rule);
    *out = all;
    return count;
}

static void write_rules(struct json_write *w, const struct kept *all, size_t count)
{
    json_key(w, "rules");
    json_array_begin(w);
    for (size_t i = 0; i < count;) {
        struct slice rule = all[i].rule;
        json_object_begin(w);
        json_put_string(w, "id", rule);
        json_key(w, "by");
        json_array_begin(w);
        for (; i < count && slice_eq(all[i].rule, rule); i++)
            json_add_string(w, all[i].by);
        json_array_end(w);
        json_object_end(w);
    }
    json_array_end(w);
}

struct slice run_header_write(struct arena *arena, const struct run_plan *plan, const struct rules *rules)
{
    struct buffer b;
    struct json_write w;
    struct kept *all;
    size_t count = collect(&all, arena, rules->brain);
    buffer_init(&b, arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "run", plan->run);
    json_put_cstr(&w, "model", plan->model);
    json_put_u64(&w, "seed", plan->seed);
    if (plan->seeds > 0)
        json_put_u64(&w, "seeds", plan->seeds);
    json_put_string(&w, "tenant", rules->tenant->id);
    json_put_string(&w, "brain", rules->brain->version);
    json_put_string(&w, "only", plan->only);
    if (plan->converters.len > 0)
        json_put_string(&w, "converters", plan->converters);
    json_put_u64(&w, "cases", plan->cases);
    write_rules(&w, all, count);
    json_object_end(&w);
    return buffer_slice(&b);
}
