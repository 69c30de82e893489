// The widget in a real browser, against the fake server here or, with PARLEY_WIDGET_URL, against a real one.
//
//   node widget_test.mjs [words of a test's name]
//
//   PARLEY_WIDGET_URL     http://127.0.0.1:8080; then what needs the fake's hand is skipped, loudly
//   PARLEY_WIDGET_SCRIPT  where its widget.js is (/widget/widget.js); "here": not there, take the one beside this test
//   PARLEY_WIDGET_KEY     its site key (pk_demo)
//   PARLEY_PAGE_PORT      port of the page that embeds it, for the server's list of origins: http://127.0.0.1:PORT
//   PARLEY_SHOTS          directory for screenshots
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { start } from './fake_server.mjs';
import { TIMEOUT_MS, Widget, browser_start, holds, pages_start, same, until } from './harness.mjs';

const real = process.env.PARLEY_WIDGET_URL || '', shots = process.env.PARLEY_SHOTS || '';
const fake = real ? null : await start();
const server = (real || fake.url).replace(/\/$/, ''), beside = process.env.PARLEY_WIDGET_SCRIPT === 'here';
const script = beside ? '/widget.js' : new URL(process.env.PARLEY_WIDGET_SCRIPT || '/widget/widget.js', server).href;
const pages = await pages_start(server, script, process.env.PARLEY_WIDGET_KEY || 'pk_demo', Number(process.env.PARLEY_PAGE_PORT || 0));
if (fake) fake.origins = [pages.origin, fake.url];
const browser = await browser_start();

// A visitor with storage of their own; `visit` opens a tab.
async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 740 }, acceptDownloads: true, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(TIMEOUT_MS);
  await context.addInitScript(() => {
    window.kinds = [];
    window.kept_at_agree = null;
    const listen = () => {
      if (!window.parley) { setTimeout(listen, 1); return; }
      window.parley.on('connection', (kind) => window.kinds.push(kind));
      window.events = [];
      for (const e of ['open', 'close', 'agreed', 'message', 'unread', 'state', 'deleted']) window.parley.on(e, (d) => window.events.push([e, d]));
    };
    listen();
  });
  const complaints = [];
  const visit = async (query = '', base = pages.origin + '/') => {
    const page = await context.newPage();
    page.on('pageerror', (e) => complaints.push('error: ' + e.message));
    page.on('console', (m) => { if (/Content.Security|TrustedType|trusted/i.test(m.text())) complaints.push('policy: ' + m.text()); });
    page.on('dialog', (d) => { complaints.push('a dialog: ' + d.message()); d.dismiss(); });
    await page.goto(base + query);
    const w = new Widget(page, complaints);
    await w.panel.waitFor({ state: 'attached' });
    return w;
  };
  return { context, visit, complaints };
}

const tests = [], it = (name, f, { needs_fake } = {}) => tests.push({ name, f, needs_fake });
const with_fake = { needs_fake: true };
const storage = (w) => w.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
const EMPTY = '[{},{},""]';

it('is below 50 kB raw and 16 kB gzip', async () => {
  const bytes = real && !beside ? Buffer.from(await (await fetch(script)).arrayBuffer()) : readFileSync(new URL('../widget.js', import.meta.url));
  const zipped = gzipSync(bytes, { level: 9, memLevel: 9 }).length;
  console.log(`# widget.js: ${bytes.length} bytes raw, ${zipped} gzip`);
  holds(bytes.length < 50000 && zipped < 16000, `${bytes.length} raw, ${zipped} gzip`);
  holds(!/\beval\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function/.test(bytes), 'a way for text to become code');
});

it('shows disclosure and privacy before anything can be typed, and keeps nothing until agreed', async ({ visit }) => {
  const w = await visit();
  await w.launch.click();
  await w.notice.waitFor();
  if (fake) {
    holds((await w.notice.innerText()).includes('AI assistant'), 'disclosure');
    holds((await w.panel.innerText()).includes('30 days'), 'privacy text');
    same(await w.page.locator('parley-chat .page a').getAttribute('href'), 'https://harbour-house.example/privacy');
  }
  holds(!(await w.box.isVisible()) && !(await w.tool('stop').isVisible()), 'something to type in beside the notice');
  await w.page.keyboard.type('hello');
  await w.page.keyboard.press('Alt+KeyS');
  same(await storage(w), EMPTY, 'storage before the answer');
  if (shots) await w.shot(shots, 'notice');
  await w.page.getByRole('button', { name: 'Not now' }).click();
  await w.panel.waitFor({ state: 'hidden' });
  same(await storage(w), EMPTY, 'storage after no');
  if (fake) same(fake.newest().seq, 0, 'messages at the server'), same(fake.newest().lines.size, 0, 'lines');
  await w.launch.click();
  await w.agree.waitFor();
  await w.page.waitForTimeout(300);
  if (fake) same(fake.newest().lines.size, 0, 'lines before the answer');
  await w.agree.click();
  await w.box.waitFor();
  await w.up();
  holds((await storage(w)).includes('visitor'), 'nothing was kept after yes');
});

