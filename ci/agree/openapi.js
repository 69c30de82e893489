// The description of the API: a linter of others reads it, and it says what the server does.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { agrees, run, url } from './agree.js';

const doc = await (await fetch(`${url}/api/v1/openapi.json`)).json();
const operations = Object.entries(doc.paths).flatMap(([path, ways]) => Object.entries(ways).map(([method, o]) => ({ path, method, ...o })));

agrees('the linter finds nothing, not even to warn of', async () => {
    writeFileSync('openapi.json', JSON.stringify(doc));
    // The rules that redocly recommends, and those a generator of clients lives by; what is off has its reason.
    writeFileSync('redocly.yaml', `
extends: [recommended]
rules:
  info-license: off            # of the program, not of its description
  operation-2xx-response: off  # a WebSocket begins with 101; the next comparison looks at successes
  operation-description: error
  operation-operationId-url-safe: error
  operation-tag-defined: error
  tag-description: error
  operation-singular-tag: error
  path-parameters-defined: error
  no-unused-components: error
  no-invalid-media-type-examples: error
  no-invalid-schema-examples: error
  operation-4xx-problem-details-rfc7807: off  # /v1 answers as OpenAI does
`);
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
    const { error, stdout, stderr } = await new Promise((done) =>
        execFile(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi.json', '--config', 'redocly.yaml', '--format', 'json'], { env },
            (e, out, err) => done({ error: e, stdout: out, stderr: err })));
    let found;
    try { found = JSON.parse(stdout); } catch { assert.fail(stdout + stderr); }
    const lines = found.problems.map((p) => `${p.severity} ${p.ruleId}: ${p.message} at ${p.location?.[0]?.pointer}`);
    assert.deepEqual(lines, []);
    assert.equal(error, null, stderr);
});

agrees('every operation has an id, a tag, a description, and says what it answers', async () => {
    assert.ok(operations.length > 15);
    assert.equal(new Set(operations.map((o) => o.operationId)).size, operations.length);
    for (const o of operations) {
        assert.equal(o.tags?.length, 1, o.operationId);
        const good = Object.entries(o.responses).filter(([s]) => /^[123]\d\d$/.test(s));
        assert.equal(good.length, 1, `${o.operationId}: one success`);
        const [status, response] = good[0];
        assert.ok(['101', '204'].includes(status) || response.content || o.operationId.endsWith('Delivery'), `${o.operationId}: ${status} has a body`);
        if (['post', 'put', 'patch'].includes(o.method) && o.requestBody === undefined) assert.match(o.description, /no body/i, o.operationId);
    }
});

agrees('what needs a key says so, and refuses without', async () => {
    for (const o of operations) {
        const path = o.path.replaceAll(/\{\w+\}/g, '1');
        if (o.security.length === 0) continue;
        const r = await fetch(url + path, { method: o.method.toUpperCase(), body: o.requestBody ? '{}' : undefined });
        assert.equal(r.status, 401, `${o.method} ${path}`);
        assert.match(r.headers.get('content-type'), /^application\/problem\+json/);
        assert.ok(o.responses['401'], o.operationId);
    }
});

/** Enough of JSON Schema for what stands in this description. */
function fits(schema, value, at = '$') {
    if (schema.$ref) return fits(schema.$ref.slice(2).split('/').reduce((o, k) => o[k], doc), value, at);
    if (schema.oneOf) return assert.ok(schema.oneOf.some((s) => { try { fits(s, value, at); return true; } catch { return false; } }), at);
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    if (schema.type) assert.ok([schema.type].flat().some((t) => t === type || (t === 'number' && type === 'integer')), `${at}: ${type} is no ${schema.type}`);
    if (schema.enum) assert.ok(schema.enum.includes(value), `${at}: ${value} is none of ${schema.enum}`);
    if (schema.const !== undefined) assert.equal(value, schema.const, at);
    if (type === 'array') value.forEach((v, i) => fits(schema.items ?? {}, v, `${at}[${i}]`));
    if (type !== 'object') return;
    for (const k of schema.required ?? []) assert.ok(k in value, `${at}.${k} is missing`);
    for (const [k, v] of Object.entries(value)) {
        assert.ok(schema.properties?.[k] || schema.additionalProperties !== false, `${at}.${k} is not described`);
        if (schema.properties) assert.ok(schema.properties[k], `${at}.${k} is not described`);
        if (schema.properties?.[k]) fits(schema.properties[k], v, `${at}.${k}`);
    }
}
const schema_of = (id, status) => {
    const o = operations.find((x) => x.operationId === id);
    const r = o.responses[status] ?? assert.fail(`${id} does not describe ${status}`);
    const response = r.$ref ? r.$ref.slice(2).split('/').reduce((x, k) => x[k], doc) : r;
    return Object.values(response.content)[0].schema;
};

agrees('answers are as they are described', async () => {
    const json = (r) => r.json();
    const origin = { Origin: 'https://dave.test' };
    const session = await fetch(`${url}/api/v1/widget/sessions`, { method: 'POST', headers: { ...origin, 'X-Parley-Key': 'pk_dave' }, body: '{}' }).then(json);
    const auth = { ...origin, Authorization: `Bearer ${session.token}` };
    fits(schema_of('widgetSession', '201'), session);
    fits(schema_of('health', '200'), await fetch(`${url}/api/v1/health`).then(json));
    fits(schema_of('ready', '200'), await fetch(`${url}/api/v1/ready`).then(json));
    fits(schema_of('widgetSay', '202'), await fetch(`${url}/api/v1/widget/messages`, { method: 'POST', headers: auth, body: '{"cid":"o1","text":"hello"}' }).then(json));
    fits(schema_of('widgetMessages', '200'), await fetch(`${url}/api/v1/widget/messages`, { headers: auth }).then(json));
    fits(schema_of('widgetMessages', '401'), await fetch(`${url}/api/v1/widget/messages`, { headers: origin }).then(json));
    fits(schema_of('models', '200'), await fetch(`${url}/v1/models`).then(json));
    fits(schema_of('model', '404'), await fetch(`${url}/v1/models/nobody`).then(json));
    const ask = (more) => fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'dynamo-dave', messages: [{ role: 'user', content: 'hello' }], ...more }) }).then(json);
    fits(schema_of('chatCompletion', '200'), await ask());
    fits(schema_of('chatCompletion', '400'), await ask({ n: 99 }));
});

await run();
