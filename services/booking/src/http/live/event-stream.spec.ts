import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream.ts';

const EVENTS_MOST = 1_000;

afterEach(() => {
  vi.useRealTimers();
});

const said = (stream: EventStream): string => String(stream.read() ?? '');

describe('a stream of events', () => {
  it('says when to come back, then what happened, in the format of the standard', () => {
    const stream = new EventStream();
    stream.event('claim', { status: 'held' }, 'id-1');
    stream.event('end', {});
    expect(said(stream)).toBe(
      'retry: 1000\n\nevent: claim\nid: id-1\ndata: {"status":"held"}\n\nevent: end\ndata: {}\n\n',
    );
  });

  it('says a word after 15 s of silence, and not before', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const stream = new EventStream();
    said(stream);
    vi.advanceTimersByTime(14_999);
    stream.beat();
    expect(said(stream)).toBe('');
    vi.advanceTimersByTime(1);
    stream.beat();
    stream.beat();
    expect(said(stream)).toBe(':\n\n');
  });

  it('is cut off when nobody reads it', () => {
    const stream = new EventStream();
    let events = 0;
    while (!stream.destroyed && events < EVENTS_MOST) {
      stream.event('claim', { text: 'x'.repeat(1_000) });
      events += 1;
    }
    expect(events).toBe(16);
  });

  it('ends once, and takes nothing after its end', async () => {
    const stream = new EventStream();
    stream.finish();
    stream.event('claim', {});
    stream.finish();
    stream.beat();
    expect(await stream.toArray()).toHaveLength(1);
  });
});
