import { resolve } from 'node:path';
import { readEnvironment } from '#config';
import { z } from 'zod';

const Environment = z.object({ LASTSEAT_HOME: z.string().min(1).default('.lastseat') });

/** Folder with the launcher's `state.json` and with our `runs/`. */
export const homeFolder = (): string => resolve(readEnvironment(Environment).LASTSEAT_HOME);
