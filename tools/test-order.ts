import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest begins first, so that no worker is left with it when the others are done; among those that run
 * alone, what measures comes before what kills. All other files come in vitest's own order.
 */
const FIRST = [
  'lab/acceptance/recovery/kill-minus-nine.test.ts',
  'lab/acceptance/recovery/clean-exits.test.ts',
  'services/booking/test/access/matrix.test.ts',
  'services/booking/test/interleavings/',
  'lab/acceptance/recovery/exhibits.test.ts',
  'lab/acceptance/recovery/',
  'deploy/local/test/stack.test.ts',
  'lab/acceptance/expiry.test.ts',
  'lab/acceptance/policy-switch.test.ts',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = FIRST.findIndex((path) => moduleId.includes(path));
  return rank === -1 ? FIRST.length : rank;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
