import { defineConfig } from 'vitest/config';

export default defineConfig({
  // our own condition only: vitest hands these to node as --conditions, and a public name such as "import" breaks require('pg')
  ssr: { resolve: { conditions: ['@lastseat/source'] } },
  // tsconfig.json leaves tests out, so vite does not see its decorator options for them
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['{services,libs,lab,deploy,tools,loadtest}/**/*.{spec,test}.ts'],
    pool: 'forks',
  },
});