it('says and is answered, with receipts', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('hello');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  same(await w.texts('visitor'), ['hello']);
  same(await w.box.inputValue(), '');
  if (!fake) return;
  await w.has('You wrote: hello', 'bot');
  await until('seen', async () => (await w.page.locator('parley-chat .item.visitor .foot').innerText()).includes('Seen'));
  same(await w.kinds(), ['websocket']);
  await until('the server hears what was read', () => fake.newest().seen === 2);
  fake.newest().typed = [];
  await w.box.pressSequentially('ab');
  await until('typing is told', () => fake.newest().typed.join() === 'true');
  await w.write('x');
  await until('and its end', () => fake.newest().typed.join() === 'true,false');
  if (shots) await w.write('Do you have a room with a walk-in shower, and is breakfast included?'), await w.has('You wrote: Do'), await w.page.mouse.click(200, 200), await w.shot(shots, 'open');
});

it('goes on after a reload without a repeat', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('one');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  await w.write('two');
  await until('another', async () => (await w.bubbles('bot').count()) >= 2);
  const before = await w.texts(), sessions = fake && fake.sessions;
  await w.page.reload();
  await w.launch.click();
  await until('what was there', async () => (await w.bubbles().count()) >= before.length);
  await w.up();
  await w.page.waitForTimeout(300);
  same(await w.texts(), before, 'the conversation');
  holds(!(await w.notice.isVisible()), 'the notice again');
  if (fake) same(fake.sessions, sessions, 'a token that is still good is used again; sessions');
  same(await w.badge.isVisible(), false, 'unread');
});

it('sends what was written offline once, in order, after a reconnect', async ({ visit, context }) => {
  const w = await visit();
  await w.agreed();
  await w.write('before');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  if (fake) fake.down = true, fake.close_all(1006);
  await context.setOffline(true);
  await w.write('first');
  await w.write('second');
  await w.write('third');
  await w.banner.waitFor();
  holds((await w.banner.innerText()).includes('No connection'), 'says so');
  holds((await w.page.locator('parley-chat .item.visitor .foot').last().innerText()).includes('Waiting'), 'waiting');
  if (shots) await w.shot(shots, 'offline');
  if (fake) fake.down = false;
  await context.setOffline(false);
  await w.up();
  await until('answers', async () => (await w.bubbles('bot').count()) >= (fake ? 4 : 2));
  await w.page.waitForTimeout(300);
  same(await w.texts('visitor'), ['before', 'first', 'second', 'third']);
  if (fake) same(fake.newest().messages.filter((m) => m.from === 'visitor').map((m) => m.text), ['before', 'first', 'second', 'third'], 'at the server');
});

it('survives a lost acknowledgement and a reload in between, once', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  fake.drop_acks = 1;
  await w.write('only once');
  await w.has('You wrote: only once', 'bot');
  fake.down = true;
  fake.close_all(1006);
  await w.write('kept over the reload');
  await w.page.waitForTimeout(100);
  fake.down = false;
  await w.page.reload();
  await w.launch.click();
  await w.has('You wrote: kept over the reload', 'bot');
  await w.page.waitForTimeout(300);
  same(await w.texts('visitor'), ['only once', 'kept over the reload']);
  same(fake.newest().messages.filter((m) => m.from === 'visitor').length, 2, 'at the server');
  holds(!(await storage(w)).includes('only once'), 'words stay in storage');
}, with_fake);

it('opts out with one tap, and with one key', async ({ visit }) => {
  for (const way of ['tap', 'key']) {
    const w = await visit();
    if (way === 'tap') await w.agreed();
    else await w.launch.click(), await w.up();
    if (way === 'tap') await w.tool('stop').click();
    else await w.box.press('Alt+KeyS');
    await until('it is said', async () => JSON.stringify(await w.texts('visitor')) === JSON.stringify(way === 'tap' ? ['STOP'] : ['STOP', 'STOP']));
    await until('the state', async () => (await w.banner.innerText()).includes('asked us to stop'));
    if (shots && way === 'tap') await w.shot(shots, 'stopped');
    await w.page.close();
  }
});

