/* parley: the web chat widget, in one file without dependency or build step. docs/widget.md has its attributes and events.
 *
 *   <script src="https://chat.example/widget/widget.js" data-key="pk_..." async></script>
 *
 * Nothing is kept in the browser before the notice was agreed to; and of what is said, only what waits to be sent. */
(() => {
'use strict';
const script = document.currentScript || document.querySelector('script[data-key][src*="widget"]');
const given = script && script.dataset;
if (!given || !given.key || (window.parley && window.parley.open)) return;

const attempt = (f) => { try { return f(); } catch (_) { return undefined; } };
const server = (given.server || new URL(script.src).origin).replace(/\/+$/, '');
const locale = attempt(() => Intl.getCanonicalLocales(given.locale || document.documentElement.lang || navigator.language)[0]) || 'en';
const language = locale.split('-')[0];

// ---- words: English, Malay, Spanish

const WORDS = {
  chat: ['Chat', 'Sembang', 'Chat'],
  open: ['Open chat', 'Buka sembang', 'Abrir el chat'],
  close: ['Close chat', 'Tutup sembang', 'Cerrar el chat'],
  newer: ['New messages', 'Mesej baharu', 'Mensajes nuevos'],
  before: ['Before we start', 'Sebelum kita mula', 'Antes de empezar'],
  privacy: ['Privacy policy', 'Dasar privasi', 'Privacidad'],
  agree: ['Start chat', 'Mula sembang', 'Empezar'],
  decline: ['Not now', 'Bukan sekarang', 'Ahora no'],
  bot: ['AI assistant', 'Pembantu AI', 'Asistente de IA'],
  person: ['Team member', 'Ahli pasukan', 'Miembro del equipo'],
  visitor: ['You', 'Anda', 'Usted'],
  handed_over: ['A person has taken over. The AI no longer answers.', 'Petugas telah mengambil alih. AI tidak lagi menjawab.', 'Le atiende una persona. La IA ya no responde.'],
  silent: ['You asked us to stop. No more messages will come.', 'Anda meminta kami berhenti. Tiada lagi mesej.', 'Nos pidió parar. No recibirá más mensajes.'],
  closed: ['This conversation has ended.', 'Perbualan ini telah tamat.', 'Esta conversación ha terminado.'],
  offline: ['No connection. Messages will be sent later.', 'Tiada sambungan. Mesej akan dihantar kemudian.', 'Sin conexión. Los mensajes se enviarán después.'],
  write: ['Write a message', 'Tulis mesej', 'Escriba un mensaje'],
  send: ['Send', 'Hantar', 'Enviar'],
  typing: ['Typing', 'Sedang menaip', 'Escribiendo'],
  human: ['Person', 'Petugas', 'Persona'],
  human_tip: ['Talk to a person', 'Bercakap dengan orang', 'Hablar con una persona'],
  human_say: ['I want to talk to a person', 'Saya mahu bercakap dengan orang', 'Quiero hablar con una persona'],
  stop: ['Stop', 'Henti', 'Parar'],
  stop_tip: ['Stop all messages', 'Hentikan semua mesej', 'No recibir más mensajes'],
  stop_say: ['STOP', 'BERHENTI', 'BAJA'],
  save: ['Save', 'Simpan', 'Guardar'],
  save_tip: ['Download the conversation', 'Muat turun perbualan', 'Descargar la conversación'],
  erase: ['Delete', 'Padam', 'Borrar'],
  erase_tip: ['Delete this chat', 'Padam sembang ini', 'Borrar este chat'],
  sure_more: ['All we hold about it is erased for good.', 'Segala yang kami simpan dipadam terus.', 'Se borra para siempre todo lo que guardamos.'],
  keep: ['Keep', 'Kekalkan', 'Conservar'],
  gone: ['This chat has been deleted.', 'Sembang ini telah dipadam.', 'Este chat se ha borrado.'],
  retry: ['Try again', 'Cuba lagi', 'Reintentar'],
  waiting: ['Waiting', 'Menunggu', 'Pendiente'],
  sent: ['Sent', 'Dihantar', 'Enviado'],
  delivered: ['Delivered', 'Diterima', 'Entregado'],
  seen: ['Seen', 'Dibaca', 'Leído'],
  refused: ['Not sent', 'Tidak dihantar', 'No enviado'],
  too_long: ['Not sent: too long', 'Tidak dihantar: terlalu panjang', 'No enviado: demasiado largo'],
  down: ['That did not work. Please try again.', 'Tidak berjaya. Sila cuba lagi.', 'No ha funcionado. Inténtelo de nuevo.'],
  barred: ['The chat is not available here.', 'Sembang tidak tersedia di sini.', 'El chat no está disponible aquí.'],
};
const column = Math.max(0, ['en', 'ms', 'es'].indexOf(language));
const say = (name) => WORDS[name][column];

// ---- small things

const now = Date.now;
const is_text = (x) => typeof x === 'string';
const is_seq = (x) => Number.isSafeInteger(x) && x > 0;
const spread = (ms) => ms * (0.5 + Math.random());

function ulid() {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let out = '';
  for (let i = 0, time = now(); i < 10; i++, time = Math.floor(time / 32)) out = digits[time % 32] + out;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) out += digits[byte % 32];
  return out;
}

const listeners = {};
const tell = (event, detail) => (listeners[event] || []).forEach((f) => attempt(() => f(detail)));

// Text becomes text nodes, never markup.
function make(what, attributes, ...children) {
  const [tag, ...classes] = what.split('.');
  const at = document.createElement(tag);
  if (classes.length) at.className = classes.join(' ');
  for (const name in attributes) {
    if (typeof attributes[name] === 'function') at.addEventListener(name, attributes[name]);
    else at.setAttribute(name, attributes[name]);
  }
  at.append(...children.filter(Boolean));
  return at;
}
const button = (what, label, click, ...children) => make('button' + what, { type: 'button', 'aria-label': label, click }, ...children);
const plain = (what, name, click) => make('button.button' + what, { type: 'button', click }, say(name));

const ICONS = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-5 4.5v-4.5a2.5 2.5 0 0 1-2-2.5z',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 6l6 6-6 6',
  human: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.6-3.7 3.7-5.5 7.5-5.5s6.9 1.8 7.5 5.5',
  stop: 'M8 3.5h8l4.5 4.5v8l-4.5 4.5h-8l-4.5-4.5v-8zM9 9l6 6M15 9l-6 6',
  save: 'M12 4v11M7 10l5 5 5-5M5 20h14',
  erase: 'M4 6.5h16M9 6V4h6v2M6 6.5l1 14h10l1-14',
  shield: 'M12 3l7.5 3v5c0 5-3 8.5-7.5 10-4.5-1.5-7.5-5-7.5-10V6zM8.5 12l2.5 2.5 4.5-5',
  wire: 'M4 4l16 16M5 10a11 11 0 0 1 4-3M13 7a11 11 0 0 1 6 3M9 14a5 5 0 0 1 5-1M12 18h0',
};
function icon(name, look = '') {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg'), path = document.createElementNS(ns, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon ' + name + look);
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// https links in plain text. What is shown is what is opened: nobody before an @, no look-alike host, nothing invisible.
const LINK = /https:\/\/(?=([a-z0-9.-]+(?::\d+)?))\1(?![^\s.,;:!?)\]}'"/#…»”’]|:\S)(?:[/?#][\p{L}\p{N}\p{M}/?#[\]@!$&()*+,;:=%|~._-]*)?/giu;
function linked(text) {
  const out = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const href = found[0].replace(/[.,;:!?)\]*_-]+$/, '');
    out.append(text.slice(from, found.index), make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, href));
    from = found.index + href.length;
  }
  out.append(text.slice(from));
  return out;
}

