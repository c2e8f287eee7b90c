import { expect, test } from 'vitest';
import { RecordedSale } from '../../../libs/checkers/test/recorded-sale.js';
import { strategyView } from '../../test/strategy-view.js';
import type { RecordedRun } from '../experiment.js';
import { readFlags } from '../flags.js';
import { RACE_FLAGS, raceOf, wantedRace } from '../commands/race-flags.js';
import { judge } from '../result.js';
import type { WantedRun } from '../run-parameters.js';
import { runParameters } from '../run-parameters.js';
import { raceAgain, raceRecord } from './race-record.js';

const strategy = strategyView('mutex', 'one-process');

function runOf(wanted: WantedRun = {}): RecordedRun {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [1_000, 51_000])
    .no('customer-2', 'A1', [2_000, 60_000])
    .busy('customer-3', 'A2', [3_000, 9_000])
    .lost('customer-4', 'A2', [4_000, 90_000]);
  const evidence = sale.evidence();
  const parameters = runParameters(strategy, 3, wanted);
  const result = judge({ run: 'r1', eventId: 'e1', parameters, strategy }, evidence);
  return { result, evidence, epochUs: 5, folder: { id: 'r1', history: 'h', result: 'r' } };
}
const beside = { traces: [], messages: [] };

test('a race is a cell of one phase, from the first request to the last answer', () => {
  const { cell, phases, epochUs } = raceRecord(runOf(), strategy, beside);
  expect(phases).toEqual([{ name: 'quiet', fromUs: 1_000, toUs: 90_000 }]);
  expect(epochUs).toBe(5);
  expect(cell).toMatchObject({
    ...{ strategy: 'mutex', fault: 'none', operations: 4, ok: 1, fail: 2, unknown: 1, recovered: 1 },
    ...{ strikes: 0, longestAnswerMs: 86 },
    availability: { quiet: 0.5, fault: null, healed: null },
  });
});

test('with a fault, the phase is the fault', () => {
  const { cell, phases } = raceRecord(runOf({ fault: 'pause-holder' }), strategy, beside);
  expect(phases.map(({ name }) => name)).toEqual(['fault']);
  expect(cell).toMatchObject({ fault: 'pause-holder', availability: { quiet: null, fault: 0.5 } });
});

test('the command of a race gives the same race again', () => {
  const wanted = {
    seats: 4,
    buyers: 8,
    basket: 2,
    seed: 9,
    guard: true,
    maxPerCustomer: 3,
    limitRule: 'count',
  } as const;
  const { result } = runOf({ ...wanted, fault: 'pause-holder' });
  const { command } = raceAgain(result);
  const args = [...command.replace('npm run race -- ', '').matchAll(/'([^']*)'|(\S+)/g)];
  const flags = readFlags(
    args.map(([, quoted, plain]) => quoted ?? plain ?? ''),
    RACE_FLAGS,
    '',
  );
  const again = raceOf(wantedRace(flags), [strategy], 3).parameters;
  expect(again).toEqual(runParameters(strategy, 3, { ...wanted, fault: 'pause-holder' }));
});
