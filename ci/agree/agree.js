// What the scripts share: where the twin is, and a line for each thing that was compared.
import { AssertionError } from 'node:assert';

export const url = process.env.PARLEY_URL;
export const store = process.env.PARLEY_STORE;
if (!url || !store) throw new Error('run this by ci/agree/run');

const WITHIN_MS = 20000;
const list = [];

/** `what` is true when `compare` ends without an exception, in time. */
export function agrees(what, compare) {
    list.push([what, compare]);
}

/** Runs them in order; a process that a library keeps alive ends all the same. */
export async function run() {
    let bad = 0;
    for (const [what, compare] of list) {
        let timer;
        const late = new Promise((_, refuse) => (timer = setTimeout(() => refuse(new Error(`not within ${WITHIN_MS} ms`)), WITHIN_MS)));
        try {
            await Promise.race([compare(), late]);
            console.log(`ok - ${what}`);
        } catch (e) {
            bad++;
            console.log(`not ok - ${what}`);
            console.log(`    ${(e instanceof AssertionError ? e.message : (e.stack ?? e)).toString().replaceAll('\n', '\n    ')}`);
        }
        clearTimeout(timer);
    }
    process.exit(bad || list.length === 0 ? 1 : 0);
}

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Until `test` gives something true; the last thing it gave otherwise. */
export async function until(test, ms = 8000) {
    for (const end = Date.now() + ms; ; await wait(25)) {
        const got = await test();
        if (got || Date.now() > end) return got;
    }
}
