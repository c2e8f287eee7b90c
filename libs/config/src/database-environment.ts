import { z } from 'zod';

const POSTGRES_PORT_USUAL = 5_432;
const PORT_MOST = 65_535;

/**
 * Where the database is: DATABASE_URL, whose name and password are URL-encoded; or, without it, the parts that an
 * environment file for the PostgreSQL image has, as they are.
 */
export const DatabaseEnvironment = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    POSTGRES_USER: z.string().optional(),
    POSTGRES_PASSWORD: z.string().optional(),
    POSTGRES_DB: z.string().optional(),
    POSTGRES_HOST: z.string().default('localhost'),
    POSTGRES_PORT: z.coerce.number().int().min(1).max(PORT_MOST).default(POSTGRES_PORT_USUAL),
  })
  .transform((env, context) => {
    const databaseUrl = env.DATABASE_URL ?? fromParts(env);
    if (databaseUrl !== undefined) return { databaseUrl };
    context.addIssue({
      code: 'custom',
      path: ['DATABASE_URL'],
      message: 'is needed; or POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB',
    });
    return z.NEVER;
  });

interface Parts {
  readonly POSTGRES_USER?: string | undefined;
  readonly POSTGRES_PASSWORD?: string | undefined;
  readonly POSTGRES_DB?: string | undefined;
  readonly POSTGRES_HOST: string;
  readonly POSTGRES_PORT: number;
}

function fromParts({
  POSTGRES_USER: user,
  POSTGRES_PASSWORD: password,
  POSTGRES_DB: database,
  POSTGRES_HOST: host,
  POSTGRES_PORT: port,
}: Parts): string | undefined {
  if (user === undefined || password === undefined || database === undefined) return undefined;
  const credentials = [user, password].map(encodeURIComponent).join(':');
  return `postgres://${credentials}@${host}:${port}/${encodeURIComponent(database)}`;
}