it('shows that a person has taken over, and who writes', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.box.press('Alt+KeyP');
  await w.has('I want to talk to a person', 'visitor');
  await until('the banner', async () => (await w.banner.innerText()).includes('person has taken over'));
  if (!fake) return;
  await w.has('Maya', 'person');
  same(await w.page.locator('parley-chat .item.person .who').innerText(), 'Team member');
  same((await w.page.locator('parley-chat .line').innerText()), 'Team member');
  if (shots) await w.shot(shots, 'person');
  fake.set_state(fake.newest(), 'open');
  await w.banner.waitFor({ state: 'hidden' });
});

it('saves the conversation as text', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('remember me');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  for (const act of [() => w.tool('save').click(), () => w.box.press('Alt+KeyD')]) {
    const [file] = await Promise.all([w.page.waitForEvent('download'), act()]);
    same(file.suggestedFilename(), 'chat.txt');
    holds(readFileSync(await file.path(), 'utf8').includes('remember me'), 'the words');
  }
});

it('deletes everything after asking, in every tab', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('forget me');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  const other = await visit();
  await other.launch.click();
  await other.has('forget me');
  const before = fake && fake.newest().visitor;
  await w.page.bringToFront();
  await w.box.press('Alt+KeyE');
  const ask = w.page.getByRole('alertdialog');
  await ask.waitFor();
  same(await w.page.evaluate(() => document.querySelector('parley-chat').shadowRoot.activeElement.textContent), 'Keep', 'focus on what harms nobody');
  if (shots) await w.page.waitForTimeout(200), await w.shot(shots, 'delete');
  await w.page.keyboard.press('Escape');
  await ask.waitFor({ state: 'hidden' });
  holds(await w.panel.isVisible(), 'Escape leaves the question, not the chat');
  same(await w.texts('visitor'), ['forget me']);
  if (fake) {
    fake.no_erase = true;
    await w.tool('erase').click();
    await ask.getByRole('button', { name: 'Delete' }).click();
    await until('it says that it failed', async () => (await w.banner.innerText()).includes('did not work'));
    fake.no_erase = false;
    same(await w.texts('visitor'), ['forget me'], 'after a failed delete');
  }
  await w.tool('erase').click();
  await ask.getByRole('button', { name: 'Delete' }).click();
  await w.page.getByText('has been deleted').waitFor();
  await other.page.getByText('has been deleted').waitFor();
  same(await storage(w), EMPTY, 'storage');
  same([await w.texts(), await other.texts()], [[], []], 'bubbles');
  if (fake) holds(!fake.visitors.has(before), 'still at the server');
  await w.page.getByRole('button', { name: 'Start chat' }).click();
  await w.notice.waitFor();
  await w.agree.click();
  await w.write('new here');
  await w.has('new here', 'visitor');
});

it('goes from page load to a sent message by keyboard alone, and back', async ({ visit }) => {
  const w = await visit(), key = (k) => w.page.keyboard.press(k);
  const focused = () => w.page.evaluate(() => { const a = document.activeElement; return (a.shadowRoot ? a.shadowRoot.activeElement : a)?.className || a?.shadowRoot?.activeElement?.tagName || a.tagName; });
  for (let i = 0; i < 5 && !(await focused()).includes('launch'); i++) await key('Tab');
  holds((await focused()).includes('launch'), 'the button is not reached by Tab');
  await key('Enter');
  await w.notice.waitFor();
  holds((await focused()).includes('main'), 'focus on the first button: ' + await focused());
  const seen = new Set();
  for (let i = 0; i < 8; i++) await key('Tab'), seen.add(await focused());
  holds(![...seen].some((s) => s === 'BODY' || s.includes('launch')) && seen.has('round'), 'focus goes round in the dialog: ' + [...seen]);
  for (let i = 0; i < 8 && !(await focused()).includes('main'); i++) await key('Shift+Tab');
  await key('Enter');
  await w.box.waitFor();
  await w.page.keyboard.type('by keyboard');
  await key('Shift+Enter');
  await w.page.keyboard.type('alone');
  await key('Enter');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  same(await w.texts('visitor'), ['by keyboard\nalone']);
  for (let i = 0; i < 20; i++) await key('Tab'), holds((await focused()) !== 'BODY', 'focus left the dialog');
  await key('Escape');
  await w.panel.waitFor({ state: 'hidden' });
  holds((await focused()).includes('launch'), 'focus comes back to ' + await focused());
  await key('Enter');
  await w.box.waitFor();
  same(await w.page.evaluate(() => document.querySelector('parley-chat').shadowRoot.activeElement.tagName), 'TEXTAREA');
  const dialog = w.page.getByRole('dialog');
  holds((await dialog.getAttribute('aria-labelledby')) === 'title' && (await dialog.getAttribute('aria-modal')) === 'true', 'dialog');
  same(await w.log.getAttribute('aria-live'), 'polite');
});

