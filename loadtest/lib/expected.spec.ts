import { expect, test } from 'vitest';
import { GUARANTEES } from '#contracts';
import { expectedVerdict as asTheLab } from '../../lab/src/verdict.js';
import { expectedVerdict } from './expected.js';

const cells = GUARANTEES.flatMap((guarantee) =>
  [1, 3].flatMap((replicas) => [true, false].map((guard) => ({ guarantee, replicas, guard }))),
);

test.each(cells)(
  'k6 expects of $guarantee at $replicas, guard $guard, what the lab does',
  ({ guarantee, replicas, guard }) => {
    expect(expectedVerdict(guarantee, replicas, guard)).toBe(asTheLab(guarantee, replicas, guard));
  },
);
