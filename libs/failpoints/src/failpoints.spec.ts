import { describe, expect, it } from 'vitest';
import type { Failpoint } from '#contracts';
import { FailpointError, Failpoints, type Passing } from './failpoints.js';

const LONG_MS = 10_000;
const SHORT_MS = 20;
const POINT: Failpoint = {
  eventId: '1',
  step: 'after-read',
  does: 'delay',
  pauseMs: SHORT_MS,
  timesPerSeat: 1,
};
const THROWS: Failpoint = { eventId: '1', step: 'after-read', does: 'throw', timesPerSeat: 1 };
const HERE: Passing = { eventId: '1', who: [1, 2], claimId: 'claim-1' };

const armed = (...points: Failpoint[]): Failpoints => {
  const failpoints = new Failpoints('lab');
  for (const point of points) failpoints.arm(point);
  return failpoints;
};
const tookMs = async (passing: Promise<void> | undefined): Promise<number> => {
  const began = performance.now();
  await passing;
  return performance.now() - began;
};

describe('a failpoint', () => {
  it('hits so many of the same, at its step and of its event alone, and is counted before it acts', async () => {
    const failpoints = armed({ ...THROWS, timesPerSeat: 2 }, { ...THROWS, eventId: '2' });
    await failpoints.pass('before-write', HERE);
    await failpoints.pass('after-read', { eventId: '3', who: [1, 2] });
    await expect(failpoints.pass('after-read', HERE)).rejects.toThrow(FailpointError);
    await expect(failpoints.pass('after-read', HERE)).rejects.toThrow(
      'failpoint after-read of event 1, claim claim-1',
    );
    await failpoints.pass('after-read', HERE);
    await expect(failpoints.pass('after-read', { ...HERE, who: [1] })).rejects.toThrow(FailpointError);
    expect(failpoints.list('1')).toEqual([{ ...THROWS, timesPerSeat: 2, hits: 3, inside: 0 }]);
    expect(failpoints.list('2')).toMatchObject([{ hits: 0 }]);
  });

  it('of a message is counted by message, for each event that it is about once', async () => {
    const failpoints = armed({ ...POINT, step: 'before-ack', timesPerSeat: 2 });
    let asked = 0;
    const events = (): string[] => {
      asked += 1;
      return ['2', '1', '1'];
    };
    for (let message = 0; message < 3; message += 1) await failpoints.passAll('before-ack', events);
    expect(failpoints.list('1')).toMatchObject([{ hits: 2 }]);
    failpoints.disarm('1');
    expect(failpoints.passAll('before-ack', events)).toBeUndefined();
    expect(asked).toBe(3);
  });

  it('is armed once for each step of an event, and not without a bound', () => {
    const failpoints = armed(POINT, { ...POINT, pauseMs: LONG_MS });
    expect(failpoints.list('1')).toMatchObject([{ pauseMs: LONG_MS }]);
    const wanted = Array.from({ length: 500 }, (_, n) => failpoints.arm({ ...POINT, eventId: `many-${n}` }));
    expect(wanted.filter(Boolean)).toHaveLength(199);
    expect(failpoints.arm(POINT)).toBe(true);
  });

  it('cannot be armed in production, and does nothing there', () => {
    const failpoints = new Failpoints('production');
    expect(() => failpoints.arm(THROWS)).toThrow('in the lab alone');
    expect(failpoints.pass('after-read', HERE)).toBeUndefined();
    expect(failpoints.list('1')).toEqual([]);
  });
});

describe('a delay', () => {
  it('takes its time, and says who stands in it', async () => {
    const failpoints = armed(POINT);
    const passing = tookMs(failpoints.pass('after-read', HERE));
    expect(failpoints.list('1')).toMatchObject([{ hits: 1, inside: 1 }]);
    // a timer counts from when its turn of the event loop began, which on a busy machine is some ms ago
    expect(await passing).toBeGreaterThan(SHORT_MS / 2);
    expect(failpoints.list('1')).toMatchObject([{ hits: 1, inside: 0 }]);
  });

  it.each([
    ['disarmed', (failpoints: Failpoints) => failpoints.disarm('1')],
    ['armed anew', (failpoints: Failpoints) => failpoints.arm(POINT)],
  ])('ends at once when it is %s', async (_, change) => {
    const failpoints = armed({ ...POINT, pauseMs: LONG_MS });
    const passing = tookMs(failpoints.pass('after-read', HERE));
    change(failpoints);
    expect(await passing).toBeLessThan(LONG_MS / 2);
  });

  it('of another event goes on', async () => {
    const failpoints = armed({ ...POINT, pauseMs: SHORT_MS }, { ...POINT, eventId: '2' });
    const passing = tookMs(failpoints.pass('after-read', HERE));
    failpoints.disarm('2');
    expect(await passing).toBeGreaterThanOrEqual(SHORT_MS - 2);
  });

  it('that blocks stops the whole process, and not its claim alone', async () => {
    const failpoints = armed({ ...POINT, blocks: true });
    let ranMeanwhile = false;
    setImmediate(() => (ranMeanwhile = true));
    const began = performance.now();
    await failpoints.pass('after-read', HERE);
    expect(performance.now() - began).toBeGreaterThanOrEqual(SHORT_MS - 2);
    expect(ranMeanwhile).toBe(false);
    expect(failpoints.list('1')).toMatchObject([{ hits: 1, blocks: true }]);
  });
});
