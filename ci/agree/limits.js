// Limits of the widget's routes: too much is refused with a time, others are not touched by it.
import assert from 'node:assert/strict';
import http from 'node:http';
import { agrees, run, url } from './agree.js';

function request(method, path, from, headers = {}, body) {
    return new Promise((done, refuse) => {
        const r = http.request(`${url}${path}`, { method, headers, localAddress: from, agent: false }, (res) => {
            let text = '';
            res.on('data', (d) => (text += d)).on('end', () => done({ status: res.statusCode, headers: res.headers, text }));
        });
        r.on('error', refuse);
        r.end(body);
    });
}
const begin = (from) => request('POST', '/api/v1/widget/sessions', from, { 'X-Parley-Key': 'pk_dave', Origin: 'https://dave.test' }, '{}');

agrees('one address begins 30 sessions a minute, and another begins its own', async () => {
    const status = [];
    for (let i = 0; i < 31; i++) status.push((await begin('127.0.0.31')).status);
    assert.deepEqual(status.slice(0, 30), Array(30).fill(201));
    const late = await begin('127.0.0.31');
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers['retry-after']) >= 1 && Number(late.headers['retry-after']) <= 60, late.headers['retry-after']);
    assert.equal((await begin('127.0.0.32')).status, 201);
});

agrees('one visitor says 20 things a minute, and another says its own', async () => {
    const say = async (token, i) => request('POST', '/api/v1/widget/messages', '127.0.0.33', { Authorization: `Bearer ${token}`, Origin: 'https://dave.test' }, JSON.stringify({ cid: `l${i}`, text: `message ${i}` }));
    const [one, other] = [JSON.parse((await begin('127.0.0.33')).text).token, JSON.parse((await begin('127.0.0.33')).text).token];
    const status = [];
    for (let i = 0; i < 20; i++) status.push((await say(one, i)).status);
    assert.deepEqual(status, Array(20).fill(202));
    const late = await say(one, 20);
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers['retry-after']) >= 1 && Number(late.headers['retry-after']) <= 60, late.headers['retry-after']);
    assert.equal(late.headers['access-control-allow-origin'], 'https://dave.test');
    assert.match(late.headers['access-control-expose-headers'], /retry-after/i);
    assert.equal((await say(other, 0)).status, 202);
});

agrees('a body that is too big is refused before it is read', async () => {
    const r = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: 'x'.repeat(9 << 20) }).catch((e) => e);
    assert.ok(r.status === 413 || r instanceof TypeError, String(r.status ?? r));
});

await run();
