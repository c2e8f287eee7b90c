import { isLife } from '../matrix/life/life-row.js';
import type { Story } from '../story.js';
import { paint } from './paint.js';

const TIME_WIDTH = 8;

/** What is wrong with the life of a claim need not be a second sale. */
export const storyTitle = ({ strategy, seat }: Story): string =>
  isLife({ key: strategy }) ? `What became of ${seat}` : `How ${strategy} sold ${seat} twice`;

export function storyText(story: Story): string {
  const replicas = story.replicas === 1 ? '1 replica' : `${story.replicas} replicas`;
  const fault = story.fault === null ? '' : `, with ${story.fault}`;
  const title = `${storyTitle(story)} at ${replicas}${fault}`;
  const width = (pick: (step: Story['steps'][number]) => string): number =>
    Math.max(...story.steps.map((step) => pick(step).length));
  const [replica, customer, does] = [
    width((step) => step.replica),
    width((step) => step.customer),
    width((step) => step.does),
  ];
  const lines = story.steps.map((step) => {
    const time = `${step.atMs.toFixed(1)} ms`.padStart(TIME_WIDTH);
    const who = `${step.replica.padEnd(replica)}  ${step.customer.padEnd(customer)}`;
    return `  ${time}  ${who}  ${step.does.padEnd(does)}  ${step.answered}`.trimEnd();
  });
  return [
    `  ${paint('bold', title)}`,
    `  ${paint('dim', story.mechanism)}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}
