import { describe, expect, it } from 'vitest';
import { exercises } from './exercises.js';
import type { Graded } from './exercising.js';
import { gradeOf } from './exercising.js';
import { gradedJson } from './report/exercise-json.js';
import { gradedText, questionText } from './report/exercise-text.js';
import { wrapped } from './report/exhibit-text.js';

const [exercise] = exercises;
if (exercise === undefined) throw new Error('there are no exercises');
const graded = (answer: string, predicted: string): Graded => ({
  exercise,
  predicted,
  seen: { answer, runs: [], figures: [{ name: 'seats sold twice', value: 3 }] },
  grade: gradeOf(exercise.choices, predicted, answer),
});

describe('a prediction', () => {
  it.each([
    { predicted: 'unsafe', seen: 'unsafe', grade: 'right' },
    { predicted: 'safe', seen: 'unsafe', grade: 'wrong' },
    { predicted: 'safe', seen: 'inconclusive', grade: 'no-verdict' },
    // a run that tells nothing is no grade, whoever foretold it
    { predicted: 'inconclusive', seen: 'inconclusive', grade: 'no-verdict' },
  ])('$predicted, and it is $seen: $grade', ({ predicted, seen, grade }) => {
    expect(gradeOf(['safe', 'unsafe', 'unavailable'], predicted, seen)).toBe(grade);
  });
});

describe('what is told', () => {
  it('the question and a line to type for each answer, and not which is right', () => {
    const text = questionText(exercise);
    expect(text).toContain(wrapped(exercise.question));
    for (const choice of exercise.choices) expect(text).toContain(`-- 1 --predict ${choice}\n`.trim());
    expect(text).not.toContain(wrapped(exercise.why));
  });

  it('right and wrong alike get what was seen and why', () => {
    for (const predicted of ['unsafe', 'safe']) {
      const text = gradedText(graded('unsafe', predicted));
      expect(text).toContain(`You said ${predicted}, and it is unsafe.`);
      expect(text).toContain(wrapped(exercise.why));
      expect(text).toContain('seats sold twice  3');
      expect(text.endsWith(`Your prediction was ${predicted === 'unsafe' ? 'right' : 'wrong'}.`)).toBe(true);
    }
  });

  it('a stack that does something else is believed, and its reason is not made up', () => {
    const text = gradedText(graded('safe', 'safe'));
    expect(text).toContain('Elsewhere it is unsafe');
    expect(text).not.toContain(wrapped(exercise.why));
    expect(text.endsWith('Your prediction was right.')).toBe(true);
  });

  it('no verdict is neither right nor wrong', () => {
    const text = gradedText(graded('inconclusive', 'unsafe'));
    expect(text).toContain('no verdict');
    expect(text).not.toContain('Your prediction');
  });

  it('programs get all of it', () => {
    const { usual, grade, seen } = gradedJson(graded('safe', 'unsafe')) as Record<string, unknown>;
    expect([usual, grade, seen]).toEqual(['unsafe', 'wrong', 'safe']);
  });
});
