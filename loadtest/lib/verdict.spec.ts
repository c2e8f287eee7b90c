import { describe, expect, test } from 'vitest';
import { judge, keptFor, type Metrics } from './verdict.js';

const SOUND = { booked: 20, seats_booked: 20, live_seats: 20, sales_unsettled: 0, sold_twice: 0, unknown: 0 };
const metricsOf = (counts: Record<string, number>): Metrics =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, { values: { count } }]));
const judged = (change: Record<string, number>): ReturnType<typeof judge> =>
  judge(metricsOf({ ...SOUND, acknowledged_but_not_live: 0, ...change }));

describe('the verdict of a k6 run', () => {
  test('SAFE when every yes is one seat, live, and nothing is open', () => {
    expect(judged({})).toEqual({
      verdict: 'SAFE',
      why: '20 seats acknowledged = 20 booked = 20 live in inventory; no seat was sold twice',
    });
  });

  test('UNSAFE says how many seats were too many, also when other things are not known', () => {
    const why = '3 seats too many: seats sold to more than one buyer';
    expect(judged({ sold_twice: 3, live_seats: 23 })).toEqual({ verdict: 'UNSAFE', why });
    expect(judged({ sold_twice: 1 }).why).toBe('1 seat too many: a seat sold to more than one buyer');
    expect(judged({ sold_twice: 3, sales_unsettled: 1, unknown: 2 }).verdict).toBe('UNSAFE');
  });

  test('UNSAFE when an acknowledged seat is gone, or one is sold that nobody was told of', () => {
    expect(judged({ acknowledged_but_not_live: 1 }).why).toMatch(/^1 seat acknowledged that nobody has/);
    expect(judged({ acknowledged_but_not_live: -2 }).why).toBe('2 seats sold that nobody was told of');
  });

  test('INCONCLUSIVE when an answer is missing, inventory has not caught up, or nothing happened', () => {
    expect(judged({ unknown: 1, acknowledged_but_not_live: -1 }).verdict).toBe('INCONCLUSIVE');
    expect(judged({ cut_off: 2, acknowledged_but_not_live: 1 }).why).toMatch(/^2 customers were interrupted/);
    expect(judged({ sales_unsettled: 1, acknowledged_but_not_live: 5 }).verdict).toBe('INCONCLUSIVE');
    expect(judged({ booked: 0, seats_booked: 0, live_seats: 0 }).verdict).toBe('INCONCLUSIVE');
    expect(judge({}).verdict).toBe('INCONCLUSIVE');
  });

  test('each sale of a run is judged by its own figures', () => {
    const ofSale = (counts: object, part: number): Record<string, number> =>
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name}{part:${part}}`, count]));
    const metrics = metricsOf({
      ...{ ...SOUND, sold_twice: 3 },
      ...ofSale(SOUND, 1),
      ...ofSale({ ...SOUND, sold_twice: 3 }, 11),
    });
    expect(judge(keptFor(metrics, 'part:1')).verdict).toBe('SAFE');
    expect(judge(keptFor(metrics, 'part:11')).verdict).toBe('UNSAFE');
    expect(judge(keptFor(metrics, 'part:2')).verdict).toBe('INCONCLUSIVE');
  });
});
