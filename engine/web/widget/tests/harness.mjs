// One browser, one page in a context of its own for each test, and "ok"/"not ok" lines that ci/cmake/run_test counts.
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const TIMEOUT_MS = 10000;

// Pages as a tenant's own: another origin than the chat server's, and a policy that allows nothing but the widget.
export async function pages_start(server, script, key, port) {
  const pages = createServer((req, res) => {
    const url = new URL(req.url, 'http://x'), get = (name) => url.searchParams.get(name);
    if (url.pathname === '/page.css') {
      res.writeHead(200, { 'Content-Type': 'text/css' });
      // A page that is hostile to what it embeds: none of this may reach into the widget.
      res.end(`body{margin:0;padding:40px;font:18px Georgia,serif;line-height:1.6} .dark{background:#101418;color:#dde3ea} p{max-width:60ch}
        button{background:lime!important;font-size:40px!important;text-transform:uppercase} div{outline:3px dotted red} .panel,.bubble{display:none!important} parley-chat{letter-spacing:9px;font:40px fantasy;display:inline;opacity:.5;position:static}`);
      return;
    }
    if (url.pathname === '/widget.js') { // for a server that does not carry it
      res.writeHead(200, { 'Content-Type': 'text/javascript' });
      res.end(readFileSync(new URL('../widget.js', import.meta.url)));
      return;
    }
    if (url.pathname !== '/') { res.writeHead(404); res.end(); return; }
    const data = ['accent', 'position', 'locale', 'theme', 'open'].filter((n) => get(n) !== null).map((n) => ` data-${n}="${get(n)}"`).join('');
    const text = 'Eleven rooms above the old quay, a kitchen garden, and boats that come in with the evening tide. Breakfast is from seven to ten. ';
    res.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; script-src ${server} 'self'; style-src 'self'; connect-src ${server} ${get('nows') ? '' : server.replace(/^http/, 'ws')}; base-uri 'none'; require-trusted-types-for 'script'`,
    });
    res.end(`<!doctype html><html lang="en"${get('locale') === 'ar' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>A page</title><link rel="stylesheet" href="/page.css"></head>
      <body class="${get('dark') ? 'dark' : ''}"><h1>Harbour House</h1><a id="first" href="#a">A link of the page</a>${`<p>${text.repeat(3)}</p>`.repeat(5)}
      <script src="${script}" data-key="${key}" data-server="${server}"${data} async></script></body></html>`);
  });
  await new Promise((ready) => pages.listen(port, '127.0.0.1', ready));
  return { origin: 'http://127.0.0.1:' + pages.address().port, stop: () => { pages.closeAllConnections(); pages.close(); } };
}

export async function browser_start() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-backgrounding-occluded-windows'] });
}

// The widget of a page, in the words of the tests.
export class Widget {
  constructor(page, complaints) {
    Object.assign(this, { page, complaints });
    for (const [name, css] of Object.entries({ launch: '.launch', panel: '.panel', box: 'textarea', log: '[role=log]', notice: '.page .first', agree: '.page .main', banner: '.banner', badge: '.badge', dots: '.dots', go: '.go' })) this[name] = page.locator('parley-chat ' + css);
  }
  bubbles(from = '') { return this.page.locator(`parley-chat .item${from && '.' + from} .bubble`); }
  tool(name) { return this.page.locator('parley-chat button.' + name); }
  texts(from) { return this.bubbles(from).allInnerTexts(); }
  async agreed() {
    await this.launch.click();
    await this.agree.click();
    await this.box.waitFor();
    await this.up();
  }
  up() { return this.page.locator('parley-chat .line.up').waitFor({ state: 'attached' }); }
  async write(text) {
    await this.box.fill(text);
    await this.box.press('Enter');
  }
  has(text, from = '') { return this.page.locator(`parley-chat .item${from && '.' + from} .bubble`, { hasText: text }).first().waitFor(); }
  kinds() { return this.page.evaluate(() => window.kinds); }
  shot(dir, name) {
    mkdirSync(dir, { recursive: true });
    return this.page.screenshot({ path: `${dir}/${name}.png` });
  }
}

export async function until(what, f, ms = TIMEOUT_MS) {
  const end = Date.now() + ms;
  for (;;) {
    if (await f()) return;
    if (Date.now() > end) throw new Error('waited in vain: ' + what);
    await new Promise((r) => setTimeout(r, 25));
  }
}

export function same(is, should, what = '') {
  const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
  if (a !== b) throw new Error(`${what} is ${a}, should be ${b}`);
}
export function holds(is, what) {
  if (!is) throw new Error(what);
}
