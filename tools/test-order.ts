import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest begins first, so that no worker is left with it when the others are done; among those that run
 * alone, what measures comes before what kills. Then project by project: the files of one
 * share their processes.
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
    const projectOf = ({ project }: TestSpecification): string => project.name;
    return (await super.sort(files)).toSorted(
      (one, other) => rankOf(one) - rankOf(other) || projectOf(one).localeCompare(projectOf(other)),
    );
  }
}
