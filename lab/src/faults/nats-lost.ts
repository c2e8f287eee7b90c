import type { Fault, StrikeSite } from './fault.js';
import { AT_WORK } from './fault.js';

async function killNats({ cluster: { nats } }: StrikeSite): Promise<() => Promise<boolean>> {
  const before = nats.pid();
  await nats.kill();
  return async () => nats.pid() !== before || !nats.isRunning();
}

export const natsRestarted: Fault = {
  ...AT_WORK,
  does: 'NATS is killed while claims are under way, and starts again',
  inject: async (site) => ({
    happened: await killNats(site),
    heal: async () => await site.cluster.nats.start(),
  }),
};

export const natsWiped: Fault = {
  ...AT_WORK,
  does: 'NATS is killed while claims are under way, and starts again with an empty disk',
  inject: async (site) => ({
    happened: await killNats(site),
    heal: async () => await site.cluster.nats.start({ wipe: true }),
  }),
};
