// The widget protocol, small: what the browser test talks to where no real server is given. Strict about what a client may send; each breach of
// the protocol is a line in `faults`, and the test ends red when there is one.
//
//   node fake_server.mjs PORT      serves the demo page by hand
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { WebSocketServer } from 'ws';

const here = new URL('..', import.meta.url);
const KEY = 'pk_demo';

export async function start({ port = 0, origins = null } = {}) {
  const fake = {
    faults: [], visitors: new Map(), tokens: new Map(), sessions: 0, sockets_opened: 0, requests: [], branding: undefined, refresh_after_s: 600, text_chars: 4000,
    origins, down: false, // every request is cut
    tenant: { name: 'Harbour House', disclosure: 'You are chatting with an AI assistant of Harbour House. You can ask for a person at any time.', privacy_text: 'We keep this chat for 30 days to answer you. You can save or delete it whenever you like.', privacy_url: 'https://harbour-house.example/privacy' },
    oldest: 1, drop_acks: 0, refuse_next: [], slow_ms: 120,
  };
  const fault = (text) => fake.faults.push(text);
  const of = (token) => {
    const t = fake.tokens.get(token);
    return t && t.until > Date.now() ? fake.visitors.get(t.visitor) : undefined;
  };
  const problem = (res, status, title, headers = {}) => {
    res.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers });
    res.end(JSON.stringify({ title, status }));
  };

  // ---- the conversation ----

  const send = (line, frame) => line.send(frame);
  const all = (v, frame) => { for (const line of v.lines) send(line, frame); };
  const add = (v, from, text, cid) => {
    const m = { seq: ++v.seq, id: 'm_' + v.seq, from, text, at: Date.now(), ...(cid && fake.with_cid && { cid: fake.with_cid(cid) }) };
    v.messages.push(m);
    if (cid) v.cids.set(cid, m);
    all(v, { type: 'message', ...m });
    return m;
  };
  fake.add = add;
  fake.all = all;
  fake.set_state = (v, state) => { v.state = state; all(v, { type: 'state', state }); };
  fake.newest = () => [...fake.visitors.values()].pop();
  fake.close_all = (code) => { for (const v of fake.visitors.values()) for (const line of [...v.lines]) line.end(code); };

  function say(v, cid, text) { // -> the message, or a refusal
    if (typeof cid !== 'string' || !/^[0-9A-HJKMNP-TV-Z]{26}$/.test(cid)) fault('cid is no ULID: ' + cid);
    if (typeof text !== 'string' || !text) fault('say without text');
    if (fake.refuse_next.length) return fake.refuse_next.shift();
    if (v.cids.has(cid)) {
      if (v.cids.get(cid).text !== text) fault('a cid used for other words');
      return { message: v.cids.get(cid) };
    }
    if ([...text].length > fake.text_chars) return { code: 'too_long' };
    const message = add(v, 'visitor', text, cid);
    all(v, { type: 'receipt', upto: message.seq, kind: 'delivered' });
    answer(v, text);
    return { message };
  }

  function answer(v, text) {
    if (v.state === 'silent') return;
    const later = (ms, f) => setTimeout(() => fake.visitors.has(v.visitor) && f(), ms);
    if (/^(STOP|BERHENTI|BAJA)$/i.test(text)) {
      add(v, 'bot', "Done: we won't message you again.");
      fake.set_state(v, 'silent');
    } else if (/person|orang|persona/i.test(text)) {
      fake.set_state(v, 'handed_over');
      later(fake.slow_ms, () => add(v, 'person', 'Hello, this is Maya from the front desk. How can I help?'));
    } else if (v.state === 'open') {
      all(v, { type: 'typing', on: true, for_ms: 4000 });
      later(fake.slow_ms, () => add(v, 'bot', text.startsWith('echo ') ? text.slice(5) : 'You wrote: ' + text));
    }
    all(v, { type: 'receipt', upto: v.seq, kind: 'seen' });
  }

  function take(v, line, frame) {
    const fields = { hello: ['after', 'tab'], say: ['cid', 'text'], typing: ['on'], seen: ['seq'], bye: [] }[frame.type];
    if (!fields) { fault('unknown frame ' + JSON.stringify(frame)); return; }
    const extra = Object.keys(frame).filter((k) => k !== 'type' && !fields.includes(k)), missing = fields.filter((k) => !(k in frame));
    if (extra.length || missing.length) fault(`${frame.type}: extra ${extra}, missing ${missing}`);
    if (!line.greeted && frame.type !== 'hello' && frame.type !== 'bye') fault(frame.type + ' before hello');
    if (frame.type === 'hello') greet(v, line, frame.after);
    else if (frame.type === 'say') {
      const done = say(v, frame.cid, frame.text);
      if (done.code) send(line, { type: 'refused', cid: frame.cid, ...done });
      else if (fake.drop_acks > 0) { fake.drop_acks--; line.end(1006); } else send(line, { type: 'ack', cid: frame.cid, at: done.message.at, ...(!fake.no_seq && { seq: done.message.seq }) });
    } else if (frame.type === 'seen') {
      if (!(frame.seq > 0 && frame.seq <= v.seq)) fault('seen ' + frame.seq + ' of ' + v.seq);
      v.seen = Math.max(v.seen, frame.seq);
    } else if (frame.type === 'typing') v.typed.push(frame.on);
  }

  function greet(v, line, after) {
    if (!Number.isInteger(after) || after < 0) fault('after ' + after);
    line.greeted = true;
    v.lines.add(line);
    send(line, { type: 'ready', session: v.session, after, oldest: fake.oldest });
    for (const m of v.messages) if (m.seq > Math.max(after, fake.oldest - 1)) send(line, { type: 'message', ...m });
    send(line, { type: 'state', state: v.state });
  }

  // ---- HTTP ----

  const server = createServer(async (req, res) => {
    if (fake.down) { req.socket.destroy(); return; }
    const url = new URL(req.url, 'http://x'), origin = req.headers.origin, path = url.pathname.replace('/api/v1/widget/', '');
    fake.requests.push(req.method + ' ' + url.pathname);
    if (!url.pathname.startsWith('/api/')) { files(url, res); return; }
    if (url.search.includes('tok')) fault('a token in an address: ' + req.url);
    if (origin && fake.origins && !fake.origins.includes(origin)) { problem(res, 403, 'origin'); return; }
    if (origin) res.setHeader('Access-Control-Allow-Origin', origin), res.setHeader('Vary', 'Origin'), res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    if (req.method === 'OPTIONS') {
      res.writeHead(204, { 'Access-Control-Allow-Methods': 'GET, POST, DELETE', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Parley-Key', 'Access-Control-Max-Age': '7200' });
      res.end();
      return;
    }
    if (req.headers.cookie) fault('a cookie came');
    let body = '';
    for await (const part of req) body += part;
    body = body ? JSON.parse(body) : undefined;
    const json = (status, value) => { res.writeHead(status, { 'Content-Type': 'application/json' }); res.end(JSON.stringify(value)); };

    if (req.method === 'POST' && path === 'sessions') {
      if (req.headers['x-parley-key'] !== KEY) { problem(res, 403, 'key'); return; }
      if (!('visitor' in body) || !('locale' in body) || !/^https?:/.test(body.page) || Object.keys(body).length !== 3) fault('session body ' + JSON.stringify(body));
      fake.sessions++;
      const visitor = fake.visitors.has(body.visitor) ? body.visitor : 'v_' + randomBytes(16).toString('hex');
      if (!fake.visitors.has(visitor)) fake.visitors.set(visitor, { visitor, session: 's_' + fake.sessions, seq: 0, messages: [], cids: new Map(), lines: new Set(), state: 'open', seen: 0, typed: [] });
      const v = fake.visitors.get(visitor), token = randomBytes(24).toString('base64url');
      fake.tokens.set(token, { visitor, until: Date.now() + 900000 });
      json(201, { session: v.session, token, refresh_after_s: fake.refresh_after_s, visitor, conversation: 'c_' + visitor.slice(2, 8), last_seq: v.seq, tenant: fake.tenant, branding: fake.branding, limits: { text_chars: fake.text_chars, per_minute: 20 } });
      return;
    }
    const v = of((req.headers.authorization || '').replace(/^Bearer /, ''));
    if (!v) { problem(res, 401, 'token'); return; }
    const after = Number(url.searchParams.get('after') || 0);
    if (req.method === 'GET' && path === 'events') {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      const line = { send: (f) => res.write((f.seq ? `id: ${f.seq}\n` : '') + `event: ${f.type}\ndata: ${JSON.stringify(f)}\n\n`), end: () => res.destroy() };
      res.write(': hello\r\n\r\n');
      greet(v, line, after);
      res.on('close', () => v.lines.delete(line));
    } else if (req.method === 'GET' && path === 'messages') json(200, { messages: v.messages.filter((m) => m.seq > after), state: v.state });
    else if (req.method === 'POST' && path === 'messages') {
      const done = say(v, body.cid, body.text);
      if (done.retry_after_s) problem(res, done.code === 'later' ? 503 : 429, done.code, { 'Retry-After': String(done.retry_after_s) });
      else if (done.code) problem(res, done.code === 'too_long' ? 413 : 403, done.code);
      else json(202, { cid: body.cid, seq: fake.no_seq ? null : done.message.seq });
    } else if (req.method === 'GET' && path === 'transcript') {
      res.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
      res.end(v.messages.map((m) => `${m.from}: ${m.text}\n`).join(''));
    } else if (req.method === 'DELETE' && path === 'data') {
      if (fake.no_erase) { problem(res, 503, 'later'); return; }
      fake.visitors.delete(v.visitor);
      for (const line of [...v.lines]) line.end(4401);
      res.writeHead(204);
      res.end();
    } else problem(res, 404, 'nothing here');
  });

  function files(url, res) {
    const type = { '/widget/widget.js': 'text/javascript', '/widget/demo.html': 'text/html; charset=utf-8' }[url.pathname];
    if (!type) { problem(res, 404, 'nothing here'); return; }
    res.writeHead(200, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'cross-origin' });
    res.end(readFileSync(new URL(url.pathname.slice(8), here)));
  }

  // ---- WebSocket ----

  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.has('parley.v1') && 'parley.v1' });
  server.on('upgrade', (req, socket, head) => {
    if (fake.down || fake.no_sockets) { socket.destroy(); return; }
    if (req.url !== '/api/v1/widget/stream') { fault('upgrade of ' + req.url); socket.destroy(); return; }
    const offered = (req.headers['sec-websocket-protocol'] || '').split(/, */), token = (offered.find((o) => o.startsWith('tok.')) || '').slice(4);
    if (!offered.includes('parley.v1')) fault('no parley.v1');
    if (fake.http_401 && !of(token)) { socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'); return; }
    sockets.handleUpgrade(req, socket, head, (ws) => {
      fake.sockets_opened++;
      const v = of(token);
      if (fake.origins && !fake.origins.includes(req.headers.origin)) { ws.close(4403); return; }
      if (!v) { ws.close(4401); return; }
      const line = { send: (f) => ws.readyState === 1 && ws.send(JSON.stringify(f)), end: (code) => { v.lines.delete(line); if (code === 1006) ws.terminate(); else ws.close(code); } };
      ws.on('message', (data, binary) => {
        if (binary) fault('a binary frame');
        take(v, line, JSON.parse(data));
      });
      ws.on('close', () => v.lines.delete(line));
    });
  });

  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  fake.url = 'http://127.0.0.1:' + server.address().port;
  fake.key = KEY;
  fake.stop = () => { fake.close_all(1006); server.closeAllConnections(); server.close(); };
  return fake;
}

if (import.meta.url === pathToFileURL(process.argv[1] || '').href) {
  const fake = await start({ port: Number(process.argv[2] || 0) });
  console.log(fake.url + '/widget/demo.html');
}
