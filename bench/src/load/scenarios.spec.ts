import { describe, expect, it } from 'vitest';
import { CreateClaim, CreateEvent } from '#contracts';
import type { Wishes } from './scenarios.js';
import { SCENARIOS, claimLine, hallFor, seatsPerClaim } from './scenarios.js';

const CLAIMS = 2_000;
const ALL: readonly Wishes[] = [...SCENARIOS, 'contested'];
const claimsOf = (wishes: Wishes): { key: string; body: CreateClaim }[] =>
  Array.from({ length: CLAIMS }, (_, index) => {
    const [key = '', body = ''] = claimLine(wishes, index).split('\t');
    return { key, body: CreateClaim.parse(JSON.parse(body)) };
  });

describe.each(ALL)('the load "%s"', (wishes) => {
  it('is of requests that the contract takes, each with a key and a customer of its own', () => {
    const claims = claimsOf(wishes);
    expect(new Set(claims.map(({ key }) => key)).size).toBe(CLAIMS);
    expect(new Set(claims.map(({ body }) => body.customerId)).size).toBe(CLAIMS);
  });

  it('has an event with the seats that it wants', () => {
    const sections = CreateEvent.parse({ name: 'Bench', sections: hallFor(wishes, CLAIMS) }).sections;
    const labels = new Set(
      sections.flatMap((section) =>
        'rows' in section
          ? section.rows.flatMap((row) =>
              Array.from({ length: section.seatsPerRow }, (_, n) => `${row}${n + 1}`),
            )
          : [],
      ),
    );
    const wanted = claimsOf(wishes).flatMap(({ body }) => body.seats ?? []);
    expect(wanted.filter((label) => !labels.has(label))).toEqual([]);
  });
});

it('nobody wants what another wants, where seats are free', () => {
  for (const wishes of ['free', 'baskets'] as const) {
    const wanted = claimsOf(wishes).flatMap(({ body }) => body.seats ?? []);
    expect(new Set(wanted).size).toBe(CLAIMS * seatsPerClaim(wishes));
  }
});

it('one in ten of the open model wants a seat that another wants', () => {
  const wanted = claimsOf('contested').flatMap(({ body }) => body.seats ?? []);
  expect(wanted.length - new Set(wanted).size).toBe(CLAIMS / 10);
  // right after him, so that at any rate the two are under way at the same time
  expect(wanted.slice(8, 11)).toEqual(['A9', 'A9', 'A11']);
});
