import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RACE_FLAGS, raceOf, wantedRace } from '../lab/src/commands/race-flags.ts';
import { exercises } from '../lab/src/exercises.ts';
import { exhibits } from '../lab/src/exhibits.ts';
import { readFlags } from '../lab/src/flags.ts';
import { STRATEGIES } from '../services/booking/src/claims/claims.module.ts';

const FOLDER = fileURLToPath(new URL('../docs/exercises', import.meta.url));
const page = (name: string): string => readFileSync(join(FOLDER, `${name}.md`), 'utf8');
/** The terminal's line breaks are not the author's. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
const byName = exercises.map((exercise) => [exercise.name, exercise] as const);

const index = (): string =>
  [
    '# Exercises',
    '',
    'Read the question, say what will become of the run, and let the stack tell (it starts one when none runs). `npm run exercise` lists them, `npm run exercise -- 3` asks the third, and `npm run exercise -- 3 --predict unsafe` answers it; exit code 0 when you were right, 1 when you were wrong, 2 when the run tells nothing.',
    '',
    '| exercise | where it comes from |',
    '|---|---|',
    ...exercises.map(({ number, name, title, about }) => `| ${number}. [${title}](${name}.md) | ${about} |`),
    '',
    'What each page hides is what a run printed: `npm run --silent exercise -- all | node tools/exhibit-pages.mjs`.',
    '',
  ].join('\n');

describe('docs/exercises', () => {
  it('lists the exercises of the registry, and no other (written by `npm test -- -u`)', async () => {
    await expect(index()).toMatchFileSnapshot('../docs/exercises/README.md');
  });

  it('has a page for each, and no other', () => {
    const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
    expect(pages.toSorted()).toEqual(exercises.map(({ name }) => `${name}.md`).toSorted());
  });

  it.each(byName)('%s: the page asks what the command asks', (name, exercise) => {
    const text = page(name);
    const { number, title, question, choices, about } = exercise;
    expect(text.startsWith(`# ${number}. ${title}\n\n${question}\n`)).toBe(true);
    const [before = '', hidden = ''] = text.split('<details>');
    for (const choice of choices) expect(before).toContain(`\`${choice}\``);
    expect(before).toContain(`\nnpm run exercise -- ${number} --predict ${choices[0]}\n`);
    expect(text.toLowerCase().endsWith(`\n${about.toLowerCase()}.\n`)).toBe(true);
    const headings = [...hidden.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Why', 'Go on', 'Where it comes from']);
  });

  it.each(byName)('%s: the page hides a run as it is printed today', (name, exercise) => {
    const [, printed = ''] = /<!-- printed -->\n```\n(.*?)```\n<!-- \/printed -->/s.exec(page(name)) ?? [];
    expect(printed.startsWith(`exercise ${name}   ${exercise.title}\n`)).toBe(true);
    const said = `You said ${exercise.answer}, and it is ${exercise.answer}.`;
    for (const sentence of [exercise.question, exercise.why, said]) {
      expect(oneLine(printed)).toContain(sentence);
    }
    expect(printed.endsWith('  Your prediction was right.\n')).toBe(true);
  });

  it.each(exercises.map(({ name }) => name))('%s links only to files that exist', (name) => {
    const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !existsSync(join(FOLDER, target)))).toEqual([]);
  });

  it('every command on a page, and every command that an exercise is, can be typed', () => {
    const texts = exercises.flatMap(({ name, command = '' }) => [page(name), `\`${command}\``]);
    const commands = texts.flatMap((text) => [...text.matchAll(/npm run ([a-z0-9]+)(?: -- ([^`\n]*))?/g)]);
    expect(commands.length).toBeGreaterThan(exercises.length);
    for (const [, script = '', words = ''] of commands) mustExist(script, words.split(' '));
  });
});

const scripts = Object.keys(
  (JSON.parse(readFileSync(join(FOLDER, '../../package.json'), 'utf8')) as { scripts: object }).scripts,
);

function mustExist(script: string, words: readonly string[]): void {
  expect(scripts).toContain(script);
  if (script === 'exhibit') expect(Object.keys(exhibits)).toContain(words[0]);
  if (script === 'race') raceOf(wantedRace(readFlags(words, RACE_FLAGS, 'this')), STRATEGIES, 3);
  if (script === 'exercise') {
    const [number, , predicted = ''] = words;
    expect(exercises.find((one) => String(one.number) === number)?.choices).toContain(predicted);
  }
}

describe('an exercise', () => {
  it.each(byName)('%s has its answer among the choices, and offers another', (_, exercise) => {
    expect(exercise.choices).toContain(exercise.answer);
    expect(exercise.choices.length).toBeGreaterThan(1);
  });
});
