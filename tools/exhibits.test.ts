import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exhibits } from '../lab/src/exhibits.ts';

const FOLDER = fileURLToPath(new URL('../docs/exhibits', import.meta.url));
const page = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
/** The terminal's line breaks are not the author's. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const index = (): string =>
  [
    '# Exhibits',
    '',
    'What the systems that lastseat grew from have taught. Each is one command that shows a failure on the running stack (it starts one when none runs), then the same with the cure, and one page: what you see, why, and what to do instead. `npm run exhibit -- all` shows one after another.',
    '',
    '| exhibit | what it shows | where it comes from |',
    '|---|---|---|',
    ...Object.entries(exhibits).map(
      ([name, { title, shows, seed }]) => `| [${title}](${name}.md) \`${name}\` | ${shows} | ${seed} |`,
    ),
    '',
    'The output on each page is what a run printed: `npm run --silent exhibit -- all | node tools/exhibit-pages.mjs`.',
    '',
  ].join('\n');

describe('docs/exhibits', () => {
  it('lists the exhibits of the registry, and no other (written by `npm test -- -u`)', async () => {
    await expect(index()).toMatchFileSnapshot('../docs/exhibits/README.md');
  });

  it('has a page for each, and no other', () => {
    const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
    expect(pages.toSorted()).toEqual(
      Object.keys(exhibits)
        .map((name) => `${name}.md`)
        .toSorted(),
    );
  });

  it.each(Object.entries(exhibits))('%s: the page says what the command says', (name, exhibit) => {
    const text = page(`${name}.md`);
    expect(text.startsWith(`# ${exhibit.title}\n`)).toBe(true);
    expect(text).toContain(`\`\`\`sh\nnpm run exhibit -- ${name}\n\`\`\``);
    expect(text.endsWith(`## Where it comes from\n\n${exhibit.seed}.\n`)).toBe(true);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Why', 'What to do instead', 'In the code', 'Where it comes from']);
  });

  it.each(Object.entries(exhibits))('%s: the page shows a run as it is printed today', (name, exhibit) => {
    const [, printed = ''] =
      /<!-- printed -->\n```\n(.*?)```\n<!-- \/printed -->/s.exec(page(`${name}.md`)) ?? [];
    expect(printed.startsWith(`exhibit ${name}   ${exhibit.title}\n`)).toBe(true);
    const { shows, failure, cure, means } = exhibit;
    for (const sentence of [shows, `The failure: ${failure.what}`, `The cure: ${cure.what}`, means]) {
      expect(oneLine(printed)).toContain(sentence);
    }
    expect(printed.endsWith('  Failure caught, cure held.\n')).toBe(true);
  });

  it.each(Object.keys(exhibits).map((name) => `${name}.md`))('%s links only to files that exist', (name) => {
    const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !existsSync(join(FOLDER, dirname(name), target)))).toEqual([]);
  });
});
