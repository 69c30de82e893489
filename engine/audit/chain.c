#include <parley/audit.h>

/* The canonical form is the framed sequence of fields; what is hashed here is what verifiers hash (RULE-AUDIT-1). */
static struct digest hash_of(const struct audit_record *r)
{
    struct digest_parts d;
    digest_begin(&d);
    digest_part(&d, SLICE("parley.audit.1"));
    digest_part_u64(&d, r->sequence);
    digest_part(&d, (struct slice){(const char *)r->previous.bytes, DIGEST_SIZE});
    digest_part(&d, slice_from(audit_kind_name(r->kind)));
    digest_part_u64(&d, (uint64_t)r->at.ms);
    digest_part_u64(&d, r->contact.n);
    digest_part_u64(&d, r->conversation.n);
    digest_part_u64(&d, r->turn.n);
    digest_part(&d, r->rule);
    digest_part(&d, r->facts);
    digest_part(&d, r->sealed);
    return digest_end(&d);
}

static const struct slice seal_purpose = SLICE_INIT("audit");

enum code audit_append(struct audit_record *out, struct arena *arena, struct audit_head *head, const struct audit_draft *draft,
                       const struct audit_key *contact, struct error *e)
{
    struct audit_record r = {.sequence = head->sequence + 1,
                             .previous = head->hash,
                             .kind = draft->kind,
                             .at = draft->at,
                             .contact = draft->contact,
                             .conversation = draft->conversation,
                             .turn = draft->turn,
                             .rule = draft->rule,
                             .facts = draft->facts};
    if (draft->sealed.len > 0) {
        must(contact != NULL);
        enum code code = audit_seal(&r.sealed, arena, contact, seal_purpose, r.sequence, draft->sealed, e);
        if (code != OK)
            return code;
    }
    r.hash = hash_of(&r);
    head->sequence = r.sequence;
    head->hash = r.hash;
    *out = r;
    return OK;
}

enum code audit_open_record(struct slice *out, struct arena *arena, const struct audit_record *r, const struct audit_key *key,
                            struct error *e)
{
    if (r->sealed.len == 0) {
        *out = SLICE_NONE;
        return OK;
    }
    return audit_open(out, arena, key, seal_purpose, r->sequence, r->sealed, e);
}

enum code audit_verify(struct audit_head *head, const struct audit_record *r, struct error *e)
{
    if (r->sequence != head->sequence + 1)
        return fail(e, CORRUPT, "audit record %llu follows record %llu: %s", (unsigned long long)r->sequence,
                    (unsigned long long)head->sequence,
                    r->sequence > head->sequence + 1 ? "records are missing" : "a record stands twice");
    if (!digest_eq(r->previous, head->hash))
        return fail(e, CORRUPT, "audit record %llu does not continue the chain: its link is not the hash of record %llu",
                    (unsigned long long)r->sequence, (unsigned long long)head->sequence);
    if (!digest_eq(r->hash, hash_of(r)))
        return fail(e, CORRUPT, "audit record %llu was changed: its content does not give its hash",
                    (unsigned long long)r->sequence);
    head->sequence = r->sequence;
    head->hash = r->hash;
    return OK;
}
