import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLAIMS = 'services/booking/src/claims';
const BUILD_MS = 60_000;
const execute = promisify(execFile);

/** The repository as it stands, in a temporary folder in which tests may change it. */
export class TreeCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'lastseat-copy-'));

  constructor() {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    for (const path of listed.split('\n').filter(Boolean)) {
      // deleted, and not committed yet
      if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(this.folder, path));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** All that a new strategy needs: one file and one line. */
  addStrategy(key: string, className: string, text: string): void {
    writeFileSync(join(this.folder, CLAIMS, `${key}.claim.ts`), text);
    const registry = join(this.folder, CLAIMS, 'strategies.ts');
    writeFileSync(
      registry,
      `${readFileSync(registry, 'utf8')}export { ${className} } from './${key}.claim.js';\n`,
    );
  }

  async build(): Promise<void> {
    const compiler = ['node_modules/tsc7/bin/tsc', '-p', 'tsconfig.build.json'];
    await execute(process.execPath, compiler, { cwd: this.folder, timeout: BUILD_MS });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * A registered strategy under another name, changed: its text with other names for key, class and statements (a
 * session prepares a name once), and with each edit made. An edit that changes nothing is a mistake.
 */
export function strategyLike(
  original: string,
  key: string,
  edits: readonly (readonly [from: string, to: string])[] = [],
): { className: string; text: string } {
  const path = join(ROOT, CLAIMS, `${original}.claim.ts`);
  const text = readFileSync(path, 'utf8');
  const [, originalClass = ''] = /export class (\w+)/.exec(text) ?? [];
  const className = `${key.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Claim`;
  const named = text
    .replaceAll(originalClass, className)
    .replace(`key = '${original}'`, `key = '${key}'`)
    .replaceAll(`name: '${original}-`, `name: '${key}-`);
  const changed = edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`${original}.claim.ts has no "${from}"`);
    return before.replaceAll(from, to);
  }, named);
  return { className, text: changed };
}
