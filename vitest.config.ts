import { defineConfig } from 'vitest/config';

export default defineConfig({
  // our own condition only: vitest hands these to node as --conditions, and a public name such as "import" breaks require('pg')
  ssr: { resolve: { conditions: ['@lastseat/source'] } },
  test: {
    include: ['{services,libs,lab,deploy,tools,loadtest}/**/*.{spec,test}.ts'],
    pool: 'forks',
  },
});
