// @ts-check
// Puts what was printed into the pages of exhibits and of exercises:
//   npm run --silent exhibit -- all | node tools/exhibit-pages.mjs
//   npm run --silent exercise -- all | node tools/exhibit-pages.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const LAST_LINE = '(?:Failure caught, cure held|Your prediction was right)\\.';
const PRINTED = new RegExp(
  `^(exhibit|exercise) ([\\w-]+) {3}[^\\n]*\\n(?:(?!^(?:exhibit|exercise) ).*\\n)*? {2}${LAST_LINE}\\n`,
  'gm',
);
const BETWEEN_MARKS = /(<!-- printed -->\n).*?(<!-- \/printed -->)/s;

const printed = readFileSync(0, 'utf8');
const found = [...printed.matchAll(PRINTED)];
for (const [text, kind, name] of found) {
  const page = new URL(`../docs/${kind}s/${name}.md`, import.meta.url);
  const block = `\`\`\`\n${text}\`\`\`\n`;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(BETWEEN_MARKS, (_, begin, end) => `${begin}${block}${end}`),
  );
  process.stdout.write(`  docs/${kind}s/${name}.md\n`);
}
if (found.length === 0) {
  process.stderr.write(`${printed}\nNothing came in that was as expected; the pages are as they were.\n`);
  process.exitCode = 1;
}
