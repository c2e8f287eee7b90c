import { z } from 'zod';

const ADMIN_TOKEN_LEAST = 32;

/** Which routes there are, and who is an administrator. */
export const AccessEnvironment = z
  .object({
    LASTSEAT_PROFILE: z.enum(['lab', 'production']).default('lab'),
    LASTSEAT_ADMIN_TOKEN: z
      .string()
      .min(ADMIN_TOKEN_LEAST)
      .regex(/^\S+$/, 'is sent as a bearer token, so it has no spaces')
      .optional(),
  })
  .transform((env) => ({ profile: env.LASTSEAT_PROFILE, adminToken: env.LASTSEAT_ADMIN_TOKEN }));
