import { type BookingApp, appOn, bookingApp } from './booking-app.ts';
import { send } from './sale.ts';

/** Two replicas, asked in turn: clients of the seeds know one address, and a proxy behind it. */
export interface SeedReplicas extends BookingApp {
  ask(
    ...request: Parameters<typeof send> extends [unknown, ...infer Rest] ? Rest : never
  ): ReturnType<typeof send>;
}

export async function seedReplicas(): Promise<SeedReplicas> {
  const booking = await bookingApp();
  const other = await appOn(booking.database.url, { replica: 'booking-other' });
  let asked = 0;
  return {
    ...booking,
    ask: (...request) => {
      asked += 1;
      return send(asked % 2 === 0 ? booking.app : other, ...request);
    },
    close: async () => {
      await other.close();
      await booking.close();
    },
  };
}

/** So many of something, all at once. */
export const together = <Value>(count: number, work: (n: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

/** How often each of them occurs. */
export const tally = (values: readonly unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
};
