import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintSources } from '../../install/build.mjs';
import { temporaryFolder } from '../../servers/account.mjs';

const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Answers with its own name after a moment of work, and drains on SIGTERM as a real replica does. */
const SERVICE = `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  if (request.url === '/health/ready') response.end();
  else setTimeout(() => response.end(process.env.LASTSEAT_REPLICA), 20);
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => {
  server.close(() => process.exit());
  server.closeIdleConnections();
});
`;

/** Ends with 7; a proof goes on for as long as there is a file named "wait". */
const LAB = `
import { existsSync } from 'node:fs';
import { join } from 'node:path';
console.log(JSON.stringify(process.argv.slice(2)));
const timer = setInterval(() => {
  if (existsSync(join(process.env.LASTSEAT_HOME, 'wait'))) return;
  clearInterval(timer);
  process.exitCode = 7;
}, 20);
`;

const MIGRATION = `if (!process.env.DATABASE_URL) process.exit(1);`;

/** A project of which only the outside is real: its services are stubs, and count as built. */
export function stubProject(): string {
  const project = temporaryFolder('lastseat-project');
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  };
  for (const service of ['booking', 'inventory', 'payments']) {
    put(`dist/services/${service}/src/main.js`, SERVICE);
    put(`dist/services/${service}/src/migrate.js`, MIGRATION);
  }
  put('dist/lab/src/cli.js', LAB);
  put('package.json', '{ "type": "module" }');
  put('package-lock.json', '{ "packages": {} }');
  put('tsconfig.json', '{}');
  put('tsconfig.build.json', '{}');
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
  put('dist/.built-from', fingerprintSources(project));
  return project;
}
