// @ts-check
// Puts what the exhibits printed into their pages: npm run --silent exhibit -- all | node tools/exhibit-pages.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const PRINTED = /^exhibit ([\w-]+) {3}.*?^ {2}Failure caught, cure held\.\n/gms;
const BETWEEN_MARKS = /(<!-- printed -->\n).*?(<!-- \/printed -->)/s;

const printed = readFileSync(0, 'utf8');
const found = [...printed.matchAll(PRINTED)];
for (const [text, name] of found) {
  const page = new URL(`../docs/exhibits/${name}.md`, import.meta.url);
  const block = `\`\`\`\n${text}\`\`\`\n`;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(BETWEEN_MARKS, (_, begin, end) => `${begin}${block}${end}`),
  );
  process.stdout.write(`  docs/exhibits/${name}.md\n`);
}
if (found.length === 0) {
  process.stderr.write(`${printed}\nNo exhibit came in that was as expected; the pages are as they were.\n`);
  process.exitCode = 1;
}