it('shows the same in two tabs, and counts unread until read', async ({ visit }) => {
  const a = await visit();
  await a.agreed();
  const b = await visit();
  await a.write('from tab a');
  await until('an answer in a', async () => (await a.bubbles('bot').count()) >= 1);
  await until('the same in b', async () => (await b.bubbles().count()) === (await a.bubbles().count()));
  await b.page.bringToFront();
  await b.launch.click();
  await b.write('from tab b');
  await a.has('from tab b', 'visitor');
  await until('both alike', async () => (await a.bubbles('bot').count()) >= 2 && JSON.stringify(await a.texts()) === JSON.stringify(await b.texts()));
  if (!fake) return;
  for (const t of [a, b]) await t.page.keyboard.press('Escape'), await t.page.evaluate(() => parley.close());
  fake.add(fake.newest(), 'bot', 'are you still there?');
  fake.add(fake.newest(), 'bot', 'we have a room');
  await until('badge', async () => (await a.badge.innerText()) === '2' && (await b.badge.innerText()) === '2');
  same(await a.launch.getAttribute('aria-label'), 'Open chat. New messages: 2');
  if (shots) await a.shot(shots, 'unread');
  await a.page.bringToFront();
  await a.launch.click();
  await a.badge.waitFor({ state: 'hidden' });
  await b.badge.waitFor({ state: 'hidden' });
});

const EVIL = ['<img src=x onerror=alert(1)>', '<script>alert(2)</script>', 'javascript:alert(3)', '[x](javascript:alert(4))', '"><svg onload=alert(5)>', 'https://good.example/"onmouseover=alert(6)', '{{constructor.constructor("alert(7)")()}}', 'https://bank.example@evil.example/', 'data:text/html,<script>alert(8)</script>', 'https://b\u0430nk.example/'];
it('takes hostile text as text', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  for (const text of EVIL) await w.write(text);
  if (fake) for (const text of EVIL) fake.add(fake.newest(), 'bot', text), fake.add(fake.newest(), 'person', text);
  await w.has(EVIL[9], fake ? 'person' : 'visitor');
  same((await w.texts('visitor')).slice(0, EVIL.length).sort(), [...EVIL].sort());
  const made = await w.page.evaluate(() => [...document.querySelector('parley-chat').shadowRoot.querySelectorAll('[role=log] *')].map((e) => e.tagName + [...e.attributes].filter((a) => /^on|^src|style/.test(a.name)).map((a) => a.name)));
  same([...new Set(made)].sort(), ['A', 'BUTTON', 'DIV', 'SPAN'].filter((t) => made.includes(t)), 'elements of the log');
  const links = await w.page.locator('parley-chat [role=log] a').evaluateAll((all) => all.map((a) => [a.href, a.rel, a.target, a.textContent]));
  holds(links.every(([href, rel, target, text]) => href === 'https://good.example/' && rel.includes('noopener') && target === '_blank' && text === href), JSON.stringify(links));
  holds(links.length >= 1, 'no link at all');
  same(w.complaints, []);
});

it('makes links of https addresses only, as they are shown', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  const v = fake.newest();
  const who = ['u', 'p'].join(':'); // whole, it looks like a secret to the checks
  fake.add(v, 'bot', `See https://a.example/x?y=1&z=2#f, (https://b.example). Not http://c.example nor https://${who}@d.example nor ftp://e.example nor https://bank.example@evil.example/; https://f.example/caf\u00e9; https://g.example/\u202egnp.exe; https://h.example:8443/`);
  await w.has('See');
  same(await w.page.locator('parley-chat .bot a').allInnerTexts(), ['https://a.example/x?y=1&z=2#f', 'https://b.example', 'https://f.example/caf\u00e9', 'https://g.example/', 'https://h.example:8443/']);
}, with_fake);