// ---- what is kept

// In localStorage, once agreed, and in sessionStorage what this tab has to send.
const place = 'parley:' + server + ':' + given.key, place_out = place + ':out';
let kept = {}; // visitor, token, renew_at, tenant, branding, text_chars, agreed (the notice, as it was), seen

const load = () => attempt(() => JSON.parse(localStorage.getItem(place))) || {};
const keep = () => kept.agreed && attempt(() => localStorage.setItem(place, JSON.stringify(kept)));
const keep_outgoing = () => attempt(() => outgoing.length ? sessionStorage.setItem(place_out, JSON.stringify(outgoing.map(({ cid, text, at, after }) => ({ cid, text, at, after })))) : sessionStorage.removeItem(place_out));
const agreed = () => !!kept.agreed && kept.agreed === JSON.stringify(kept.tenant); // other words have to be agreed to anew

function newer_token(old) {
  const other = load();
  if (!other.token || other.token === old || other.visitor !== kept.visitor) return false;
  kept = { ...kept, token: other.token, renew_at: other.renew_at };
  return true;
}

// ---- the server

async function ask(method, path, { body, headers, bare, signal, patience = 15000 } = {}) {
  const cut = new AbortController();
  const timer = patience && setTimeout(() => cut.abort(), patience);
  if (signal) signal.addEventListener('abort', () => cut.abort());
  try {
    const answer = await fetch(server + '/api/v1/widget/' + path, {
      method, signal: cut.signal, credentials: 'omit', cache: 'no-store', body: body && JSON.stringify(body),
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }), ...(!bare && { Authorization: 'Bearer ' + kept.token }) },
    });
    if (answer.ok) return answer;
    throw Object.assign(new Error(path), { status: answer.status, wait_s: Number(answer.headers.get('Retry-After')) || 0 });
  } finally {
    clearTimeout(timer);
  }
}
async function ask_surely(method, path) {
  if (!fresh()) await session();
  return ask(method, path).catch((e) => {
    if (e.status !== 401) throw e;
    return session().then(() => ask(method, path));
  });
}

const fresh = () => kept.token && now() < kept.renew_at;
let asking = null;
const session = () => (asking = asking || new_session().finally(() => { asking = null; }));
async function new_session() {
  const visitor = kept.visitor || null;
  const body = { visitor, locale, page: location.origin + location.pathname };
  const s = await (await ask('POST', 'sessions', { bare: true, headers: { 'X-Parley-Key': given.key }, body })).json();
  if (!is_text(s.token) || !is_text(s.visitor)) throw new Error('sessions');
  const unknown = visitor && s.visitor !== visitor;
  if (unknown) forget();
  const t = s.tenant || {}, url = attempt(() => new URL(t.privacy_url));
  kept = {
    ...kept, visitor: s.visitor, token: s.token, renew_at: now() + 1000 * (s.refresh_after_s || 600), branding: s.branding || {},
    tenant: { name: '' + (t.name || say('chat')), disclosure: '' + (t.disclosure || say('bot')), privacy_text: '' + (t.privacy_text || ''), privacy_url: url && (url.protocol === 'https:' || url.origin === server) ? url.href : '' },
    text_chars: (s.limits && s.limits.text_chars) || 4000,
  };
  keep();
  brand();
  if (unknown && shown) show('gone');
}

// ---- the line: WebSocket, else events, else asking again and again

const KINDS = ['websocket', 'events', 'polling'];
const line = { level: 0, failures: 0, renewals: 0, timer: 0, up: null };
let barred = false;
const bars = (status) => [401, 403, 404].includes(status); // no such key, not this page

function connect() {
  clearTimeout(line.timer);
  if (!agreed() || barred || erasing || line.up) return;
  const mine = line.up = { ready: false, cut: new AbortController(), began: now() };
  Promise.resolve(fresh() || session()).then(() => {
    if (line.up !== mine) return;
    if (!agreed()) {
      disconnect();
      show_fitting();
      return;
    }
    mine.token = kept.token;
    [by_socket, by_events, by_asking][line.level](mine);
  }).catch((e) => lost(mine, e, true));
}

