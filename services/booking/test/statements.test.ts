import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyChange } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';
import { type Sent, WireTap } from './support/wire-tap.ts';

const PAGE = '../../../docs/strategies.md';
/** Of the ledger: every strategy sends some of them, so the page shows them once. */
const SHARED = [
  'read-seats',
  'take-seats',
  'count-customers',
  'record-claims',
  'record-refusals',
  'find-answer',
];

let booking: BookingApp;
let tap: WireTap;
beforeAll(async () => {
  booking = await bookingApp();
  tap = new WireTap();
});
afterAll(async () => {
  tap.remove();
  await booking.close();
});

/** Of a claim that has the seat to itself, and of one that comes when it is sold. */
async function sentBy(policy: PolicyChange): Promise<{ winning: Sent[]; refused: Sent[] }> {
  const sale = await Sale.open(booking.app, policy);
  // twice: a node that did not know a script is sent it once more, which may be after the answer
  await sale.claim(['B1'], 'warm-up');
  await sale.claim(['B2'], 'warm-up');
  const answers: number[] = [];
  const claim = (customer: string) => async (): Promise<unknown> =>
    answers.push((await sale.claim(['A1'], customer)).status);
  const winning = await tap.during(claim('ada'));
  const refused = await tap.during(claim('bob'));
  expect(answers).toEqual([201, 409]);
  return { winning, refused };
}

const dedented = (text: string): string => {
  const rows = text.split('\n').filter((row) => row.trim() !== '');
  const indent = Math.min(...rows.map((row) => row.length - row.trimStart().length));
  return `${rows.map((row) => row.slice(indent)).join('\n')};`;
};
const inFull = ({ name, text }: Sent): string => `-- ${name}\n${dedented(text)}`;

function lines(sent: readonly Sent[], shown: Set<string>): string[] {
  return sent.map((one) => {
    const { name, text } = one;
    if (name === undefined) return text.startsWith('--') ? text : `${text};`;
    if (SHARED.includes(name)) return `-- ${name}, of the ledger`;
    if (shown.has(name)) return `-- ${name}, as above`;
    shown.add(name);
    return inFull(one);
  });
}

const block = (key: string, content: string[]): string =>
  [`<!-- statements ${key} -->`, '```sql', ...content, '```', '<!-- /statements -->'].join('\n');

async function strategyBlock(key: string): Promise<string> {
  const { winning, refused } = await sentBy({ strategy: key });
  const shown = new Set<string>();
  const won = lines(winning, shown);
  return block(key, ['-- one seat, won', ...won, '', '-- one seat, refused', ...lines(refused, shown)]);
}

async function ledgerBlock(): Promise<string> {
  const { winning, refused } = await sentBy({ strategy: 'none', maxPerCustomer: 4 });
  const looked = await tap.during(async () => {
    const sale = await Sale.open(booking.app, { strategy: 'pessimistic' });
    await sale.claim(['A1'], 'ada', 'key');
    await sale.claim(['A2', 'A1'], 'ada', 'key');
  });
  const all = [...winning, ...refused, ...looked];
  const found = SHARED.map((name) => all.find((one) => one.name === name));
  expect(found).not.toContain(undefined);
  return block('ledger', found.flatMap((one) => (one === undefined ? [] : [inFull(one), ''])).slice(0, -1));
}

/** Replaces the block of the same key; the page has to have one. */
function withBlock(page: string, text: string): string {
  const [opening = ''] = text.split('\n');
  const closing = '<!-- /statements -->';
  const from = page.indexOf(`${opening}\n`);
  expect(from, `docs/strategies.md has no ${opening}`).toBeGreaterThan(0);
  return page.slice(0, from) + text + page.slice(page.indexOf(closing, from) + closing.length);
}

it('docs/strategies.md shows the statements that each strategy really sends (written by -u)', async () => {
  let page = readFileSync(fileURLToPath(new URL(PAGE, import.meta.url)), 'utf8');
  for (const { key } of STRATEGIES) page = withBlock(page, await strategyBlock(key));
  page = withBlock(page, await ledgerBlock());
  await expect(page).toMatchFileSnapshot(PAGE);
});