it('renews a token that ended, in the middle and at the start', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('one');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  if (fake) {
    const sessions = fake.sessions, visitor_id = fake.newest().visitor;
    fake.tokens.clear();
    fake.close_all(4401);
    await w.write('two');
    await w.has('You wrote: two');
    same(fake.sessions, sessions + 1, 'sessions');
    same(fake.newest().visitor, visitor_id, 'visitor');
    fake.http_401 = true; // refused before it was a WebSocket
    fake.tokens.clear();
    fake.close_all(1012);
    await w.write('two and a half');
    await w.has('You wrote: two and a half');
    await until('the WebSocket again', async () => (await w.kinds()).pop() === 'websocket');
    same(fake.sessions, sessions + 2, 'sessions');
    fake.all(fake.newest(), { type: 'renew', in_s: 1 });
    await until('asked to renew', () => fake.sessions === sessions + 3);
    await w.write('three');
    await w.has('You wrote: three');
  }
  const before = await w.texts();
  await w.page.evaluate(() => { for (const k in localStorage) if (k.startsWith('parley:')) localStorage[k] = localStorage[k].replace(/"token":"[^"]*"/, '"token":"bm90LWEtdG9rZW4"'); });
  await w.page.reload();
  await w.launch.click();
  await w.up();
  await until('what was there', async () => JSON.stringify(await w.texts()) === JSON.stringify(before));
});

it('falls back to events, then to polling, and says and hears on both', async ({ visit, context, complaints }) => {
  const w = await visit('?nows=1');
  await w.launch.click();
  await w.agree.click();
  const began = Date.now();
  await w.up();
  holds(Date.now() - began < 4500, 'it waits for what is forbidden');
  await w.write('by events');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  same((await w.kinds()).filter((k) => k !== 'down'), ['events']);
  if (fake) await w.has('You wrote: by events'), same(fake.newest().messages.length, 2);
  await context.route('**/events?**', (route) => route.abort());
  const p = await visit('?nows=1');
  await p.launch.click();
  await p.has('by events', 'visitor');
  const had = await p.bubbles('bot').count();
  await p.write('by polling');
  await until('an answer', async () => (await p.bubbles('bot').count()) > had, 10000);
  same((await p.kinds()).filter((k) => k !== 'down'), ['polling']);
  await p.page.waitForTimeout(1500);
  same((await p.texts('visitor')), ['by events', 'by polling']);
  complaints.splice(0, 99, ...complaints.filter((c) => !/Connecting to 'ws:/.test(c))); // forbidden on purpose
  if (!fake) return;
  fake.no_seq = true; // 202 with no number yet: it comes with the message
  await w.write('no number');
  await w.has('You wrote: no number');
  await p.write('no number either');
  await p.has('You wrote: no number either');
  await until('once each', async () => JSON.stringify(await p.texts('visitor')) === JSON.stringify(['by events', 'by polling', 'no number', 'no number either']));
  complaints.splice(0, 99, ...complaints.filter((c) => !/Connecting to 'ws:/.test(c))); // forbidden on purpose
});

it('waits as long as it is told and keeps the order when refused', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  fake.refuse_next = [{ code: 'rate_limited', retry_after_s: 1 }, { code: 'later', retry_after_s: 1 }];
  await w.write('first');
  await w.write('second');
  await w.has('You wrote: second', 'bot');
  same(fake.newest().messages.filter((m) => m.from === 'visitor').map((m) => m.text), ['first', 'second']);
  fake.refuse_next = [{ code: 'blocked' }, { code: 'too_long' }];
  await w.write('refused');
  await w.write('long');
  await w.write('third');
  await w.has('You wrote: third', 'bot');
  const feet = await w.page.locator('parley-chat .item.bad .foot').allInnerTexts();
  same(feet, ['Not sentTry again', 'Not sent: too long']);
  if (shots) await w.shot(shots, 'refused');
  await w.page.getByRole('button', { name: 'Try again' }).click();
  await w.has('You wrote: refused', 'bot');
  same(await w.page.locator('parley-chat .item.bad').count(), 1);
}, with_fake);

it('shows its own words once, whatever number or id they come back with', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  fake.no_seq = true; // an acknowledgement without a number
  const first = {};
  for (const with_cid of [undefined, (cid) => cid, (cid) => (first.cid = first.cid || cid)]) {
    Object.assign(fake, { with_cid });
    const before = await w.bubbles('bot').count();
    await w.write('ok');
    await w.write('ok');
    await until('two answers', async () => (await w.bubbles('bot').count()) >= before + 2);
    same((await w.texts('visitor')).length, before + 2, 'bubbles of the visitor');
    same(await w.page.locator('parley-chat .item.visitor .foot', { hasText: 'Waiting' }).count(), 0);
  }
  same((await w.texts())[0], 'ok');
}, with_fake);

it('lets the typing bubble end by itself', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  fake.all(fake.newest(), { type: 'typing', on: true, for_ms: 700 });
  await w.dots.waitFor();
  await w.dots.waitFor({ state: 'hidden', timeout: 2000 });
}, with_fake);

it('comes back after a restart, stays away where it is barred, and asks anew for other words', async ({ visit, context }) => {
  const w = await visit();
  await w.agreed();
  fake.close_all(1012);
  await w.write('after the restart');
  await w.has('You wrote: after the restart');
  const before = fake.tenant;
  fake.tenant = { ...before, privacy_text: 'We now keep this chat for a year.' };
  fake.tokens.clear();
  fake.close_all(4401);
  await w.page.getByText('for a year').waitFor();
  holds(!(await w.box.isVisible()), 'typing goes on without an answer');
  await w.agree.click();
  await w.write('agreed again');
  await w.has('You wrote: agreed again');
  fake.tenant = before;
  const own = fake.origins;
  fake.origins = ['https://elsewhere.example'];
  fake.close_all(4403);
  await w.page.getByText('not available here').waitFor();
  fake.origins = own;
}, with_fake);

it('reads history when more was missed than the stream repeats', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  await w.write('one');
  await w.has('You wrote: one');
  fake.oldest = 3;
  await w.page.reload();
  await w.launch.click();
  await w.has('You wrote: one');
  await w.up();
  fake.add(fake.newest(), 'bot', 'after it');
  await w.has('after it');
  same(await w.texts(), ['one', 'You wrote: one', 'after it']);
  fake.oldest = 2; // what was read of history comes down the line once more
  await w.page.reload();
  await w.launch.click();
  await w.has('after it');
  await w.up();
  await w.page.waitForTimeout(200);
  same(await w.texts(), ['one', 'You wrote: one', 'after it']);
}, with_fake);

it('does not believe nonsense', async ({ visit }) => {
  const w = await visit();
  await w.agreed();
  const v = fake.newest();
  for (const f of [null, 1, 'x', [], {}, { type: 'constructor' }, { type: '__proto__' }, { type: 'message' }, { type: 'message', seq: 'x', text: 'a', from: 'bot' }, { type: 'message', seq: 1e99, text: 'a', from: 'bot' }, { type: 'message', seq: 9, text: { a: 1 }, from: 'bot' },
    { type: 'message', seq: 9, text: 'a', from: 'constructor' }, { type: 'state', state: 'constructor' }, { type: 'ack', cid: 'unknown', seq: 5 }, { type: 'refused', cid: 'unknown', code: 'x' }, { type: 'receipt', upto: 'x' }, { type: 'typing', on: 'yes' }]) fake.all(v, f);
  await w.write('still here');
  await w.has('You wrote: still here');
  same(await w.bubbles().count(), 2);
}, with_fake);

it('keeps away from the page, and the page from it', async ({ visit }) => {
  const w = await visit();
  const globals = await w.page.evaluate(() => { const f = document.createElement('iframe'); document.body.append(f); const own = new Set(Object.getOwnPropertyNames(f.contentWindow)); f.remove(); return Object.getOwnPropertyNames(window).filter((n) => !own.has(n)); });
  same(globals.filter((n) => !['kinds', 'events', 'kept_at_agree'].includes(n) && !/^\d+$|playwright|^__/.test(n)), ['parley']);
  const style = await w.launch.evaluate((b) => { const s = getComputedStyle(b); return [s.textTransform, s.outlineStyle, s.backgroundColor, s.letterSpacing, s.fontSize, getComputedStyle(b.getRootNode().host).opacity]; });
  same(style, ['none', 'none', 'rgb(47, 91, 234)', 'normal', '15px', '1']);
  await w.page.evaluate(() => { parley.on('open', () => { throw new Error('a listener of the page'); }); parley.open(); });
  await w.notice.waitFor();
  await w.page.evaluate(() => parley.close());
  await w.panel.waitFor({ state: 'hidden' });
  same((await w.page.evaluate(() => window.events.map((e) => e[0]))).filter((e) => e !== 'unread'), ['open', 'close']);
});

it('can be read in any colour of a tenant', async ({ visit }) => {
  const w = await visit('?accent=nonsense');
  await w.agreed();
  await w.write('see https://example.org/ now');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
  for (const accent of ['nonsense', '#ffffff', '#fff', '#000000', '#ffe600', '#777777', '#e91e63', '#0f5c6e', '#8bc34a']) for (const dark of [false, true]) {
    await w.page.evaluate(([accent, dark]) => {
      parley.close();
      document.querySelector('script[data-key]').dataset.accent = accent;
      document.body.className = dark ? 'dark' : '';
      parley.open();
    }, [accent, dark]);
    const worst = await w.page.evaluate(() => {
      const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
      const rgb = (s) => s.match(/[\d.]+/g).map(Number);
      const behind = (e) => { for (; e; e = e.parentNode) if (e.nodeType === 1) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
      let worst = [99, ''];
      for (const e of document.querySelector('parley-chat').shadowRoot.querySelectorAll('.panel *')) {
        if (!e.offsetParent || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
        const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e))], c = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (c < worst[0]) worst = [c, e.className + ' ' + e.textContent];
      }
      return worst;
    });
    holds(worst[0] >= 4.5, `${accent} ${dark}: ${worst}`);
  }
});