function disconnect() {
  const mine = line.up;
  clearTimeout(line.timer);
  line.up = null;
  if (!mine) return;
  mine.cut.abort();
  clearTimeout(mine.timer);
  clearTimeout(mine.better);
  if (mine.socket) {
    frame_out(mine, { type: 'bye' });
    mine.socket.close();
  }
  for (const item of outgoing) clearTimeout(item.timer), (item.away = false);
}

function lost(mine, { status, wait_s } = {}, no_token) {
  if (line.up !== mine) return;
  const stood = mine.ready;
  disconnect();
  let wait_ms;
  if (no_token && bars(status)) barred = true;
  else if (status === 4401 || status === 401) {
    if (!newer_token(mine.token)) kept.renew_at = 0;
    wait_ms = line.renewals++ ? spread(Math.min(30000, 1000 * 2 ** line.renewals)) : 0;
    line.level = 0;
  } else if (status === 4403 || status === 4409) barred = true;
  else if (status === 4429 || status === 429) {
    if (!no_token) line.level = 2;
    wait_ms = 1000 * (wait_s || 10) + spread(2000);
  } else if (status === 1012) wait_ms = spread(1500);
  else if (status === 1013) wait_ms = spread(8000);
  else if (stood && (status === 1000 || now() - mine.began > 5000)) wait_ms = status === 1000 ? 0 : spread(500);
  else {
    if (!no_token) line.level = (line.level + 1) % 3;
    wait_ms = ++line.failures < 3 ? spread(100) : spread(Math.min(20000, 250 * 2 ** line.failures));
  }
  if (!barred) line.timer = setTimeout(connect, wait_ms);
  typing(false);
  show_line();
}

function stands(mine) {
  if (line.up !== mine || mine.ready) return;
  mine.ready = true;
  line.failures = line.renewals = 0;
  quiet();
  if (line.level) mine.better = setTimeout(() => { line.level = 0; lost(mine, { status: 1000 }); }, spread(300000));
  show_line();
  pump();
  report_seen();
}

const frame_out = (mine, frame) => mine && mine.socket && mine.socket.readyState === 1 && mine.socket.send(JSON.stringify(frame));

function by_socket(mine) {
  const socket = mine.socket = attempt(() => new WebSocket(server.replace(/^http/, 'ws') + '/api/v1/widget/stream', ['parley.v1', 'tok.' + mine.token]));
  if (!socket) return lost(mine);
  mine.timer = setTimeout(() => lost(mine), 6000);
  socket.onopen = () => frame_out(mine, { type: 'hello', after: last, tab });
  socket.onmessage = (e) => take(mine, attempt(() => JSON.parse(e.data)));
  socket.onclose = (e) => lost(mine, { status: e.code });
  socket.onerror = () => lost(mine); // where a policy forbids it, no close follows
}

async function by_events(mine) {
  mine.timer = setTimeout(() => lost(mine), 8000);
  try {
    const answer = await ask('GET', 'events?after=' + last, { signal: mine.cut.signal, patience: 0 });
    const reader = answer.body.getReader(), decoder = new TextDecoder();
    let rest = '', data = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done || line.up !== mine) break;
      clearTimeout(mine.timer);
      mine.timer = setTimeout(() => lost(mine), 60000); // a comment comes every 15 s
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      if (rest.length > 1e6) break;
      for (const l of lines) {
        if (l.startsWith('data:')) data += l.slice(5);
        else if (!l) {
          take(mine, attempt(() => JSON.parse(data)));
          data = '';
        }
      }
      if (!mine.reading) stands(mine);
    }
    lost(mine);
  } catch (e) {
    lost(mine, e);
  }
}

async function by_asking(mine) {
  let rest_ms = 1000;
  try {
    while (line.up === mine) {
      const before = last;
      await read_history(mine);
      stands(mine);
      rest_ms = last > before ? 1000 : Math.min(rest_ms * 1.3, document.hidden ? 30000 : shown ? 5000 : 15000);
      await new Promise((wake) => { mine.wake = wake; mine.timer = setTimeout(wake, spread(rest_ms)); });
    }
  } catch (e) {
    lost(mine, e);
  }
}

async function read_history(mine) {
  const page = await (await ask('GET', 'messages?after=' + last, { signal: mine.cut.signal })).json();
  if (line.up !== mine) return;
  page.messages.forEach(message);
  state(page.state);
}

function take(mine, f) {
  if (line.up !== mine || !f) return;
  switch (f.type) {
  case 'ready':
    if (mine.socket) clearTimeout(mine.timer);
    mine.reading = last < f.oldest && f.oldest > 1; // more was missed than the stream repeats
    if (mine.reading) read_history(mine).then(() => stands(mine)).catch((e) => lost(mine, e));
    else stands(mine);
    break;
  case 'ack': acknowledged(f.cid, f.seq, f.at); break;
  case 'refused': refused(f.cid, f.code, f.retry_after_s); break;
  case 'message': message(f); break;
  case 'typing': typing(f.on === true, Number(f.for_ms) || 5000); break;
  case 'receipt':
    reached.delivered = Math.max(reached.delivered, f.upto || 0);
    if (f.kind === 'seen') reached.seen = Math.max(reached.seen, f.upto || 0);
    refresh();
    break;
  case 'state': state(f.state); break;
  case 'renew':
    setTimeout(() => {
      if (line.up !== mine) return;
      if (!newer_token(mine.token)) kept.renew_at = 0;
      lost(mine, { status: 1000 });
    }, Math.random() * Math.min(5000, 500 * (f.in_s || 0)));
  }
}

// ---- the conversation

const tab = ulid();
let items = [];    // {seq, from, text, at, cid, status, node, bubble}, by seq; those without come last, as written
let outgoing = []; // those of them that the server has not acknowledged
let last = 0;      // the highest seq that came down the line; an acknowledgement may overtake, and does not count
let mood = 'open';
let reached = { delivered: 0, seen: 0 };

