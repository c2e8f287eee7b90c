import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/test-order.ts';

/** A process and its imports for each file took a fifth of all the time. So files count from what they find. */
const SHARED_PROCESS = { isolate: false };
/** On two cores vitest would take one; a worker waits for servers, restarts and leases for half of its time. */
const WORKERS = 3;

const INTERLEAVINGS = 'services/booking/test/interleavings/*.test.ts';

export default defineConfig({
  // our own condition only: vitest hands these to node as --conditions, and with "import" require('pg') fails
  ssr: { resolve: { conditions: ['@lastseat/source'] } },
  // the global setup is loaded in an environment of its own, whose conditions stay inside vite
  environments: {
    __vitest__: { resolve: { conditions: ['@lastseat/source', 'node', 'import', 'default'] } },
  },
  // tsconfig.json leaves tests out, so vite does not see its decorator options for them
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    pool: 'forks',
    maxWorkers: WORKERS,
    sequence: { sequencer: LongestFirst },
    projects: [
      // beside their file, without servers
      {
        extends: true,
        test: {
          name: 'unit',
          ...SHARED_PROCESS,
          include: ['{services,libs,lab,bench,deploy,tools,loadtest}/**/*.spec.ts', 'tools/*.test.ts'],
          // beside two stacks, on a machine that may be slow
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          ...SHARED_PROCESS,
          include: ['{services,libs,lab,bench,deploy}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'lab/acceptance/**', INTERLEAVINGS],
          globalSetup: ['tools/test-servers/setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      // every order of two claims' steps: waits are their scheduler's, so they share no process with other files; by
      // themselves they take a tenth of the time
      {
        extends: true,
        test: {
          name: 'orders',
          include: [INTERLEAVINGS],
          globalSetup: ['tools/test-servers/setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      // by hand, when the machine is quiet: hours of what "real" does for seconds
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['services/**/*.soak.ts'],
          globalSetup: ['tools/test-servers/setup.ts'],
          testTimeout: 24 * 3_600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      // the whole stack, killed and mended: no test of these measures, so they run side by side, and beside "real"
      {
        extends: true,
        test: {
          name: 'recovery',
          include: ['lab/acceptance/recovery/*.test.ts'],
          // a stack is stopped and started several times, beside two others, on a machine that may be slow
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      // the whole stack under load, alone: what else runs would be in its measurements
      {
        extends: true,
        test: {
          name: 'acceptance',
          include: ['lab/acceptance/*.test.ts'],
          globalSetup: ['lab/acceptance/one-stack.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
