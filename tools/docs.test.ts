import { existsSync, readFileSync } from 'node:fs';
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

describe('the documentation', () => {
  it('has every error of the catalogue and no other (written by `npm test -- -u`)', async () => {
    await expect(errorsPage()).toMatchFileSnapshot('../docs/errors.md');
  });

  it('has every strategy of the registry, with its guarantee and mechanism, and no other', () => {
    const text = page('docs/strategies.md');
    const rows = STRATEGIES.map(
      ({ key, guarantee, mechanism }) => `| [${key}](#${key}) | ${guarantee} | ${mechanism} |`,
    );
    expect([...text.matchAll(/^\| \[.*$/gm)].map(([row]) => row)).toEqual(rows);
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(sections).toEqual(STRATEGIES.map(({ key }) => key));
  });

  it('the README shows a proof of every strategy, with the verdicts that are expected', () => {
    const [, proof = ''] = /<!-- proof.*?-->\n```\n(.*?)```\n<!-- \/proof -->/s.exec(page('README.md')) ?? [];
    const shown = proof.split('\n').flatMap((line) => {
      const [, key, replicas, verdict] =
        /^ {2}(\w+) .*? ([13]) +\d.*? (SAFE|UNSAFE) +as expected/.exec(line) ?? [];
      return key === undefined ? [] : [`${key} at ${replicas}: ${verdict}`];
    });
    const expected = STRATEGIES.filter(({ labOnly }) => !labOnly).flatMap(({ key, guarantee }) =>
      [1, 3].map((replicas) => `${key} at ${replicas}: ${expectedVerdict(guarantee, replicas, false)}`),
    );
    expect(shown).toEqual(expected);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('%s names only commands that exist', (name) => {
    const { scripts } = JSON.parse(page('package.json')) as { scripts: Record<string, string> };
    const named = [...page(name).matchAll(/npm (?:run )?(?:--silent )?([a-z0-9:]+)/g)].map(
      ([, command]) => command,
    );
    const ofNpm = new Set(['ci', 'install', 'run']);
    expect(named.filter((command) => command && !ofNpm.has(command) && !(command in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(3);
  });

  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/strategies.md',
    'docs/decisions/README.md',
  ])('%s links only to files that exist', (name) => {
    const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !existsSync(place(join(dirname(name), target))))).toEqual([]);
  });
});