function message({ seq, from, text, at, cid }) {
  if (!is_seq(seq) || !is_text(text) || !['bot', 'person', 'visitor'].includes(from)) return;
  last = Math.max(last, seq);
  if (items.some((i) => i.seq === seq)) return;
  const ours = from === 'visitor' && (items.find((i) => !i.seq && cid && i.cid === cid) || items.find((i) => !i.seq && i.status === 'sent' && i.text === text));
  if (ours) settle(ours, seq, at);
  else place_item({ seq, from, text, at: Number(at) || now() });
  if (from !== 'visitor') {
    typing(false);
    if (!(seq <= kept.seen)) tell('message', { from, text, at });
  }
  report_seen();
}

function enqueue({ text, cid, at, after }) {
  const item = { from: 'visitor', text, cid, at, after, status: 'waiting' };
  outgoing.push(item);
  keep_outgoing();
  place_item(item);
  to_end();
}
function write(text) {
  text = text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').trim();
  if (!text) return;
  heard();
  enqueue({ text, cid: ulid(), at: now(), after: last });
  pump();
  connect();
}

// One at a time, so that the order holds whatever is refused or lost in between.
function pump() {
  const item = outgoing[0], mine = line.up;
  if (!item || item.away || !mine || !mine.ready) return;
  const { cid, text } = item;
  item.away = true;
  if (mine.socket) {
    frame_out(mine, { type: 'say', cid, text });
    item.timer = setTimeout(() => lost(mine), 12000);
    return;
  }
  ask('POST', 'messages', { body: { cid, text } }).then((answer) => answer.json()).then((done) => {
    acknowledged(cid, done.seq, done.at);
    if (mine.wake) mine.wake();
  }).catch((e) => {
    if (outgoing[0] !== item) return;
    if (e.status === 429 || e.status === 503) refused(cid, '', e.wait_s || 5);
    else if ([400, 403, 409, 413, 422].includes(e.status)) refused(cid, e.status === 413 ? 'too_long' : 'refused');
    else lost(mine, e);
  });
}

function take_out(cid) {
  const item = outgoing.find((i) => i.cid === cid);
  if (!item) return item;
  clearTimeout(item.timer);
  outgoing = outgoing.filter((i) => i !== item);
  keep_outgoing();
  return item;
}
function acknowledged(cid, seq, at) {
  const item = take_out(cid);
  if (!item) return;
  item.status = 'sent';
  const twin = items.find((i) => i.seq > item.after && !i.cid && i.from === 'visitor' && i.text === item.text); // it came before
  if (is_seq(seq)) settle(item, seq, at);
  else if (twin) twin.cid = cid, remove(item);
  refresh();
  pump();
}
function refused(cid, code, retry_after_s) {
  const first = outgoing[0];
  if (retry_after_s && first && first.cid === cid) {
    clearTimeout(first.timer);
    first.timer = setTimeout(() => { first.away = false; pump(); }, 1000 * Math.min(600, retry_after_s) + spread(200));
    return;
  }
  const item = take_out(cid);
  if (item) item.status = code === 'too_long' ? code : 'refused';
  refresh();
  pump();
}

// Our own words have their number; they may have come down the line already.
function settle(item, seq, at) {
  take_out(item.cid);
  remove(item);
  if (items.some((i) => i.seq === seq)) refresh();
  else place_item(Object.assign(item, { seq, at: Number(at) || item.at, status: 'sent' }));
}
function remove(item) {
  item.node.remove();
  items = items.filter((i) => i !== item);
}

function state(next) {
  if (!['open', 'handed_over', 'silent', 'closed'].includes(next) || next === mood) return;
  mood = next;
  show_line();
  tell('state', next);
}

function report_seen() {
  if (shown && view === 'chat' && !document.hidden && !(last <= kept.seen)) {
    kept.seen = last;
    keep();
  }
  const mine = line.up;
  if (mine && mine.ready && kept.seen > (mine.seen || 0)) {
    mine.seen = kept.seen;
    frame_out(mine, { type: 'seen', seq: kept.seen });
  }
  show_unread();
}

let told_typing = 0, typing_timer = 0;
function tell_typing(on) {
  clearTimeout(typing_timer);
  if (on) typing_timer = setTimeout(tell_typing, 5000);
  if (on ? now() - told_typing < 3000 : !told_typing) return;
  told_typing = on ? now() : 0;
  if (line.up && line.up.ready) frame_out(line.up, { type: 'typing', on: !!on });
}

function forget() {
  disconnect();
  items.forEach(remove);
  outgoing = [];
  attempt(() => localStorage.removeItem(place));
  attempt(() => sessionStorage.removeItem(place_out));
  last = 0;
  mood = 'open';
  reached = { delivered: 0, seen: 0 };
  kept = { tenant: kept.tenant, branding: kept.branding };
}

let erasing = false;
async function erase() {
  erasing = true;
  disconnect();
  try {
    await ask_surely('DELETE', 'data');
    forget();
    tell('deleted');
    show('gone');
  } catch (_) { complain(); }
  erasing = false;
  connect();
}

