import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\n');

/** Of the system and of npm: what they mean is not ours to say. */
const OF_OTHERS = new Set(['PATH', 'TERM', 'NO_COLOR', 'XDG_CACHE_HOME', 'npm_execpath']);
const isProgram = (path: string): boolean =>
  /^(services|libs|lab|deploy|loadtest)\/.*\.(ts|mjs|js)$/.test(path) &&
  !/\.(spec|test)\.ts$|\/(test|acceptance)\//.test(path);

const names = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** The keys of the schemas that are held against the environment. */
const ofSchemas = (text: string): string[] =>
  /readEnvironment|Environment = z/.test(text) ? names(text, /\b([A-Z][A-Z0-9_]+): [a-z]/g) : [];

const readByPrograms = tracked.filter(isProgram).flatMap((path) => {
  const text = read(path);
  return [
    ...ofSchemas(text),
    ...names(text, /\benv\['(\w+)'\]/g),
    ...names(text, /__ENV\.(\w+)/g),
    ...names(text, /\bvariable: '(\w+)'/g),
  ];
});
const readByCompose = names(read('docker-compose.yml'), /\$\{(\w+)/g);

const example = read('.env.example').split('\n');
const lines = example.flatMap((line, index) => {
  const [, name, value] = /^#([A-Za-z_][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value ?? '', comment: commentAbove(index) }];
});

function commentAbove(index: number): string {
  const before = example.slice(0, index);
  const first = before.findLastIndex((line) => !line.startsWith('# ')) + 1;
  return before
    .slice(first)
    .map((line) => line.slice(2))
    .join(' ');
}

describe('.env.example', () => {
  it('has every variable that our programs read, and no other', () => {
    const wanted = new Set([...readByPrograms, ...readByCompose].filter((name) => !OF_OTHERS.has(name)));
    expect(lines.map(({ name }) => name).toSorted()).toEqual([...wanted].toSorted());
    expect(wanted.size).toBeGreaterThan(20);
  });

  it('says of each what it is and what it is by default, and the value shown is the default', () => {
    for (const { name, value, comment } of lines) {
      expect(comment, `of ${name}`).toMatch(/^\S.*\. Default: \S/);
      const [, usual = ''] = /Default: (.*)$/.exec(comment) ?? [];
      if (value !== '' && !usual.startsWith('none')) expect(usual, `of ${name}`).toBe(value);
    }
  });

  it('changes nothing as it is', () => {
    expect(example.filter((line) => !/^(#.*)?$/.test(line))).toEqual([]);
  });

  it('is in git, and .env is not', () => {
    expect(tracked).toContain('.env.example');
    const ignored = execFileSync('git', ['check-ignore', '.env'], { cwd: ROOT, encoding: 'utf8' });
    expect(ignored.trim()).toBe('.env');
  });
});
