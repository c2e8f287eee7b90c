import type { Drive } from '../experiment.js';
import { atTheGate, recordRun } from '../experiment.js';
import type { Stage } from '../exhibits/exhibit.js';
import { raceOn } from '../exhibits/exhibit.js';
import type { HistoryLine } from '../history/lines.js';
import type { HistoryRecorder } from '../history/recorder.js';
import type { RunResult } from '../result.js';
import { scaleTo } from '../stack.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import { seenIn } from './by-race.js';
import type { Exercise, Seen } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

/** Long enough that none has his answer when the last one has asked. */
const SALE = { seats: 20, buyers: 60, workMs: 200 };
const ASKED = { mostMs: 5_000, everyMs: 5 };
const ENDED = { mostMs: 10_000, everyMs: 25 };

export const drain: Exercise = {
  title: 'A replica is told to stop, with claims in it',
  question:
    '60 customers claim 20 seats at three replicas, each claim works for 200 ms with the row locked, and as soon ' +
    'as all of them have asked one replica gets SIGTERM, as in every rolling restart. What becomes of the sale, ' +
    'and of those who were in that replica?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'A replica that is told to stop takes nothing new, which the proxy takes elsewhere, and answers what it has ' +
    'before it ends. Nobody is left without an answer. After a kill -9 instead they would be, and repeating the ' +
    'request with its key tells them.',
  about:
    'ours: graceful shutdown, which Ticket-Tracking-RaceCondition has for requests and not for its queue',
  async run(stage) {
    const { lab } = stage;
    const victim = lab.stack.replicas.at(-1);
    if (victim === undefined) throw new UserError('No replica runs. Type: npm run up');
    const { strategy, parameters } = raceOn(stage, 'pessimistic', lab.replicas.length, SALE);
    const told: Told = { before: 0, after: [] };
    const drive: Drive = async (sale, recorder) => {
      const stopAmid = async (): Promise<void> =>
        await stopWhenAllHaveAsked(stage, victim.pid, recorder, told);
      await Promise.all([atTheGate(lab, parameters)(sale, recorder), stopAmid()]);
      told.after = recorder.lines.slice(told.before);
      // one that still drains would count as running, and nobody would start it again
      await waitUntil(
        async () => runs(victim.pid),
        (still) => !still,
        ENDED,
      );
    };
    try {
      return drained((await recordRun(lab, strategy, parameters, drive)).result, victim.name, told);
    } finally {
      stage.doing('the replica is started again');
      await scaleTo(lab.replicas.length, lab.stack, lab.home);
    }
  },
};

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // there is no such process
  }
}

interface Told {
  /** so many lines had the history when the replica was told to stop */
  before: number;
  after: readonly HistoryLine[];
}

async function stopWhenAllHaveAsked(
  stage: Stage,
  pid: number,
  { lines }: HistoryRecorder,
  told: Told,
): Promise<void> {
  const asked = async (): Promise<number> => lines.filter(({ kind }) => kind === 'invoke').length;
  await waitUntil(asked, (count) => count >= SALE.buyers, ASKED);
  stage.doing('a replica is told to stop');
  told.before = lines.length;
  process.kill(pid, 'SIGTERM');
}

function drained(result: RunResult, victim: string, { before, after }: Told): Seen {
  const answers = after.flatMap((line) => (line.kind === 'invoke' ? [] : [line]));
  const byVictim = answers.filter(({ answeredBy }) => answeredBy === victim).length;
  const seen = seenIn(result, [
    { name: 'claims that were under way when it was told to stop', value: 2 * SALE.buyers - before },
    { name: 'answered by it after that', value: byVictim },
    { name: 'answers that were lost', value: answers.filter(({ kind }) => kind === 'unknown').length },
  ]);
  return byVictim > 0 ? seen : { ...seen, answer: 'inconclusive' };
}
