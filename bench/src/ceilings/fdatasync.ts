import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { percentile } from '../../../lab/src/percentiles.js';

const PAGE_BYTES = 8_192;
const WRITES = 400;

/** How long the disk takes for what every commit waits for: a page written and synced. */
export async function fdatasyncUs(folder: string): Promise<{ p50: number; p99: number }> {
  const path = join(folder, 'fdatasync');
  const file = await open(path, 'w');
  const took: number[] = [];
  try {
    for (let page = 0; page < WRITES; page += 1) {
      await file.write(Buffer.alloc(PAGE_BYTES, page), 0, PAGE_BYTES, page * PAGE_BYTES);
      const began = performance.now();
      await file.datasync();
      took.push((performance.now() - began) * 1_000);
    }
  } finally {
    await file.close();
    await rm(path);
  }
  const sorted = took.toSorted((one, other) => one - other);
  return { p50: Math.round(percentile(sorted, 0.5) ?? 0), p99: Math.round(percentile(sorted, 0.99) ?? 0) };
}
