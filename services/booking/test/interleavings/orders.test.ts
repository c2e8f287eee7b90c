import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { STRATEGIES } from '../../src/claims/claims.module.ts';
import { Lane } from './lane.ts';
import { explore } from './exploration.ts';
import { APART, TOGETHER } from './scenes.ts';
import { Wire } from './wire.ts';
import { moveInWords } from './story.ts';

vi.mock(import('#deadlines'), async (original) => {
  const { unhurried } = await import('./unhurried.ts');
  return unhurried(await original());
});

let wire: Wire;
let lane: Lane;
beforeAll(async () => {
  wire = new Wire();
  lane = await Lane.open();
});
afterAll(async () => {
  await lane.close();
  wire.remove();
});

it.each(STRATEGIES)(
  '$key',
  async ({ key, isolations, lockScopes }) => {
    for (const scene of [...TOGETHER, ...APART])
      for (const lose of [false, true]) {
        const t = performance.now();
        const all = await explore(
          lane,
          { key, policy: { isolation: isolations[0]!, lockScope: lockScopes[0]! } },
          scene,
          lose,
        );
        const bad = all
          .filter(({ findings }) => findings.length > 0)
          .toSorted((a, b) => a.story.length - b.story.length);
        const kinds = all.map((o) => o.outcomes.map((x) => x.kind).join('+'));
        const count: Record<string, number> = {};
        for (const k of kinds) count[k] = (count[k] ?? 0) + 1;
        process.stdout.write(
          `${key} | ${scene.name} | ${scene.replicas} | lose ${lose} leased ${all.some((x) => x.leased)} | ${all.length} | bad ${bad.length} | ${JSON.stringify(count)} | ${Math.round(performance.now() - t)} ms\n`,
        );
        if (bad[0])
          process.stdout.write(
            bad[0].story.map((m) => '    ' + moveInWords(m, bad[0]!)).join('\n') +
              '\n' +
              bad[0].findings.map((f) => '    ' + f.text).join('\n') +
              '\n',
          );
        if (!all.some((x) => x.leased)) {
          if (lose) break;
        }
      }
    expect(1).toBe(1);
  },
  300_000,
);