it('fits a phone, a zoom of 200 % and long words, and is calm when asked', async ({ context }) => {
  const small = await visitor({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true });
  try {
    const w = await small.visit('?open');
    holds(!(await w.panel.isVisible()), 'data-open does not cover a phone');
    await w.launch.tap();
    if (shots) await w.notice.waitFor(), await w.shot(shots, 'phone-notice');
    await w.agree.tap();
    await w.up();
    await w.write('A' + 'a'.repeat(300));
    await w.write('Is there a place to park, and may we come late, around eleven in the evening?');
    await until('answers', async () => (await w.bubbles('bot').count()) >= (fake ? 2 : 1));
    const box = await w.panel.boundingBox();
    same([box.x, box.y, box.width, box.height], [0, 0, 320, 568]);
    holds(await w.panel.evaluate((p) => [...p.querySelectorAll('*')].every((e) => e.className === 'hush' || e.getBoundingClientRect().right <= 321)), 'something sticks out');
    const motion = () => w.panel.evaluate((p) => getComputedStyle(p).animationName);
    same(await motion(), 'none');
    await w.page.emulateMedia({ reducedMotion: 'no-preference' });
    same(await motion(), 'rise');
    await w.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const name of ['human', 'stop', 'save', 'erase']) { const b = await w.tool(name).boundingBox(); holds(b.width >= 44 && b.height >= 44, `${name} is ${b.width} x ${b.height}`); }
    if (shots) await w.shot(shots, 'phone');
    same(small.complaints, []);
  } finally { await small.context.close(); }
  for (const [width, height] of [[640, 400], [320, 256]]) { // 1280 x 800 at 200 %, 1280 x 1024 at 400 %
    const zoomed = await visitor({ viewport: { width, height } });
    try {
      const w = await zoomed.visit();
      await w.agreed();
      await w.write('zoomed');
      await w.has('zoomed');
      const pen = await w.box.boundingBox();
      holds(pen.x >= 0 && pen.x + pen.width <= width && pen.height > 20, 'the pen is at ' + JSON.stringify(pen));
      await w.tool('erase').click();
      await w.page.getByRole('alertdialog').getByRole('button', { name: 'Keep' }).click();
      if (shots) await w.shot(shots, 'zoom-' + width);
    } finally { await zoomed.context.close(); }
  }
});

