// @ts-check
// Puts what a proof printed into the README: npm start --silent -- --exit | node tools/readme-proof.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const README = new URL('../README.md', import.meta.url);
const BETWEEN_MARKS = /(<!-- proof.*?-->\n).*?(<!-- \/proof -->)/s;

const printed = readFileSync(0, 'utf8');
const [proof] = /^lastseat {3}.*required by the row always does\.\n/ms.exec(printed) ?? [];
if (proof === undefined) {
  process.stderr.write(`${printed}\nNo complete proof came in; the README is as it was.\n`);
  process.exit(1);
}
const readme = readFileSync(README, 'utf8');
writeFileSync(
  README,
  readme.replace(BETWEEN_MARKS, (_, begin, end) => `${begin}\`\`\`\n${proof}\`\`\`\n${end}`),
);
