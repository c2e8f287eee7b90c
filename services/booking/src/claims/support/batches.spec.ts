import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import { pause } from '#deadlines';
import { CommitUnknown, DatabaseUnavailable } from '#postgres';
import { type ClaimOutcome, type ClaimRequest, CONTENDED } from '../claim-strategy.js';
import { Batches } from './batches.js';

const POLICY = { ...DEFAULT_POLICY, strategy: 'batched' };
const claim = (claimId: string, eventId = '1', policyVersion = 1): ClaimRequest =>
  ({ claimId, eventId, policyVersion, policy: POLICY }) as ClaimRequest;
const sold = (): ClaimOutcome => ({ kind: 'claimed', status: 'booked', expiresAt: null, seats: [] });

const enter = (batches: Batches<ClaimRequest>, request: ClaimRequest) => batches.enter(request, request);

/** Remembers which claims were decided together; `decide` may fail. */
function batchesThat(decide: (ids: string[]) => Promise<unknown> = () => pause(1)) {
  const decided: string[] = [];
  const batches = new Batches('batched', async (requests: readonly ClaimRequest[]) => {
    const ids = requests.map(({ claimId }) => claimId);
    decided.push(ids.join(' '));
    await decide(ids);
    return requests.map(sold);
  });
  const all = (...requests: ClaimRequest[]) =>
    Promise.allSettled(requests.map((request) => enter(batches, request)));
  return { batches, decided, all };
}
const statuses = (results: readonly { status: string }[]): string[] => results.map(({ status }) => status);

describe('batches', () => {
  it('decide together what came while the batch before was decided', async () => {
    const { decided, all } = batchesThat();
    await all(claim('a'), claim('b'), claim('c'));
    expect(decided).toEqual(['a', 'b c']);
  });

  it('are of one event and one version of its policy', async () => {
    const { decided, all } = batchesThat();
    await all(claim('a'), claim('b', '2'), claim('c', '1', 2), claim('d'));
    expect(decided).toEqual(['a', 'b', 'c', 'd']);
  });

  it('have a size that they do not pass', async () => {
    const { decided, all } = batchesThat();
    await all(...Array.from({ length: 1 + 128 + 2 }, (_, n) => claim(`${n}`)));
    expect(decided.map((ids) => ids.split(' ').length)).toEqual([1, 128, 2]);
  });

  it('decide again, and first, what they could not decide', async () => {
    const rounds: string[] = [];
    const batches = new Batches('batched', (requests: readonly ClaimRequest[]) => {
      rounds.push(requests.map(({ claimId }) => claimId).join(' '));
      return Promise.resolve(rounds.length === 1 ? requests.map(() => 'again' as const) : requests.map(sold));
    });
    expect(await Promise.all(['a', 'b'].map((id) => enter(batches, claim(id))))).toEqual([sold(), sold()]);
    expect(rounds).toEqual(['a', 'a b']);
  });

  it('closed: take nobody, also of an event that nobody asked for yet', async () => {
    const { batches, decided } = batchesThat(() => pause(5));
    const [served, waits] = [enter(batches, claim('a')), enter(batches, claim('b'))];
    batches.close();
    expect(await Promise.all([served, waits, enter(batches, claim('c', '2'))])).toEqual([
      sold(),
      'replica-stopping',
      'replica-stopping',
    ]);
    expect(decided).toEqual(['a']);
  });
});

describe('a claim that cannot be decided', () => {
  const poisoned = (ids: string[]): Promise<void> =>
    ids.includes('bad') ? Promise.reject(new Error('poison')) : pause(1);

  it('does not fail its neighbours, who are decided alone', async () => {
    const { decided, all } = batchesThat(poisoned);
    const results = await all(...['first', 'b', 'bad', 'c'].map((id) => claim(id)));
    expect(statuses(results)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(decided).toEqual(['first', 'b bad c', 'b', 'bad', 'c']);
  });

  it('alone fails alone, and is not tried twice', async () => {
    const { decided, all } = batchesThat(poisoned);
    expect(statuses(await all(claim('bad'), claim('b')))).toEqual(['rejected', 'fulfilled']);
    expect(decided).toEqual(['bad', 'b']);
  });

  it.each([new DatabaseUnavailable('away'), new CommitUnknown('lost')])(
    'because of %o: the whole batch fails, and nobody asks the database again for each',
    async (failure) => {
      const { decided, all } = batchesThat(async (ids) => {
        if (ids.includes('b')) throw failure;
      });
      const results = await all(claim('a'), claim('b'), claim('c'), claim('d'));
      expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
      expect(decided).toEqual(['a', 'b c d']);
    },
  );

  it('a contended outcome is no failure', async () => {
    const batches = new Batches('batched', (requests: readonly ClaimRequest[]) =>
      Promise.resolve(requests.map(() => CONTENDED)),
    );
    expect(await enter(batches, claim('a'))).toBe(CONTENDED);
  });
});
