import { atTheGate, recordRun } from '../experiment.js';
import type { Verdict } from '#checkers';
import type { Stage } from '../exhibits/exhibit.js';
import { expecting, raceOn } from '../exhibits/exhibit.js';
import { seenIn } from './by-race.js';
import type { Exercise, Seen } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

const SALE = { seats: 5, buyers: 15, workMs: 20 };

export const quorumLost: Exercise = {
  title: 'Two of three Redis nodes are silent',
  question:
    'The lease needs a majority of three Redis nodes. Just before 15 customers ask for 5 seats, two of the nodes ' +
    'stop and answer nothing; PostgreSQL is healthy. What becomes of the sale, under distributed?',
  choices: SAFE_OR_NOT,
  answer: 'unavailable',
  why:
    'Nothing but the lease protects the seat, so without a majority nobody may sell: every claim is answered 503 ' +
    '`no-quorum`, in well under a second, and may be repeated. Safe, and of no use to anybody until a second node ' +
    'is back.',
  about: 'ours: what a lock costs when its service is away',
  run: async (stage) => await withoutMajority(stage, 'distributed', 'UNAVAILABLE'),
};

export const quorumLostFenced: Exercise = {
  title: 'The same two nodes, with the fence',
  question:
    'Again two of the three Redis nodes stop just before the sale. This time the strategy is fenced: a lease, and ' +
    'the number in the row that every write requires. What becomes of the sale?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'The fence alone is enough, in every order of reads and writes. The lease only spares work, so without a ' +
    'majority the claim goes on without it and says so ("degraded": "lock"). A lock that is not needed for safety ' +
    'need not cost availability.',
  about: 'ours: what a lock costs when its service is away, and something else protects the seat',
  run: async (stage) => await withoutMajority(stage, 'fenced', 'SAFE'),
};

async function withoutMajority(stage: Stage, key: string, expected: Verdict): Promise<Seen> {
  const { redis } = stage.lab.stack;
  const majority = redis.slice(0, Math.floor(redis.length / 2) + 1).map(({ pid }) => pid);
  const goOn = (): void => majority.forEach((pid) => process.kill(pid, 'SIGCONT'));
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, SALE);
  const drive = atTheGate(stage.lab, parameters, async () => {
    stage.doing(`${key}: ${majority.length} of ${redis.length} Redis nodes stand still`);
    for (const pid of majority) process.kill(pid, 'SIGSTOP');
  });
  // Ctrl-C ends this program without its finally blocks
  process.once('exit', goOn);
  try {
    const { result } = await recordRun(stage.lab, strategy, parameters, drive);
    const { length } = majority;
    return seenIn(expecting(expected, result), [
      { name: `Redis nodes that stood still, of ${redis.length}`, value: length },
    ]);
  } finally {
    process.removeListener('exit', goOn);
    goOn();
  }
}