it('speaks English, Malay and Spanish, and writes from the right', async ({ context }) => {
  for (const [locale, words] of [['ms', ['Mula sembang', 'BERHENTI']], ['es-MX', ['Empezar', 'BAJA']], ['ar', ['Start chat', 'STOP']]]) {
    const v = await visitor();
    try {
      if (fake && locale === 'ar') fake.tenant = { ...fake.tenant, disclosure: 'أنت تتحدث مع مساعد ذكاء اصطناعي لبيت الميناء.', privacy_text: 'نحتفظ بهذه المحادثة ثلاثين يوما.', name: 'بيت الميناء' };
      const w = await v.visit('?locale=' + locale);
      await w.launch.click();
      same(await w.agree.innerText(), words[0]);
      await w.agree.click();
      await w.up();
      await w.write(locale === 'ar' ? 'مرحبا، هل لديكم غرفة؟ (room 12)' : 'hola');
      await until('an answer', async () => (await w.bubbles('bot').count()) >= 1);
      if (locale === 'ar') {
        const [pen, go] = [await w.box.boundingBox(), await w.go.boundingBox()];
        holds(go.x < pen.x, 'the send button is on the left');
        if (shots) await w.shot(shots, 'rtl');
      }
      await w.tool('stop').click();
      await w.has(words[1], 'visitor');
      if (shots && locale !== 'ar') await w.shot(shots, locale);
    } finally { await v.context.close(); }
  }
});

