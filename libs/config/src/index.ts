import type { z } from 'zod';

/**
 * The environment, parsed once at start. Every bad variable is named on stderr, then the process exits with 1.
 * The only place that reads `process.env`.
 */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    process.stderr.write(`${issue.path.join('.') || 'environment'}: ${issue.message}\n`);
  }
  process.exit(1);
}
