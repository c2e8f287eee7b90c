import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '#errors';
import { expectedVerdict } from '../lab/src/verdict.ts';
import { STRATEGIES } from '../services/booking/src/claims/claims.module.ts';

const place = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const page = (name: string): string => readFileSync(place(name), 'utf8');

const errorsPage = (): string => {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, retryable, meaning }]) =>
      `| \`${code}\` | ${status} | ${String(retryable)} | ${meaning} |`,
  );
  return [
    '# Errors',
    '',
    'Every error is a problem detail ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), `application/problem+json`. `retryable` says whether the same request may be sent again with the same `Idempotency-Key`: `unknown` means that it may have taken effect, and that repeating it is what tells. The `type` of a problem is a page of the running service with the same text.',
    '',
    '| code | status | retryable | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
};

const OTHER_SECTIONS = ['What every claim writes', 'Isolation', 'Several seats'];

/** The weakest guarantee first, as everywhere. */
const registryTables = (): string =>
  [
    '| strategy | guarantee | the mechanism in one sentence |',
    '|---|---|---|',
    ...STRATEGIES.map(
      ({ key, guarantee, mechanism }) => `| [${key}](#${key}) | ${guarantee} | ${mechanism} |`,
    ),
    '',
    '| strategy | isolation | lock scope | in production |',
    '|---|---|---|---|',
    ...STRATEGIES.map(
      ({ key, isolations, lockScopes, labOnly }) =>
        `| [${key}](#${key}) | ${isolations.join(', ')} | ${lockScopes.join(', ')} | ${labOnly ? 'no' : 'yes'} |`,
    ),
    '',
  ].join('\n');

const cellsShown = (table: string): string[] =>
  table.split('\n').flatMap((line) => {
    const [, key, replicas, verdict] =
      /^ {2}([\w-]+) .*? ([13]) +\d.*? (SAFE|UNSAFE) +as expected/.exec(line) ?? [];
    return key === undefined ? [] : [`${key} at ${replicas}: ${verdict}`];
  });

describe('the documentation', () => {
  it('has every error of the catalogue and no other (written by `npm test -- -u`)', async () => {
    await expect(errorsPage()).toMatchFileSnapshot('../docs/errors.md');
  });

  it('has the strategies of the registry in its tables, and no other', () => {
    const [, tables] = /<!-- registry -->\n(.*?)<!-- \/registry -->/s.exec(page('docs/strategies.md')) ?? [];
    expect(tables).toBe(registryTables());
  });

  it('has a section for every strategy, and a place for what was measured', () => {
    const text = page('docs/strategies.md');
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    const ofStrategies = sections.filter((title) => !OTHER_SECTIONS.includes(title));
    expect(ofStrategies.toSorted()).toEqual(STRATEGIES.map(({ key }) => key).toSorted());
    expect(text).toContain('<!-- measured -->\n');
  });

  it('says of every strategy its guarantee, its cost, how it fails and when to choose it', () => {
    const sections = page('docs/strategies.md').split(/^## /m);
    for (const { key, guarantee, labOnly } of STRATEGIES) {
      const text = sections.find((section) => section.startsWith(`${key}\n`)) ?? '';
      expect(text).toContain(`- **Guarantee**: \`${guarantee}\``);
      for (const part of ['**Cost**: ', '**How it fails**: ', '**When**: ']) expect(text).toContain(part);
      const saysSo = /^\*(Wrong on purpose|A library, judged)/m.test(text);
      expect(saysSo, `${key} is for the lab only: ${labOnly}`).toBe(labOnly);
    }
  });

  it('the README shows a proof of every strategy, with the verdicts that are expected', () => {
    const [, proof = ''] = /<!-- proof.*?-->\n```\n(.*?)```\n<!-- \/proof -->/s.exec(page('README.md')) ?? [];
    const [sound = '', paused = ''] = proof.split('  With pause-holder');
    const expected = STRATEGIES.filter(({ labOnly }) => !labOnly).flatMap(({ key, guarantee }) =>
      [1, 3].map((replicas) => `${key} at ${replicas}: ${expectedVerdict(guarantee, replicas, false)}`),
    );
    expect(cellsShown(sound)).toEqual(expected);
    expect(cellsShown(paused)).toEqual(['distributed at 3: UNSAFE', 'fenced at 3: SAFE']);
  });

  it('has an answer to every item of the seeds', () => {
    const items = { S0: 12, S1: 10, S2: 10, S3: 13 };
    const [, answered = ''] = page('docs/seeds.md').split('## Item by item');
    const ids = Object.entries(items).flatMap(([seed, most]) =>
      Array.from({ length: most }, (_, index) => `${seed}-${index + 1}`),
    );
    expect(ids.filter((id) => !new RegExp(`^\\|.*\\b${id}\\b.*\\|`, 'm').test(answered))).toEqual([]);
  });

  it('has every load test, in its own words, and every setting of one', () => {
    const text = page('docs/load-tests.md');
    const scripts = readdirSync(place('loadtest')).filter((file) => file.endsWith('.js'));
    const rows = scripts.map((file) => {
      const [, purpose = ''] = /^\/\/ (?!@)(.+)$/m.exec(page(`loadtest/${file}`)) ?? [];
      return `| \`${file.replace('.js', '')}\` | ${purpose} |`;
    });
    expect(text.match(/^\| `[a-z-]+` \|.*$/gm)).toEqual(rows);
    const files = [...scripts, ...readdirSync(place('loadtest/lib')).map((file) => `lib/${file}`)];
    const code = files.map((file) => page(`loadtest/${file}`)).join('\n');
    const settings = [...code.matchAll(/\b(?:whole|word)\('([A-Z_0-9]+)'/g)].map(([, name]) => name);
    const told = [...text.matchAll(/^\| `([A-Z_0-9]+)` \|/gm)].map(([, name]) => name);
    expect(new Set(told)).toEqual(new Set(settings));
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/load-tests.md'])(
    '%s names only commands that exist',
    (name) => {
      const { scripts } = JSON.parse(page('package.json')) as { scripts: Record<string, string> };
      const named = [...page(name).matchAll(/npm (?:run )?(?:--silent )?([a-z0-9:]+)/g)].map(
        ([, command]) => command,
      );
      const ofNpm = new Set(['ci', 'install', 'run']);
      expect(named.filter((command) => command && !ofNpm.has(command) && !(command in scripts))).toEqual([]);
      expect(named.length).toBeGreaterThan(3);
    },
  );

  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/strategies.md',
    'docs/seeds.md',
    'docs/load-tests.md',
    'docs/history.md',
    'docs/decisions/README.md',
  ])('%s links only to files that exist', (name) => {
    const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !existsSync(place(join(dirname(name), target))))).toEqual([]);
  });
});