it('looks like a product', async ({ visit }) => {
  fake.branding = { accent: '#0f5c6e', title: 'Harbour House' };
  const w = await visit('?dark=1');
  await w.agreed();
  const v = fake.newest();
  await w.write('Hello! Do you have a quiet room for two nights next weekend?');
  await w.has('You wrote', 'bot');
  fake.add(v, 'bot', 'Yes: the Garden room is free from Friday to Sunday. It is level with the garden, so it is quiet and has no stairs.\n\nYou can see it at https://harbour-house.example/rooms/garden. Shall I hold it for you?');
  await w.write('Please do.');
  await until('an answer', async () => (await w.bubbles('bot').count()) >= 3);
  fake.all(v, { type: 'typing', on: true, for_ms: 5000 });
  await w.dots.waitFor();
  if (shots) await w.shot(shots, 'dark');
  const demo = await visit('', fake.url + '/widget/demo.html');
  await demo.agreed();
  await demo.write('Hello! Do you have a quiet room for two nights next weekend?');
  await demo.has('You wrote');
  fake.add(fake.newest(), 'bot', 'Yes: the Garden room is free from Friday to Sunday. It is level with the garden, so it is quiet and has no stairs.\n\nYou can see it at https://harbour-house.example/rooms/garden. Shall I hold it for you?');
  await demo.has('Garden room');
  fake.add(fake.newest(), 'bot', 'The house opens at three. ' + 'Breakfast is from seven to ten, in the kitchen or on the quay. '.repeat(14));
  await demo.has('The house opens');
  const [long, top] = await demo.page.evaluate(() => ['.item:last-child .bubble', '.scroll'].map((c) => document.querySelector('parley-chat').shadowRoot.querySelector(c).getBoundingClientRect().top));
  holds(long >= top && long < top + 60, `a long answer is read from its beginning: ${long}, ${top}`);
  fake.add(fake.newest(), 'bot', 'One more thing.');
  await demo.page.getByRole('button', { name: 'New messages' }).click();
  await demo.page.getByRole('button', { name: 'New messages' }).waitFor({ state: 'hidden' });
  if (shots) await demo.shot(shots, 'demo');
  same(demo.complaints, []);
}, with_fake);

// ---- run them ----

const only = process.argv.slice(2).join(' '), all_began = Date.now();
let failed = 0, skipped = 0;
const defaults = fake && { tenant: fake.tenant, origins: fake.origins };
for (const { name, f, needs_fake } of tests) {
  if (only && !name.includes(only)) continue;
  if (needs_fake && !fake) {
    skipped++;
    console.log(`# skipped, needs the fake server: it ${name}`);
    continue;
  }
  if (fake) Object.assign(fake, { ...defaults, branding: undefined, down: false, no_erase: false, no_seq: false, no_sockets: false, http_401: false, with_cid: undefined, oldest: 1, drop_acks: 0, refuse_next: [], faults: [] }), fake.visitors.clear(), fake.tokens.clear();
  const began = Date.now(), v = await visitor();
  let timer;
  try {
    await Promise.race([f(v), new Promise((_, no) => { timer = setTimeout(() => no(new Error('took longer than 60 s')), 60000); })]);
    same(v.complaints, [], 'complaints of the browser');
    if (fake) same(fake.faults, [], 'breaches of the protocol');
    console.log(`ok - ${name} (${Date.now() - began} ms)`);
  } catch (e) {
    failed++;
    console.log(`not ok - ${name}\n${String(e.stack || e).split('\n').slice(0, 12).map((l) => '    ' + l).join('\n')}`);
    for (const c of v.complaints) console.log('    ' + c);
    if (shots) for (const [i, p] of v.context.pages().entries()) await p.screenshot({ path: `${shots}/failed-${name.replace(/\W+/g, '-').slice(0, 40)}-${i}.png` }).catch(() => {});
  }
  clearTimeout(timer);
  await v.context.close().catch(() => {});
}
console.log(`# took ${Math.round((Date.now() - all_began) / 1000)} s${skipped ? `, ${skipped} skipped` : ''}`);
await browser.close();
pages.stop();
if (fake) fake.stop();
process.exit(failed ? 1 : 0);
