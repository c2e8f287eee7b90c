import { open } from 'node:fs/promises';
import type { Layout } from '#launcher';
import { controlFile } from '#launcher';
import type { ServerName } from './cluster.js';

/** The numbers in a control file, by their place; ns. */
const PLACE = { clock: 0, syncs: 8 } as const;
const NS_PER_MS = 1_000_000;

/** What a process that was started with the preloaded library reads at once: it has the file mapped. */
export async function setShift(
  layout: Layout,
  name: ServerName,
  what: keyof typeof PLACE,
  ms: number,
): Promise<void> {
  const number = Buffer.alloc(BigInt64Array.BYTES_PER_ELEMENT);
  number.writeBigInt64LE(BigInt(Math.round(ms * NS_PER_MS)));
  // not made when it is not there: then nobody would read it
  const file = await open(controlFile(layout, name), 'r+');
  try {
    await file.write(number, 0, number.length, PLACE[what]);
  } finally {
    await file.close();
  }
}
