// Deliveries of WhatsApp: another's check of signatures and reader of batches, beside ours, over the same bytes.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import { agrees, run, url } from './agree.js';

const appSecret = process.env.PARLEY_AGREE_APP_SECRET;
const hook = `${url}/api/v1/webhook/whatsapp`;
const sign = (body, secret = appSecret) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const bring = (body, signature) => fetch(hook, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...(signature === undefined ? {} : { 'X-Hub-Signature-256': signature }) } });

// Escaped slashes and letters, as Meta sends them: what is parsed and written again has other bytes.
const value = (more) => ({ messaging_product: 'whatsapp', metadata: { display_phone_number: '442071234567', phone_number_id: '1001' }, ...more });
const text = (n, body) => ({ from: '447700900123', id: `wamid.AGREE${n}`, timestamp: '1790000000', type: 'text', text: { body } });
const delivery = (changes) => JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '2001', changes: changes.map((v) => ({ value: v, field: 'messages' })) }] })
    .replaceAll('/', '\\/').replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const one = delivery([value({ contacts: [{ profile: { name: 'Zoë' }, wa_id: '447700900123' }], messages: [text(1, 'café https://ex.test/a?x=1&y=2 \u{1F600}')] })]);

async function counter(name) {
    const page = await (await fetch(`${url}/metrics`)).text();
    return Number(page.match(new RegExp(`^parley_${name}_total (\\d+)$`, 'm'))?.[1] ?? assert.fail(`no counter ${name}`));
}

agrees('what one signature check takes the other takes, and what one refuses the other refuses', async () => {
    const good = sign(one), again = JSON.stringify(JSON.parse(one));
    assert.notEqual(again, one);
    const cases = {
        'as signed': [one, good, true], 'written again': [again, good, false], 'another secret': [one, sign(one, 'other'), false],
        'one byte more': [`${one} `, good, false], 'cut short': [one, good.slice(0, -2), false], 'without its name': [one, good.slice(7), false],
        'of nothing': [one, sign(''), false], 'no hexadecimal': [one, `sha256=${'z'.repeat(64)}`, false], 'sha1': [one, `sha1=${createHmac('sha1', appSecret).update(one).digest('hex')}`, false],
        'empty': [one, '', false],
    };
    for (const [what, [body, signature, holds]] of Object.entries(cases)) {
        let theirs = false;
        try { theirs = verifySignature({ appSecret, rawBody: Buffer.from(body), signatureHeader: signature }); } catch { /* a refusal too */ }
        assert.equal(theirs, holds, `theirs: ${what}`);
        assert.equal((await bring(body, signature)).status, holds ? 200 : 401, `ours: ${what}`);
    }
    assert.equal((await bring(one)).status, 401, 'none');
});

agrees('both read as many messages and statuses out of a batch, and a repeat adds none', async () => {
    const batch = delivery([
        value({ messages: [text(11, 'one'), text(12, 'two'), { ...text(13), type: 'image', text: undefined, image: { id: '9', mime_type: 'image/jpeg', sha256: 'x', caption: 'my letter' } }] }),
        value({ messages: [{ ...text(14, 'three'), from: '447700900124' }] }),
        value({ statuses: ['delivered', 'sent'].map((status) => ({ id: 'wamid.OUT1', status, timestamp: '1790000002', recipient_id: '447700900123' })) }),
    ]);
    const theirs = normalizeWebhook(JSON.parse(batch));
    const before = [await counter('accepted'), await counter('statuses'), await counter('duplicate')];
    assert.equal((await bring(batch, sign(batch))).status, 200);
    assert.equal((await counter('accepted')) - before[0], theirs.messages.length);
    assert.equal((await counter('statuses')) - before[1], theirs.statuses.length);
    assert.equal(theirs.messages.length, 4);
    for (let i = 0; i < 3; i++) assert.equal((await bring(batch, sign(batch))).status, 200);
    assert.equal((await counter('accepted')) - before[0], 4);
    assert.equal((await counter('duplicate')) - before[2], 12);
});

agrees('a number of nobody is counted and never anybody else\'s', async () => {
    const stray = delivery([{ ...value({ messages: [text(21, 'hello')] }), metadata: { phone_number_id: '9999' } }]);
    const before = [await counter('accepted'), await counter('unknown_tenant')];
    assert.equal((await bring(stray, sign(stray))).status, 200);
    assert.deepEqual([await counter('accepted'), (await counter('unknown_tenant')) - before[1]], [before[0], 1]);
});

agrees('the handshake gives back the challenge, and only for our word', async () => {
    const ask = (token, more = '') => fetch(`${hook}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}${more}`);
    const r = await ask(process.env.PARLEY_AGREE_VERIFY);
    assert.equal(r.status, 200);
    assert.equal(await r.text(), '1158201444');
    assert.equal((await ask('wrong')).status, 403);
});

await run();
