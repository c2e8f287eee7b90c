import { describe, expect, test } from 'vitest';
import { judge, type Metrics } from './verdict.js';

const SOUND = {
  booked: 20,
  seats_booked: 20,
  live_seats: 20,
  inventory_settled: 1,
  sold_twice: 0,
  unknown: 0,
};
const judged = (change: Record<string, number>): ReturnType<typeof judge> => {
  const counts = { ...SOUND, acknowledged_but_not_live: 0, ...change };
  const metrics: Metrics = {};
  for (const [name, count] of Object.entries(counts)) metrics[name] = { values: { count } };
  return judge(metrics);
};

describe('the verdict of a k6 run', () => {
  test('SAFE when every yes is one seat, live, and nothing is open', () => {
    expect(judged({})).toEqual({
      verdict: 'SAFE',
      why: '20 bookings acknowledged = 20 seats booked = 20 live in inventory; no seat was sold twice',
    });
  });

  test('UNSAFE says how many bookings were too many, also when other things are not known', () => {
    const why = '3 bookings too many: seats sold to more than one buyer';
    expect(judged({ sold_twice: 3, live_seats: 23 })).toEqual({ verdict: 'UNSAFE', why });
    expect(judged({ sold_twice: 3, inventory_settled: 0, unknown: 2 }).verdict).toBe('UNSAFE');
  });

  test('UNSAFE when an acknowledged booking is gone, or one exists that nobody was told of', () => {
    expect(judged({ acknowledged_but_not_live: 1 }).why).toMatch(/^1 booking acknowledged that nobody has/);
    expect(judged({ acknowledged_but_not_live: -2 }).why).toBe('2 bookings that nobody was told of');
  });

  test('INCONCLUSIVE when an answer is missing, inventory has not caught up, or nothing happened', () => {
    expect(judged({ unknown: 1, acknowledged_but_not_live: -1 }).verdict).toBe('INCONCLUSIVE');
    expect(judged({ inventory_settled: 0, acknowledged_but_not_live: 5 }).verdict).toBe('INCONCLUSIVE');
    expect(judged({ booked: 0, seats_booked: 0, live_seats: 0 }).verdict).toBe('INCONCLUSIVE');
    expect(judge({}).verdict).toBe('INCONCLUSIVE');
  });
});