async function download() {
  try {
    const text = await (await ask_surely('GET', 'transcript')).text();
    const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    make('a', { href, download: 'chat.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  } catch (_) { complain(); }
}

// ---- looks

const LOOKS = `
:host{all:initial!important}
.all{--bg:#fff;--soft:#f1f3f7;--text:#16191f;--muted:#596273;--line:#dfe3ea;--danger:#b3261e;--rim:inset 0 0 0 1px rgba(128,134,148,.3);
  --shade:0 12px 40px rgba(15,20,30,.22),0 2px 8px rgba(15,20,30,.12);--gap:var(--parley-gap,20px);
  position:fixed;z-index:var(--parley-layer,2147483000);inset:auto var(--gap) var(--gap) auto;color-scheme:light;
  font:15px/1.45 var(--parley-font,system-ui,sans-serif)}
.dark{--bg:#181b21;--soft:#272c36;--text:#eef1f6;--muted:#a9b2c1;--line:#3a414e;--danger:#ff9d94;--shade:0 12px 40px rgba(0,0,0,.6),0 0 0 1px #343a46;color-scheme:dark}
.left{inset:auto auto var(--gap) var(--gap)}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
button,textarea{font:inherit;color:inherit;border:0;background:none;padding:0}
button{cursor:pointer}
:focus{outline:0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.icon{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
.hush{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.launch,.face,.round,.go{display:grid;place-items:center;width:40px;height:40px;border-radius:50%;flex:none}
.launch,.face,.go,.main,.visitor .bubble{background:var(--accent);color:var(--on-accent);box-shadow:var(--rim)}
.launch{width:60px;height:60px;position:relative;box-shadow:0 6px 20px rgba(15,20,30,.28),var(--rim)}
.launch:focus-visible{outline-color:var(--bg);box-shadow:0 0 0 7px var(--link)}
.launch .icon{width:28px;height:28px}
.badge{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;padding:0 6px;border-radius:11px;background:#c5221f;color:#fff;font:700 13px/22px var(--parley-font,system-ui,sans-serif);box-shadow:0 0 0 2px #fff}
.panel{position:fixed;inset:auto var(--gap) var(--gap) auto;width:392px;max-width:calc(100vw - 2*var(--gap));height:min(660px,100vh - 2*var(--gap));display:flex;flex-direction:column;
  background:var(--bg);color:var(--text);border-radius:var(--parley-radius,18px);box-shadow:var(--shade);overflow:hidden;animation:rise .2s ease-out}
.left .panel{inset:auto auto var(--gap) var(--gap)}
@keyframes rise{from{opacity:0;transform:translateY(12px)}}
.head{display:flex;align-items:center;gap:12px;padding:14px;border-bottom:1px solid var(--line)}
.names{flex:1;min-width:0}
h2,h3{font-size:16px;line-height:1.3;overflow-wrap:anywhere}
h2{max-height:2.6em;overflow:hidden}
.line{font-size:13px;color:var(--muted);display:flex;align-items:center;gap:6px}
.line:before{content:"";width:8px;height:8px;border-radius:50%;background:#b06f00}
.line.up:before{background:#1a8a4a}
.round{color:var(--muted)}
.round:hover,.button:hover,.tools button:hover{background:var(--soft);color:var(--text)}
.page{flex:1;min-height:0;overflow:auto;padding:24px;display:flex;flex-direction:column;gap:14px;overscroll-behavior:contain}
.big{width:44px;height:44px;padding:9px;border-radius:14px;background:var(--soft);color:var(--link)}
.page h3{font-size:20px}
.page p{overflow-wrap:anywhere;white-space:pre-wrap}
.first{font-weight:600;padding:12px 14px;border-radius:12px;background:var(--soft)}
.more{color:var(--muted);font-size:14px}
.page .row{margin-top:auto}
a{color:var(--link);text-underline-offset:2px}
.row{display:flex;flex-wrap:wrap;gap:10px}
.button{flex:1 0 auto;min-height:46px;padding:10px 16px;border-radius:12px;font-weight:600;box-shadow:inset 0 0 0 1px var(--line)}
.button.main{flex-grow:2;background:var(--accent);color:var(--on-accent)}
.button.main:hover,.launch:hover,.go:hover{background:var(--accent);filter:brightness(.92)}
.button.danger{background:var(--danger);color:var(--bg)}
.chat{flex:1;min-height:0;display:flex;flex-direction:column}
.scroll{flex:1;min-height:90px;overflow-y:auto;overscroll-behavior:contain;padding:16px 16px 10px;position:relative}
.scroll:focus-visible{outline-offset:-3px}
.intro{margin:0 auto 14px;max-width:88%;text-align:center;font-size:13px;color:var(--muted);overflow-wrap:anywhere}
.item{display:flex;flex-direction:column;align-items:flex-start;margin-top:10px}
.item.next{margin-top:3px}
.item.visitor{align-items:flex-end}
.day,.who,.foot{font-size:12px;color:var(--muted);margin:3px 4px}
.day{align-self:center;font-weight:600;margin:8px}
.day:first-letter{text-transform:uppercase}
.foot button{text-decoration:underline;min-height:24px;margin-inline-start:8px}
.bubble{max-width:84%;padding:9px 13px;border-radius:16px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.bot .bubble,.person .bubble,.dots{border-start-start-radius:5px}
.person .bubble{border-inline-start:3px solid var(--link)}
.visitor .bubble{border-end-end-radius:5px}
.visitor a{color:inherit}
.visitor.bad .bubble{background:none;color:inherit;box-shadow:inset 0 0 0 2px var(--danger)}
.bad .foot{color:var(--danger);font-weight:600}
.dots{display:inline-flex;gap:5px;margin-top:10px;padding:14px;border-radius:16px;background:var(--soft)}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--muted);animation:beat 1.2s infinite}
.dots i+i{animation-delay:.15s}.dots i+i+i{animation-delay:.3s}
@keyframes beat{0%,60%,to{opacity:.35}30%{opacity:1;transform:translateY(-3px)}}
.newer{align-self:center;margin-top:-44px;z-index:1;padding:7px 14px;border-radius:18px;background:var(--bg);font-size:13px;font-weight:600;box-shadow:var(--shade)}
.banner{display:flex;gap:10px;align-items:center;margin:8px 12px;padding:10px 12px;border-radius:12px;background:var(--soft);font-size:14px}
.banner .icon{color:var(--link)}
.pen{display:flex;align-items:flex-end;gap:6px;margin:0 12px;padding:5px;padding-inline-start:16px;border:1px solid #858e9e;border-radius:25px}
.pen:focus-within{border-color:var(--link);box-shadow:0 0 0 1px var(--link)}
textarea{flex:1;min-width:0;resize:none;font-size:16px;line-height:1.4;padding:8px 0;height:39px;outline:0!important}
textarea::placeholder{color:var(--muted);opacity:1}
.go[aria-disabled=true]{background:var(--soft);color:var(--muted)}
[dir=rtl] .send{transform:scaleX(-1)}
.count{font-size:12px;color:var(--muted);margin:4px 18px 0;text-align:end}
.tools{display:flex;padding:5px 8px 7px}
.tools button{flex:1;min-width:0;display:flex;align-items:center;justify-content:center;gap:5px;min-height:36px;border-radius:10px;font-size:13px;color:var(--muted)}
.tools .icon{width:16px;height:16px}
.veil{position:absolute;inset:0;display:grid;align-items:end;background:rgba(10,13,18,.5);overflow:auto}
.ask{background:var(--bg);margin:12px;padding:20px;border-radius:16px;display:grid;gap:12px}
@media (max-width:480px),(max-height:420px){
  .panel,.left .panel{inset:var(--top,0) 0 auto;width:auto;max-width:none;height:var(--high,100vh);border-radius:0;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}}
@media (max-width:480px){.tools button{flex-direction:column;gap:2px;min-height:46px;font-size:12px}.tools .icon{width:20px;height:20px}}
@media (max-height:420px){.head{padding-block:5px}.face,.big{display:none}.scroll{padding-block:6px}.tools{padding-block:2px}.page{padding-block:12px}}
@media (max-height:300px){.panel{overflow:auto}.page,.chat{flex:none}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media (forced-colors:active){.panel,.bubble,.button,.launch,.go,.ask{border:1px solid}}
@media print{.all{display:none}}
`;

const host = document.createElement('parley-chat');
const root = host.attachShadow({ mode: 'open' });
const sheet = attempt(() => { // a constructed sheet is no inline style to a Content-Security-Policy
  const made = new CSSStyleSheet();
  made.replaceSync(LOOKS);
  return (root.adoptedStyleSheets = [made]);
});
if (!sheet) root.append(make('style', { nonce: script.nonce }, LOOKS));

const channels = (hex) => /^#([0-9a-f]{3}){1,2}$/i.test(hex) ? hex.slice(1).match(hex.length < 5 ? /./g : /../g).map((v) => parseInt((v + v).slice(0, 2), 16)) : null;
const light = (c) => c.reduce((sum, v, i) => sum + [0.2126, 0.7152, 0.0722][i] * (v < 10 ? v / 3294 : ((v / 255 + 0.055) / 1.055) ** 2.4), 0);
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

// Words on the tenant's colour and in it: contrast 4.5 or better, whatever it is.
function brand() {
  const { accent, title, position } = kept.branding || {};
  const colour = channels(given.accent) || channels(getComputedStyle(host).getPropertyValue('--parley-accent').trim()) || channels(accent) || [47, 91, 234];
  const behind = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) || []).map(Number);
  const dark = given.theme ? given.theme === 'dark' : behind.length > 2 && behind[3] !== 0 && light(behind.slice(0, 3)) < 0.12;
  let ink = colour;
  while (contrast(ink, dark ? [39, 44, 54] : [241, 243, 247]) < 4.6) ink = ink.map((v) => Math.round(v * 0.92 + (dark ? 20.4 : 0)));
  host.style.setProperty('--accent', `rgb(${colour})`);
  host.style.setProperty('--on-accent', contrast(colour, [255, 255, 255]) > 4.5 ? '#fff' : '#000');
  host.style.setProperty('--link', `rgb(${ink})`);
  all.className = 'all' + (dark ? ' dark' : '') + ((given.position || position) === 'left' ? ' left' : '');
  heading.textContent = title || (kept.tenant ? kept.tenant.name : say('chat'));
}

// ---- the panel

let shown = false, view = '', before_focus = null;

const badge = make('span.badge', { hidden: '' });
const launch = button('.launch', say('open'), () => open(), icon('chat'), badge);
const heading = make('h2', { id: 'title', dir: 'auto' });
const status = make('p.line', { role: 'status' });
const list = make('div', { role: 'log', 'aria-live': 'off', 'aria-label': say('chat') });
const dots = make('div.dots', { hidden: '' }, make('span.hush', {}, say('typing')), make('i'), make('i'), make('i'));
const intro = make('p.intro', { dir: 'auto' });
const scroll = make('div.scroll', { tabindex: '0', role: 'group', 'aria-label': say('chat'), scroll: () => { if (at_end()) newer.hidden = true; } }, intro, list, dots);
const newer = make('button.newer', { type: 'button', hidden: '', click: () => { to_end(); box.focus(); } }, say('newer') + ' ↓');
const banner = make('div.banner', { role: 'status', hidden: '' });
const box = make('textarea', { rows: '1', 'aria-label': say('write'), placeholder: say('write'), dir: 'auto', enterkeyhint: 'send', input: () => { fit(); tell_typing(box.value.trim()); }, keydown: typed });
const go = button('.go', say('send'), submit, icon('send'));
go.setAttribute('aria-disabled', 'true');
const count = make('p.count', { hidden: '' });

const TOOLS = [['human', 'P', () => write(say('human_say'))], ['stop', 'S', () => write(say('stop_say'))], ['save', 'D', download], ['erase', 'E', confirm_erase]];
const tools = make('div.tools', {}, ...TOOLS.map(([name, letter, click]) =>
  make('button.' + name, { type: 'button', title: `${say(name + '_tip')} (Alt+${letter})`, 'aria-label': say(name + '_tip'), 'aria-keyshortcuts': 'Alt+' + letter, click }, icon(name), say(name))));
const chat = make('div.chat', {}, scroll, newer, banner, make('div.pen', {}, box, go), count, tools);
const page = make('div.page');
const main = make('div.chat', {}, make('div.head', {}, make('div.face', {}, icon('chat')), make('div.names', {}, heading, status), button('.round', say('close'), close, icon('close'))), page, chat);
const panel = make('section.panel', { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'title', tabindex: '-1', hidden: '', keydown: keys }, main);
const all = make('div', { dir: ['ar', 'fa', 'he', 'ur'].includes(language) ? 'rtl' : 'ltr', lang: ['en', 'ms', 'es'][column] }, launch, panel);
root.append(all);

function show(next) {
  const { tenant } = kept, row = (...buttons) => make('div.row', {}, ...buttons);
  view = next;
  page.hidden = next === 'chat';
  chat.hidden = !page.hidden;
  if (next === 'chat') {
    intro.replaceChildren(linked(tenant.disclosure));
    box.maxLength = kept.text_chars;
    to_end();
    report_seen();
  } else {
    page.replaceChildren(...{
      wait: () => ['…'],
      notice: () => [
        icon('shield', ' big'), make('h3', {}, say('before')), make('p.first', { dir: 'auto' }, linked(tenant.disclosure)), make('p.more', { dir: 'auto' }, linked(tenant.privacy_text)),
        tenant.privacy_url ? make('a', { href: tenant.privacy_url, target: '_blank', rel: 'noopener noreferrer' }, say('privacy')) : '', row(plain('.main', 'agree', agree), plain('', 'decline', close))],
      fail: () => [icon('wire', ' big'), make('p', { role: 'alert' }, say(barred ? 'barred' : 'down')), barred ? '' : row(plain('.main', 'retry', begin))],
      gone: () => [icon('erase', ' big'), make('h3', { role: 'status' }, say('gone')), row(plain('.main', 'agree', begin), plain('', 'close', close))],
    }[next]());
  }
  show_line();
  if (shown && (document.activeElement === host || document.activeElement === document.body)) focus_first();
}
const show_fitting = () => shown && show(agreed() ? 'chat' : 'notice');

function focus_first() {
  const calm = matchMedia('(pointer:coarse)').matches; // a keyboard that jumps up hides what was opened
  (view === 'chat' ? (calm ? scroll : box) : page.querySelector('.main') || panel).focus({ preventScroll: true });
}

let told_line = 'down';
function show_line() {
  const up = !!line.up && line.up.ready, off = !up && agreed() && (line.failures > 1 || !navigator.onLine);
  if (barred && shown && view === 'chat') { show('fail'); return; }
  const text = say(mood === 'handed_over' ? 'person' : 'bot');
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle('up', up || view !== 'chat');
  const told = complaint || (off ? say('offline') : mood === 'open' ? '' : say(mood)), end = at_end();
  banner.hidden = !told;
  if (banner.textContent !== told) banner.replaceChildren(icon(off || complaint ? 'wire' : mood === 'handed_over' ? 'human' : 'stop'), told);
  if (end) to_end();
  const kind = up ? KINDS[line.level] : 'down';
  if (kind !== told_line) tell('connection', (told_line = kind));
}
let complaint = '';
function complain() {
  complaint = say('down');
  show_line();
  setTimeout(() => { complaint = ''; show_line(); }, 6000);
}

let told_unread = 0;
function show_unread() {
  const n = items.filter((i) => i.from !== 'visitor' && !(i.seq <= kept.seen)).length;
  badge.hidden = !n;
  badge.textContent = n > 99 ? '99+' : n;
  launch.setAttribute('aria-label', say('open') + (n ? `. ${say('newer')}: ${n}` : ''));
  if (n !== told_unread) tell('unread', (told_unread = n));
}

const at_end = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
function to_end(item) { // of an answer that is longer than the window: to its beginning
  scroll.scrollTop = item ? Math.min(scroll.scrollHeight - scroll.clientHeight, item.node.offsetTop - 8) : scroll.scrollHeight;
  newer.hidden = true;
}

function place_item(item) {
  const end = at_end(), behind = item.seq ? items.findIndex((i) => !(i.seq < item.seq)) : -1;
  item.bubble = item.bubble || make('div.bubble', {}, linked(item.text));
  item.node = item.node || make('div');
  list.insertBefore(item.node, behind < 0 ? null : items[behind].node);
  items.splice(behind < 0 ? items.length : behind, 0, item);
  refresh();
  if (end) to_end(item);
  else if (item.from !== 'visitor') newer.hidden = false;
  if (quiet_timer) quiet();
}
// What came before is there to be read, not to be read out.
let quiet_timer = 0;
const heard = () => list.setAttribute('aria-live', 'polite');
function quiet() {
  clearTimeout(quiet_timer);
  quiet_timer = setTimeout(heard, 500);
}

const day_of = (i) => new Date(i.at).toDateString();
const shape = (at, how) => new Intl.DateTimeFormat(locale, how).format(at);
const close_by = (a, b) => a && b && a.from === b.from && Math.abs(a.at - b.at) < 300000 && day_of(a) === day_of(b);
function refresh() {
  items.forEach((item, i) => {
    const follows = close_by(items[i - 1], item), mine = item.from === 'visitor', bad = mine && WORDS[item.status] && !['waiting', 'sent'].includes(item.status);
    const day = day_of(items[i - 1] || { at: now() }) === day_of(item) ? '' : shape(item.at, { weekday: 'long', day: 'numeric', month: 'long' });
    const step = bad ? item.status : mine && !item.seq && item.status === 'waiting' ? 'waiting' : item.seq <= reached.seen ? 'seen' : item.seq <= reached.delivered ? 'delivered' : 'sent';
    const foot = bad || step === 'waiting' ? say(step) : close_by(item, items[i + 1]) ? '' : shape(item.at, { hour: 'numeric', minute: '2-digit' }) + (mine ? ' · ' + say(step) : '');
    const look = [day, follows, foot, bad].join();
    if (item.look === look) return;
    item.look = look;
    item.node.className = `item ${item.from}${follows ? ' next' : ''}${bad ? ' bad' : ''}`;
    item.node.replaceChildren(day ? make('div.day', {}, day) : '', make(mine || follows ? 'span.hush' : 'span.who', {}, say(item.from)), item.bubble,
      foot ? make('div.foot', {}, foot, bad && step !== 'too_long' ? make('button', { type: 'button', click: () => { remove(item); write(item.text); box.focus(); } }, say('retry')) : '') : '');
  });
}

let dots_timer = 0;
function typing(on, for_ms) {
  const end = at_end();
  clearTimeout(dots_timer);
  dots.hidden = !on;
  if (on) dots_timer = setTimeout(typing, Math.min(30000, for_ms));
  if (end) to_end();
}

function fit() {
  const used = box.value.length;
  box.style.height = 0;
  box.style.height = Math.min(126, box.scrollHeight) + 'px';
  count.hidden = used < kept.text_chars * 0.9;
  count.textContent = `${used} / ${kept.text_chars}`;
  go.setAttribute('aria-disabled', !box.value.trim());
}
function submit() {
  write(box.value);
  tell_typing();
  box.value = '';
  fit();
  box.focus();
}
function typed(e) {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  submit();
}

function confirm_erase() {
  const end = () => {
    veil.remove();
    main.inert = false;
    focus_first();
  };
  const yes = plain('.danger', 'erase', () => { yes.disabled = true; erase().then(end); }), no = plain('', 'keep', end);
  const veil = make('div.veil', { keydown: (e) => { if (e.key === 'Escape') e.stopPropagation(), end(); } },
    make('div.ask', { role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'sure', 'aria-describedby': 'more' },
      make('h3', { id: 'sure' }, say('erase_tip')), make('p', { id: 'more' }, say('sure_more')), make('div.row', {}, no, yes)));
  main.inert = true;
  panel.append(veil);
  no.focus();
}

function keys(e) {
  e.stopPropagation(); // the page's own shortcuts are not meant
  if (e.key === 'Escape' && !e.isComposing) close();
  const veil = panel.querySelector('.veil');
  const tool = e.altKey && !e.ctrlKey && !e.metaKey && !e.repeat && view === 'chat' && !veil && TOOLS.find((t) => e.code === 'Key' + t[1]);
  if (tool) {
    e.preventDefault();
    tool[2]();
  }
  if (e.key !== 'Tab') return;
  const stops = [...(veil || main).querySelectorAll('button,a,textarea,[tabindex]')].filter((x) => x.offsetParent && !x.disabled);
  if (e.shiftKey) stops.reverse();
  const at = stops.indexOf(root.activeElement);
  if (at >= 0 && at < stops.length - 1) return;
  e.preventDefault();
  (stops[0] || panel).focus();
}

function agree() {
  kept.agreed = JSON.stringify(kept.tenant);
  keep();
  tell('agreed');
  show('chat');
  box.focus();
  connect();
}

function begin() {
  show(barred ? 'fail' : 'wait');
  if (!barred) Promise.resolve(fresh() || session()).then(show_fitting, (e) => {
    barred = bars(e.status);
    if (shown) show('fail');
  });
}

const narrow = matchMedia('(max-width:480px),(max-height:420px)');
let page_overflow = null;
function hold_page() { // no page scrolls under a full screen, no keyboard covers the last line
  const style = document.documentElement.style, held = page_overflow !== null, hold = shown && narrow.matches;
  if (hold && !held) page_overflow = style.overflow;
  if (hold !== held) style.overflow = hold ? 'hidden' : page_overflow;
  if (!hold) page_overflow = null;
  const eye = window.visualViewport;
  if (!eye || eye.scale > 1.05) return;
  panel.style.setProperty('--high', eye.height + 'px');
  panel.style.setProperty('--top', eye.offsetTop + 'px');
}

function open(quietly) {
  if (shown) return;
  if (!host.isConnected) document.body.append(host);
  before_focus = document.activeElement;
  shown = true;
  brand();
  panel.hidden = false;
  launch.hidden = true;
  hold_page();
  if (quietly !== true) panel.focus();
  if (agreed()) show('chat');
  else begin();
  connect();
  tell('open');
}
function close() {
  if (!shown) return;
  const inside = document.activeElement === host, veil = panel.querySelector('.veil');
  if (veil) veil.remove();
  shown = main.inert = false;
  panel.hidden = true;
  launch.hidden = false;
  hold_page();
  if (inside) (before_focus && before_focus !== document.body && before_focus !== host && before_focus.isConnected ? before_focus : launch).focus();
  tell('close');
}

// ---- the page around

function start() {
  document.body.append(host);
  kept = load();
  brand();
  for (const o of (agreed() && attempt(() => JSON.parse(sessionStorage.getItem(place_out)))) || []) enqueue(o);
  connect();
  if ('open' in given && !narrow.matches) open(true);
}

function connect_anew() {
  line.level = line.failures = 0;
  if (line.up && line.up.ready) lost(line.up, { status: 1000 });
  else connect();
}
addEventListener('online', connect_anew);
addEventListener('offline', () => { if (line.up) lost(line.up); show_line(); });
addEventListener('pagehide', disconnect);
addEventListener('pageshow', (e) => { if (e.persisted) connect(); });
let hidden_at = 0, rest_timer = 0;
document.addEventListener('visibilitychange', () => {
  clearTimeout(rest_timer);
  if (document.hidden) {
    hidden_at = now();
    rest_timer = setTimeout(() => { if (!outgoing.length) disconnect(); }, 300000);
  } else {
    if (now() - hidden_at > 30000) connect_anew(); // after a sleep the line looks open for minutes
    report_seen();
  }
});
addEventListener('storage', (e) => { // another tab agreed, read, got a token, or deleted everything
  if (e.key !== place && e.key !== null) return;
  const other = load();
  if (other.visitor === kept.visitor && kept.agreed) kept = { ...other, seen: Math.max(other.seen || 0, kept.seen || 0) };
  else if (other.visitor || kept.agreed) {
    forget();
    kept = { ...kept, ...other };
    keep();
    if (kept.visitor) show_fitting();
    else if (shown) show('gone');
    connect();
  }
  report_seen();
});
if (window.visualViewport) for (const e of ['resize', 'scroll']) visualViewport.addEventListener(e, hold_page);
narrow.addEventListener('change', hold_page);

window.parley = Object.freeze({
  open: () => open(),
  close,
  on(event, fn) {
    (listeners[event] = listeners[event] || []).push(fn);
    return () => { listeners[event] = listeners[event].filter((f) => f !== fn); };
  },
});
if (document.body) start();
else addEventListener('DOMContentLoaded', start);
})();
