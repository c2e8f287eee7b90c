import { relative } from 'node:path';
import type { Verdict } from '#checkers';
import { atTheGate, recordRun } from '../experiment.js';
import { RACE_FAULT_NAMES, faultNamed } from '../faults.js';
import { readFlags } from '../flags.js';
import { openLaboratory, withReplicas } from '../laboratory.js';
import { progressOn } from '../report/progress.js';
import { runText } from '../report/run-text.js';
import { writeRaceReport } from '../report/race-report.js';
import { historyOf } from '../runs-folder.js';
import { RACE_FLAGS, raceOf, wantedRace } from './race-flags.js';

const FAULTS = RACE_FAULT_NAMES.map((name) => `                   ${name}: ${faultNamed(name).does}`);

const HELP = `One race for the seats of a new event, one verdict from its history.

  npm run race -- --strategy mutex --replicas 3

  --strategy KEY         how seats are claimed; the keys are at /v1/strategies
  --replicas N           booking replicas (default: as many as run)
  --buyers N             clients; rivals start at once (default 60)
  --customers N          who they are: fewer customers than buyers claim several times each (default: as many)
  --seats N              seats they want (default 20)
  --basket N             seats in one claim, all or none; neighbours' baskets overlap (default 1)
  --any                  any so many seats instead of named ones
  --quota                with --any: seats without numbers
  --work-ms N            simulated work between read and write, in ms (default 50)
  --guard                with the unique index as the last line of defence (default: off)
  --isolation LEVEL      'read committed', 'repeatable read' or 'serializable' (default: the strategy's usual one)
  --lock-scope SCOPE     seat or event (default: the strategy's usual one)
  --lock-ttl-ms N        lease of a lock in Redis, in ms (default 5000; with a fault, what that needs)
  --max-per-customer N   live seats a customer may have (default: no limit)
  --limit-rule RULE      counter, count or count-under-lock (default counter)
  --fault NAME           what happens meanwhile (default: nothing):
${FAULTS.join('\n')}
                         (others: npm run matrix -- --help)
  --seed N               for who wants what and the jitter of retries (default 1)
  --report               a page and a trace beside the result: report.html, trace.json for ui.perfetto.dev
  --json                 one JSON object on stdout and nothing else

Exit code: 0 SAFE, 1 UNSAFE, 2 UNAVAILABLE, INCONCLUSIVE or no verdict.
`;

const EXIT_CODES: Readonly<Record<Verdict, number>> = { SAFE: 0, UNSAFE: 1, UNAVAILABLE: 2, INCONCLUSIVE: 2 };

export async function race(args: readonly string[]): Promise<number> {
  const given = readFlags(args, RACE_FLAGS, 'npm run race -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const wanted = wantedRace(given);
  const opened = await openLaboratory();
  const replicas = wanted.replicas ?? opened.stack.replicas.length;
  const { strategy, parameters } = raceOf(wanted, await opened.api.strategies(), replicas);
  const progress = given['json'] === true ? undefined : progressOn(process.stdout);
  if (replicas !== opened.stack.replicas.length) progress?.doing(`scaling to ${replicas}`);
  const lab = await withReplicas(opened, replicas);
  progress?.doing(`${parameters.buyers} buyers for ${parameters.seats} seats`);
  const run = await recordRun(lab, strategy, parameters, atTheGate(lab, parameters));
  const { result } = run;
  const reports = given['report'] === true ? await writeRaceReport(lab, strategy, run) : [];
  progress?.end();
  const history = relative('.', historyOf(lab.home, result.run));
  const text =
    given['json'] === true
      ? JSON.stringify({ ...result, history, reports })
      : `\n${[runText(result, history), ...reports.map((file) => `  ${file}`)].join('\n')}\n`;
  process.stdout.write(`${text}\n`);
  return EXIT_CODES[result.verdict];
}
