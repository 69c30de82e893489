// Tokens of visitors, by another's hand: jose opens ours, and what it makes is refused unless it is what we would have made.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { agrees, run, store, url } from './agree.js';

const master = Buffer.from(readFileSync(`${store}/master.key`, 'latin1').trim(), 'hex');
const key = createHmac('sha256', master).update('parley tokens of visitors').digest();
const ask = (path, token) => fetch(`${url}/api/v1/widget${path}`, { headers: { Authorization: `Bearer ${token}`, Origin: 'https://dave.test' } });
const status = async (token) => (await ask('/messages', token)).status;

async function session(site = 'pk_dave') {
    const r = await fetch(`${url}/api/v1/widget/sessions`, { method: 'POST', headers: { 'X-Parley-Key': site, Origin: 'https://dave.test' }, body: '{}' });
    assert.equal(r.status, 201);
    return r.json();
}
const now = () => Math.floor(Date.now() / 1000);
const ours = await session();
const claims = decodeJwt(ours.token);
const make = (more = {}, head = {}, secret = key) => {
    const all = { ...claims, ...more };
    for (const k of Object.keys(all)) if (all[k] === undefined) delete all[k];
    return new SignJWT(all).setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...head }).sign(secret);
};

agrees('jose opens our token with our key, issuer, audience and algorithm', async () => {
    const { payload, protectedHeader } = await jwtVerify(ours.token, key, { issuer: 'parley', audience: 'widget', algorithms: ['HS256'], maxTokenAge: '15 min', clockTolerance: 5 });
    assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT' });
    assert.equal(payload.sub, ours.visitor);
    assert.equal(payload.site, 'pk_dave');
    assert.equal(payload.exp - payload.iat, 900);
});

agrees('jose refuses ours with another key and for another audience', async () => {
    await assert.rejects(jwtVerify(ours.token, Buffer.alloc(32), {}));
    await assert.rejects(jwtVerify(ours.token, key, { audience: 'staff' }));
});

agrees('a token that jose makes as we do is taken (so the refusals below are for their reasons)', async () => {
    assert.equal(await status(await make()), 200);
    assert.equal(await status(await make({ nbf: now() - 5 })), 200);
});

agrees('alg none is refused', async () => {
    const none = new UnsecuredJWT(claims).encode();
    assert.equal(decodeProtectedHeader(none).alg, 'none');
    assert.equal(await status(none), 401);
    const [, body, sign] = ours.token.split('.');
    for (const alg of ['none', 'None', 'NONE']) {
        const head = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
        for (const s of ['', sign]) assert.equal(await status(`${head}.${body}.${s}`), 401, alg);
    }
});

agrees('another key is refused', async () => {
    assert.equal(await status(await make({}, {}, Buffer.alloc(32, 7))), 401);
    assert.equal(await status(await make({}, {}, master)), 401);
});

agrees('another algorithm is refused, signed with our key or with its own', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    assert.equal(await status(await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', jwk }).sign(privateKey)), 401);
    for (const [alg, hash] of [['HS384', 'sha384'], ['HS512', 'sha512']]) {
        const input = [{ alg, typ: 'JWT' }, claims].map((x) => Buffer.from(JSON.stringify(x)).toString('base64url')).join('.');
        assert.equal(await status(`${input}.${createHmac(hash, key).update(input).digest('base64url')}`), 401, alg);
    }
});

agrees('one that has expired is refused, and one from the future', async () => {
    assert.equal(await status(await make({ iat: now() - 2000, exp: now() - 60 })), 401);
    assert.equal(await status(await make({ iat: now() + 3600, exp: now() + 4500 })), 401);
    assert.equal(await status(await make({ exp: undefined })), 401);
    assert.equal(await status(await make({ nbf: now() + 3600 })), 401);
});

agrees('another audience and another issuer are refused', async () => {
    for (const aud of ['staff', 'Widget', '', undefined]) assert.equal(await status(await make({ aud })), 401, String(aud));
    for (const iss of ['somebody', undefined]) assert.equal(await status(await make({ iss })), 401, String(iss));
});

agrees('another tenant, a site that is not, and nobody are refused', async () => {
    assert.equal(await status(await make({ tid: claims.tid + 1 })), 401);
    assert.equal(await status(await make({ tid: undefined })), 401);
    assert.equal(await status(await make({ site: 'pk_hotel' })), 401);
    assert.equal(await status(await make({ site: 'pk_nobody' })), 401);
    assert.equal(await status(await make({ sub: '' })), 401);
});

agrees('what a header must not decide is not decided by it', async () => {
    assert.equal(await status(await make({}, { kid: '../../etc/passwd' })), 200);
    const input = [{ alg: 'HS256', crit: ['pay'], pay: 1 }, claims].map((x) => Buffer.from(JSON.stringify(x)).toString('base64url')).join('.');
    const asks = `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
    await assert.rejects(jwtVerify(asks, key));
    assert.equal(await status(asks), 401);
});

await run();
