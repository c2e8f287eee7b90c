import { describe, expect, it } from 'vitest';
import { expectedRuns, mixedRuns, recorded } from '../../../test/report-fixtures.js';
import { cellHtml } from './cell-page.js';
import { html } from './html.js';
import { matrixHtml } from './matrix-page.js';

const CELL_PAGE_MOST = 200_000;
const again = { command: 'npm run race -- --strategy x', parameters: { seats: 6 }, matrix: 'index.html' };
const cellPage = (name: Parameters<typeof recorded>[0]): string => cellHtml(recorded(name), again);
const linkOf = ({ strategy, fault }: { strategy: string; fault: string }): string =>
  `${strategy}-${fault}.html`;

const idsOf = (page: string): string[] => [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
const hrefsOf = (page: string): string[] =>
  [...page.matchAll(/\shref="([^"]+)"/g)].map(([, href = '']) => href);
/** The names in url(#…), aria-labelledby and for. */
const referencesOf = (page: string): string[] =>
  [...page.matchAll(/url\(#([^)]+)\)|\s(?:aria-labelledby|for)="([^"]+)"/g)].flatMap(([, url, names]) =>
    (url ?? names ?? '').split(' '),
  );

const pages = [
  ['mutex', () => cellPage('mutex')],
  ['distributed', () => cellPage('distributed-paused')],
  ['fenced', () => cellPage('fenced-paused')],
  ['matrix', () => matrixHtml(mixedRuns(), linkOf)],
] as const;

describe.each(pages)('every page: %s', (_, page) => {
  it('stands alone: no address but its own, no script, and a policy that says so', () => {
    const text = page();
    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toMatch(/https?:|\/\/\w|<script|<link|<img|@import|url\((?!#)/);
  });

  it('has every anchor that it points to, and each name once', () => {
    const text = page();
    const ids = idsOf(text);
    expect(ids).toEqual([...new Set(ids)]);
    const anchors = hrefsOf(text).flatMap((href) => (href.startsWith('#') ? [href.slice(1)] : []));
    expect([...anchors, ...referencesOf(text)].filter((name) => !ids.includes(name))).toEqual([]);
  });

  it('can be read on a phone, in the dark, on paper and by a machine', () => {
    const text = page();
    for (const part of ['name="viewport"', 'prefers-color-scheme: dark', '@media print', 'lang="en"']) {
      expect(text).toContain(part);
    }
    const svgs = [...text.matchAll(/<svg\s[^>]*>/g)].filter(([svg]) => !svg.includes('aria-hidden'));
    expect(svgs.filter(([svg]) => !svg.includes('role="img"'))).toEqual([]);
    expect([...text.matchAll(/<th[\s>]/g)].length).toBe([...text.matchAll(/<th\s[^>]*scope="/g)].length);
  });

  it('is small', () => expect(page().length).toBeLessThan(CELL_PAGE_MOST));
});

describe("a cell's page", () => {
  it('says the verdict in a word and why, then how, then when, and how to see it again', () => {
    const page = cellPage('distributed-paused');
    const order = [
      'class="word">UNSAFE',
      'was sold twice',
      'id="counterexample"',
      'id="timeline"',
      'id="figures"',
    ];
    const places = [...order, 'id="again"', again.command].map((part) => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('draws the two that overlapped, and a number for each step of the story', () => {
    const page = cellPage('distributed-paused');
    expect(page.match(/<rect\s+class="section overlap"[^>]*height="17"/g)?.length).toBe(2);
    expect(page.match(/class="pin-text"/g)?.length).toBe(
      recorded('distributed-paused').cell.story?.steps.length,
    );
  });

  it('of a safe run has no counterexample, and says what was checked', () => {
    const page = cellPage('fenced-paused');
    expect(page).not.toContain('id="counterexample"');
    expect(page).toMatch(/class="word">SAFE[^]*18 operations checked under \d+ hits/);
    expect(page).not.toMatch(/<rect\s+class="section overlap"[^>]*height="17"/);
  });

  it('shouts when another verdict was expected', () => {
    const record = recorded('fenced-paused');
    Object.assign(record.cell, { asExpected: false, expected: 'UNSAFE' });
    expect(cellHtml(record, again)).toContain('class="expected differs">expected UNSAFE<');
  });

  it('escapes whatever a run can put into it', () => {
    const record = recorded('distributed-paused');
    const bad = '<script>"x"&\'</script>';
    Object.assign(record.cell, { reasons: [bad], strategy: bad });
    record.cell.story!.steps[0]!.does = bad;
    for (const operation of record.evidence.operations) operation.customer = bad;
    const page = cellHtml(record, { ...again, command: bad });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;&quot;x&quot;&amp;&#39;&lt;/script&gt;');
  });
});

describe('the page of the matrix', () => {
  it('has a cell for each strategy and fault, in words, with a link to its counterexample', () => {
    const page = matrixHtml(expectedRuns(), linkOf);
    const cells = [...page.matchAll(/<a\s+class="v-(\w+)"\s+href="([^"]+)"[^>]*aria-label="([^"]+)"/g)];
    expect(cells.map(([, ...cell]) => cell)).toContainEqual([
      'UNSAFE',
      'distributed-pause-holder.html#counterexample',
      'distributed, pause-holder: UNSAFE, as expected',
    ]);
    expect(cells.length).toBe(8);
    expect(page).toContain('all as expected.');
    expect(page).not.toContain('id="differences"');
  });

  it('says first what differs, and what could not run and why', () => {
    const page = matrixHtml(mixedRuns(), linkOf);
    expect(page.indexOf('id="differences"')).toBeGreaterThan(0);
    expect(page.indexOf('id="differences"')).toBeLessThan(page.indexOf('id="matrix"'));
    expect(page).toContain('class="is-UNSAFE is-differs"');
    expect(page).toContain('UNSAFE &amp; &lt;why&gt;');
    expect(page).toContain('Not run: a power cut needs root');
  });

  it('of nothing is no success', () => {
    expect(matrixHtml([], linkOf)).toContain('NOTHING RAN');
  });
});

it('html escapes what is put in, but what is html already', () => {
  const list = [html`<b>${'<&>'}</b>`, html`<i>${1}</i>`];
  expect(html`<p title="${'"\''}">${list}${null}</p>`.text).toBe(
    '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b><i>1</i></p>',
  );
});
