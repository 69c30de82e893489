// The routes of the widget, driven by the libraries that others drive theirs with: `ws` and `eventsource`.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import WebSocket from 'ws';
import { EventSource } from 'eventsource';
import { agrees, run, until, url, wait } from './agree.js';

const origin = 'https://www.dave.test';
const api = `${url}/api/v1/widget`;
const asks = 'Do you charge a fee?';

// From an address of its own, so that no other script's limits are used up here.
function request(method, path, headers = {}, body, from = '127.0.0.21') {
    return new Promise((done, refuse) => {
        const r = http.request(`${api}${path}`, { method, headers, localAddress: from, agent: false }, (res) => {
            let text = '';
            res.on('data', (d) => (text += d)).on('end', () => {
                const json = /json/.test(res.headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
                done({ status: res.statusCode, headers: res.headers, text, json });
            });
        });
        r.on('error', refuse);
        r.end(body);
    });
}

async function session(key = 'pk_dave', from = origin, visitor = null) {
    const r = await request('POST', '/sessions', { 'X-Parley-Key': key, Origin: from }, JSON.stringify({ visitor, locale: 'en-GB', page: `${from}/rooms` }));
    assert.equal(r.status, 201, r.text);
    return r.json;
}

/** A page over a WebSocket; `frames` holds what came. */
async function page(token, { after = 0, from = origin, hello = true } = {}) {
    const frames = [];
    const ws = new WebSocket(`${api.replace('http', 'ws')}/stream`, ['parley.v1', `tok.${token}`], { origin: from });
    ws.on('message', (data, binary) => frames.push(binary ? assert.fail('binary') : JSON.parse(data)));
    const closed = new Promise((done) => ws.on('close', (code, reason) => done({ code, reason: String(reason) })));
    await new Promise((done, refuse) => ws.on('open', done).on('error', refuse).on('unexpected-response', (_, res) => refuse(Object.assign(new Error(`status ${res.statusCode}`), { status: res.statusCode }))));
    assert.equal(ws.protocol, 'parley.v1');
    const p = {
        ws, frames, closed,
        send: (frame) => ws.send(JSON.stringify(frame)),
        say: (cid, text) => p.send({ type: 'say', cid, text }),
        some: (type, test = () => true) => frames.filter((f) => f.type === type && test(f)),
        first: async (type, test) => (await until(() => p.some(type, test)[0])) ?? assert.fail(`no ${type} among ${JSON.stringify(frames)}`),
        leave: async () => { p.send({ type: 'bye' }); return closed; },
    };
    if (hello) p.send({ type: 'hello', after, tab: 't1' });
    return p;
}

const texts = (p, from) => p.some('message', (f) => f.from === from).map((f) => f.text);
const fresh = async (options) => { const s = await session(); return [s, await page(s.token, options)]; };
async function status_of(promise) {
    try { await promise; } catch (e) { return e.status ?? assert.fail(String(e)); }
    assert.fail('it was let in');
}

agrees('a session has what a widget shows first', async () => {
    const s = await session();
    assert.match(s.visitor, /^[\w-]{22}$/);
    assert.equal(s.token.split('.').length, 3);
    assert.ok(s.tenant.name && /automated/i.test(s.tenant.disclosure), JSON.stringify(s.tenant));
    assert.deepEqual(s.limits, { text_chars: 4000, per_minute: 20 });
    assert.ok(s.refresh_after_s < 900);
});

agrees('a visitor comes back as itself, and an invented one is nobody else', async () => {
    const s = await session();
    assert.equal((await session('pk_dave', origin, s.visitor)).visitor, s.visitor);
    for (const bad of ['short', "' or 1=1 --------------", 7, {}, 'x'.repeat(4000)]) assert.notEqual((await session('pk_dave', origin, bad)).visitor, bad);
});

agrees('words are acknowledged, shown with their id, and answered', async () => {
    const [, p] = await fresh();
    await p.first('ready');
    p.say('c1', asks);
    assert.ok((await p.first('ack', (f) => f.cid === 'c1')).at > Date.now() - 60000);
    const own = await p.first('message', (f) => f.from === 'visitor');
    assert.equal(own.text, asks);
    assert.equal(own.cid, 'c1');
    const bot = await p.first('message', (f) => f.from === 'bot');
    assert.ok(bot.seq > own.seq && bot.text.length > 20);
    assert.equal((await p.leave()).code, 1000);
});

agrees('text comes back as it was typed, mark-up and all', async () => {
    const [, p] = await fresh();
    const text = '<img src=x onerror=alert(1)> "quoted" \\ £5 \u{1F600} é';
    p.say('c1', text);
    assert.equal((await p.first('message', (f) => f.from === 'visitor')).text, text);
    await p.leave();
});

agrees('a page that comes back by `after` gets what is behind, once, in order', async () => {
    const [s, p] = await fresh();
    p.say('c1', 'Hello, who is this?');
    const bot = await p.first('message', (f) => f.from === 'bot');
    await p.leave();
    const q = await page(s.token, { after: bot.seq });
    await q.first('ready', (f) => f.after === bot.seq);
    q.say('c2', asks);
    await q.first('message', (f) => f.from === 'bot');
    assert.ok(q.some('message').every((f) => f.seq > bot.seq));
    assert.deepEqual(texts(q, 'visitor'), [asks]);
    await q.leave();
    const r = await page(s.token, { after: 0 });
    await r.first('message', (f) => f.cid === 'c2' || f.text === asks);
    await until(() => r.some('message').length >= 4);
    const seqs = r.some('message').map((f) => f.seq);
    assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
    assert.deepEqual(texts(r, 'visitor'), ['Hello, who is this?', asks]);
    await r.leave();
});

agrees('the same cid again is one message, acknowledged again', async () => {
    const [s, p] = await fresh();
    for (let i = 0; i < 3; i++) p.say('once', asks);
    await until(() => p.some('ack', (f) => f.cid === 'once').length === 3);
    assert.equal(p.some('ack', (f) => f.cid === 'once').length, 3);
    await p.first('message', (f) => f.from === 'bot');
    await p.leave();
    const q = await page(s.token);
    q.say('once', asks);
    await q.first('ack', (f) => f.cid === 'once');
    const r = await request('POST', '/messages', { Authorization: `Bearer ${s.token}`, Origin: origin }, JSON.stringify({ cid: 'once', text: asks }));
    assert.equal(r.status, 202);
    await wait(300);
    assert.deepEqual(texts(q, 'visitor'), [asks]);
    assert.equal(texts(q, 'bot').length, texts(p, 'bot').length);
    await q.leave();
});

agrees('the same cid of another visitor is another message', async () => {
    const [, p] = await fresh(), [, q] = await fresh();
    p.say('same', asks);
    q.say('same', 'How long does it take?');
    assert.equal((await p.first('message', (f) => f.from === 'visitor')).text, asks);
    assert.equal((await q.first('message', (f) => f.from === 'visitor')).text, 'How long does it take?');
    await Promise.all([p.leave(), q.leave()]);
});

agrees('two pages of one visitor both see everything', async () => {
    const [s, p] = await fresh();
    const q = await page(s.token);
    p.say('c1', asks);
    for (const one of [p, q]) {
        await one.first('message', (f) => f.from === 'bot');
        assert.deepEqual(texts(one, 'visitor'), [asks]);
    }
    q.say('c2', 'How long does it take?');
    for (const one of [p, q]) await one.first('message', (f) => f.from === 'visitor' && f.seq > 1 && f.text.startsWith('How'));
    await until(() => texts(p, 'bot').length >= 2 && texts(q, 'bot').length >= 2);
    assert.deepEqual(p.some('message').map((f) => f.seq), q.some('message').map((f) => f.seq));
    await Promise.all([p.leave(), q.leave()]);
});

agrees('a fourth page of one visitor is too many, until one leaves', async () => {
    const [s, p] = await fresh();
    const more = [await page(s.token), await page(s.token)];
    assert.equal(await status_of(page(s.token)), 429);
    await p.leave();
    const fourth = await page(s.token);
    await Promise.all([...more, fourth].map((x) => x.leave()));
});

agrees('one visitor never sees another', async () => {
    const [, p] = await fresh(), [, q] = await fresh();
    p.say('c1', asks);
    await p.first('message', (f) => f.from === 'bot');
    await wait(200);
    assert.equal(q.some('message').length, 0);
    await Promise.all([p.leave(), q.leave()]);
});

agrees('a wrong token, none, and one with a changed byte are refused', async () => {
    const { token } = await session();
    const [head, body, sign] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url')), sub: 'A'.repeat(22) })).toString('base64url');
    for (const bad of ['x', 'a.b.c', `${head}.${body}.`, `${head}.${body}.${sign.slice(0, -2)}AA`, `${head}.${other}.${sign}`]) {
        assert.equal(await status_of(page(bad)), 401, bad);
        assert.equal((await request('GET', '/messages', { Authorization: `Bearer ${bad}`, Origin: origin })).status, 401, bad);
    }
    const none = await request('GET', '/messages', { Origin: origin });
    assert.equal(none.status, 401);
    assert.match(none.headers['content-type'], /^application\/problem\+json/);
});

agrees('a page of another origin is refused, whatever it holds', async () => {
    const { token } = await session();
    for (const from of ['https://evil.test', 'http://www.dave.test', 'https://dave.test.evil.test', 'https://evildave.test', 'https://www.dave.test:8443', 'null']) {
        assert.equal(await status_of(page(token, { from })), 403, from);
        const r = await request('POST', '/sessions', { 'X-Parley-Key': 'pk_dave', Origin: from }, '{}');
        assert.equal(r.status, 403, from);
        assert.equal(r.headers['access-control-allow-origin'], undefined, from);
        const m = await request('POST', '/messages', { Authorization: `Bearer ${token}`, Origin: from }, '{"cid":"a","text":"b"}');
        assert.equal(m.status, 403, from);
    }
});

agrees('a key of nobody, none, and no origin begin no session', async () => {
    assert.equal((await request('POST', '/sessions', { 'X-Parley-Key': 'pk_nobody', Origin: origin }, '{}')).status, 401);
    assert.equal((await request('POST', '/sessions', { Origin: origin }, '{}')).status, 401);
    assert.equal((await request('POST', '/sessions', { 'X-Parley-Key': 'pk_dave' }, '{}')).status, 403);
});

agrees('a browser may ask before it asks', async () => {
    const ask = { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type,x-parley-key' };
    const r = await request('OPTIONS', '/sessions', ask);
    assert.equal(r.status, 204);
    assert.equal(r.headers['access-control-allow-origin'], origin);
    assert.match(r.headers['access-control-allow-headers'], /x-parley-key/i);
    assert.match(r.headers.vary, /origin/i);
});

agrees('words that are too long, empty or without a good cid are refused with a reason', async () => {
    const [, p] = await fresh();
    p.say('long', 'é'.repeat(4001));
    assert.equal((await p.first('refused', (f) => f.cid === 'long')).code, 'too_long');
    p.say('empty', '  \n ');
    assert.equal((await p.first('refused', (f) => f.cid === 'empty')).code, 'empty');
    p.say('no good!', 'hello');
    assert.equal((await p.first('refused', (f) => f.code === 'bad_cid')).cid, 'no good!');
    p.say('edge', 'é'.repeat(4000));
    await p.first('ack', (f) => f.cid === 'edge');
    await p.leave();
});

agrees('a frame that is too big closes 1009, one that is no JSON 1008, a binary one 1003', async () => {
    for (const [data, code] of [['x'.repeat(64 << 10), 1009], ['{', 1008], [Buffer.from([1, 2]), 1003]]) {
        const [, p] = await fresh();
        await p.first('ready');
        p.ws.send(data);
        assert.equal((await p.closed).code, code);
    }
});

agrees('frames that mean nothing are let go', async () => {
    const [, p] = await fresh();
    for (const frame of [{}, { type: 'dance' }, { type: 7 }, { type: 'typing', on: true }, { type: 'seen', seq: 3 }]) p.send(frame);
    p.say('c1', asks);
    await p.first('message', (f) => f.from === 'bot');
    await p.leave();
});

agrees('over HTTP alone: say, ask again by `after`, read the transcript, erase', async () => {
    const s = await session(), auth = { Authorization: `Bearer ${s.token}`, Origin: origin };
    const r = await request('POST', '/messages', auth, JSON.stringify({ cid: 'h1', text: asks }));
    assert.equal(r.status, 202, r.text);
    assert.equal(r.json.cid, 'h1');
    assert.equal(r.headers['access-control-allow-origin'], origin);
    const list = await until(async () => {
        const m = (await request('GET', '/messages', auth)).json.messages;
        return m.length >= 2 && m;
    });
    assert.deepEqual([list[0].from, list[0].text, list[1].from], ['visitor', asks, 'bot']);
    const rest = (await request('GET', `/messages?after=${list[0].seq}`, auth)).json;
    assert.deepEqual(rest.messages.map((m) => m.seq), list.slice(1).map((m) => m.seq));
    assert.equal(rest.state, 'open');
    assert.match((await request('GET', '/transcript', auth)).text, /You: Do you charge a fee\?/);
    assert.equal((await request('DELETE', '/data', auth)).status, 204);
    assert.deepEqual((await request('GET', '/messages', auth)).json.messages.filter((m) => m.text === asks), []);
    assert.doesNotMatch((await request('GET', '/transcript', auth)).text, /charge a fee/);
});

/** An EventSource that carries the token as a browser's fetch would. */
function listen(token, more = {}) {
    const got = { messages: [], states: [], errors: [], headers: [] };
    const source = new EventSource(`${api}/events`, {
        fetch: (at, init) => {
            const headers = { ...init.headers, ...more, Authorization: `Bearer ${token}`, Origin: origin };
            got.headers.push(headers);
            return fetch(at, { ...init, headers });
        },
    });
    source.onmessage = (e) => {
        const frame = JSON.parse(e.data);
        if (frame.type === 'message') got.messages.push({ ...frame, id: e.lastEventId });
        else if (frame.type === 'state') got.states.push(frame.state);
    };
    source.onerror = (e) => got.errors.push(e);
    return Object.assign(got, { source });
}

agrees('events bring the conversation, and resume behind Last-Event-ID', async () => {
    const s = await session(), auth = { Authorization: `Bearer ${s.token}`, Origin: origin };
    const one = listen(s.token);
    await request('POST', '/messages', auth, JSON.stringify({ cid: 'e1', text: 'Hello, who is this?' }));
    await until(() => one.messages.some((m) => m.from === 'bot'));
    one.source.close();
    assert.equal(one.messages[0].text, 'Hello, who is this?');
    for (const m of one.messages) assert.equal(m.id, String(m.seq));
    const last = one.messages.at(-1).seq;
    await request('POST', '/messages', auth, JSON.stringify({ cid: 'e2', text: asks }));
    const two = listen(s.token, { 'Last-Event-ID': String(last) });
    await until(() => two.messages.some((m) => m.from === 'bot'));
    two.source.close();
    assert.ok(two.messages.every((m) => m.seq > last), JSON.stringify(two.messages));
    assert.equal(two.messages[0].text, asks);
});

/** A line to the twin that can be cut. */
async function line() {
    const open = new Set();
    const server = net.createServer((near) => {
        const far = net.connect(new URL(url).port, '127.0.0.1');
        for (const [a, b] of [[near, far], [far, near]]) a.on('error', () => b.destroy()).on('close', () => b.destroy()).pipe(b);
        open.add(near);
        near.on('close', () => open.delete(near));
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return { base: `http://127.0.0.1:${server.address().port}/api/v1/widget`, cut: () => { const n = open.size; open.forEach((s) => s.destroy()); return n; }, end: () => server.close() };
}

agrees('a line that breaks is taken up by the library itself, without a gap or a repeat', async () => {
    const s = await session(), auth = { Authorization: `Bearer ${s.token}`, Origin: origin }, wire = await line();
    const got = [], asked = [];
    const source = new EventSource(`${wire.base}/events`, {
        fetch: (at, init) => {
            asked.push(init.headers['Last-Event-ID']);
            return fetch(at, { ...init, headers: { ...init.headers, ...auth } });
        },
    });
    source.onmessage = (e) => { const f = JSON.parse(e.data); if (f.type === 'message') got.push(f); };
    await request('POST', '/messages', auth, JSON.stringify({ cid: 'e1', text: 'Hello, who is this?' }));
    await until(() => got.some((m) => m.from === 'bot'));
    assert.ok(wire.cut() > 0);
    await request('POST', '/messages', auth, JSON.stringify({ cid: 'e2', text: asks }));
    await until(() => got.filter((m) => m.from === 'bot').length >= 2, 12000);
    source.close();
    wire.end();
    assert.deepEqual(got.filter((m) => m.from === 'visitor').map((m) => m.text), ['Hello, who is this?', asks]);
    const seqs = got.map((m) => m.seq);
    assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
    assert.ok(asked.length >= 2 && Number(asked[1]) > 0, JSON.stringify(asked));
});

agrees('events without a good token end for good, with the status', async () => {
    const one = listen('x');
    await until(() => one.errors.length > 0);
    assert.equal(one.errors[0].code, 401);
    assert.equal(one.source.readyState, EventSource.CLOSED);
});

await run();
