import type { z } from 'zod';

/**
 * The environment, parsed once at start. Every bad variable is named on stderr, then the process exits with 1.
 * The only place that knows `process.env`. An empty variable counts as none: so does `NAME=` in a .env file.
 */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(withoutEmpty(process.env));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    process.stderr.write(`${issue.path.join('.') || 'environment'}: ${issue.message}\n`);
  }
  process.exit(1);
}

/** Whoever is started from here on gets these besides. */
export function passOn(settings: Readonly<Record<string, string>>): void {
  Object.assign(process.env, settings);
}

const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
