import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { breachesOfDirection } from './import-direction.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE_LINES_MOST = 200;
const FUNCTION_LINES_MOST = 60;
const LINE_LENGTH_MOST = 120;
const STRATEGY_LINES_MOST = 120;
const STRATEGY_LINES_USUAL = 60;
/** All files are parsed, on a machine that may be busy. */
const PARSING_MS = 30_000;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: string[];
}

/** What is committed or about to be, and is code. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\n');
const sources: Source[] = tracked
  .filter((path) => /\.(ts|mjs|js)$/.test(path) && !path.endsWith('.d.ts'))
  .flatMap((path) => {
    try {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return [{ path, text, lines: text.trimEnd().split('\n') }];
    } catch {
      return []; // deleted, and not committed yet
    }
  });

const isTest = (path: string): boolean => /\.(spec|test)\.ts$|\/(test|acceptance)\//.test(path);
const isMigration = (path: string): boolean => path.includes('/migrations/');
const code = sources.filter(({ path }) => !path.startsWith('tools/tidy'));
const strategies = code.filter(({ path }) => path.endsWith('.claim.ts'));

/** The places with a word, as "path:line". */
const places = (word: RegExp, where: (path: string) => boolean): string[] =>
  code
    .filter(({ path }) => where(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (word.test(line) ? [`${path}:${index + 1}`] : [])),
    );

function longFunctions({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const length = lineOf(node.end) - lineOf(node.getStart(file)) + 1;
      if (length > FUNCTION_LINES_MOST)
        found.push(`${path}:${lineOf(node.getStart(file)) + 1} has ${length} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('size', () => {
  it(`no file has more than ${FILE_LINES_MOST} lines`, () => {
    const long = sources.filter(({ path, lines }) => lines.length > FILE_LINES_MOST && !isMigration(path));
    expect(long.map(({ path, lines }) => `${path} has ${lines.length}`)).toEqual([]);
  });

  it(
    `no function has more than ${FUNCTION_LINES_MOST} lines`,
    () => {
      const counted = sources.filter(({ path }) => !isTest(path) && !isMigration(path));
      expect(counted.flatMap(longFunctions)).toEqual([]);
    },
    PARSING_MS,
  );

  it(`no line is longer than ${LINE_LENGTH_MOST} characters, but for texts that a formatter cannot break`, () => {
    const texts = (path: string): boolean => path.startsWith('libs/errors/src/catalogue/') || isTest(path);
    expect(places(new RegExp(`.{${LINE_LENGTH_MOST + 1}}`), (path) => !texts(path))).toEqual([]);
  });
});

describe('names', () => {
  it('no file or folder has a name that says nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|common|shared|misc|core|base|index)(\/|\.[a-z.]+$)/;
    const entry = /^libs\/[a-z]+\/src\/index\.ts$/;
    expect(
      sources.filter(({ path }) => vague.test(path) && !entry.test(path)).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('words that are not written here', () => {
  const inServices = (path: string): boolean => /^(services|libs|lab|bench)\//.test(path) && !isTest(path);

  it.each([
    ['process.env is read in libs/config alone', /process\.env/, 'libs/config/'],
    ['no `as unknown as`', /as unknown as/, ''],
    ['no forwardRef', /forwardRef/, ''],
    ['no @Global', /@Global\(/, ''],
    ['no console', /\bconsole\./, ''],
  ])('%s', (_, word, except) => {
    expect(places(word, (path) => inServices(path) && !(except && path.startsWith(except)))).toEqual([]);
  });

  it('only named waits use a timer', () => {
    const waits = /^libs\/(deadlines|messaging|shutdown)\/|^lab\/src\/waiting\.ts/;
    expect(places(/\bset(Timeout|Interval)\(/, (path) => inServices(path) && !waits.test(path))).toEqual([]);
  });

  it('no test is the only one, none is skipped, nothing is left to fix', () => {
    expect(places(/\.(only|skip)\(|FIXME|XXX|TODO(?! \(#\d+\))/, () => true)).toEqual([]);
  });
});

describe('imports', () => {
  it('run one way', () => {
    expect(breachesOfDirection(sources.filter(({ path }) => !isTest(path)))).toEqual([]);
  });

  it('the registry of strategies is no barrel', () => {
    const importers = code.filter(({ text }) => /from '[./a-z]*strategies\.js'/.test(text));
    expect(importers.map(({ path }) => basename(path))).toEqual(['claims.module.ts']);
  });

  it('no strategy sees another strategy, HTTP or the configuration', () => {
    const wrong = strategies.filter(({ text }) => /from '.*(\.claim|http|config)\b.*'/.test(text));
    expect(wrong.map(({ path }) => relative('services/booking/src', path))).toEqual([]);
  });
});

/** Comments speak of locks too, so they do not count. */
const statementsIn = (text: string): readonly string[] =>
  text.replaceAll(/\/\*.*?\*\//gs, '').match(/(?<=text: )`[^`]*`/g) ?? [];

describe('a strategy', () => {
  it(`has a file of at most ${STRATEGY_LINES_MOST} lines, and most have ${STRATEGY_LINES_USUAL} or less`, () => {
    const lengths = strategies.map(({ lines }) => lines.length).toSorted((one, other) => one - other);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(STRATEGY_LINES_USUAL);
    expect(lengths.at(-1)).toBeLessThanOrEqual(STRATEGY_LINES_MOST);
  });

  it('that is strict shows what locks or decides in its own file', () => {
    const decides = /FOR UPDATE|pg_advisory_xact_lock|UPDATE booking\.seats/;
    const strict = strategies.filter(({ text }) => text.includes("guarantee = 'strict'"));
    expect(strict.length).toBeGreaterThan(5);
    const shown = ({ text }: Source): boolean =>
      statementsIn(text).some((statement) => decides.test(statement)) ||
      text.includes("static readonly isolations = ['serializable']");
    expect(strict.filter((strategy) => !shown(strategy)).map(({ path }) => basename(path))).toEqual([]);
  });
});
