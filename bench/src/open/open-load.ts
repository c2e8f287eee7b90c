import { pause, until } from '#deadlines';
import type { GeneratorPlan, Generated, Sent } from './generated.js';
import { HttpConnection } from './http-connection.js';

/** The latest of all that wait for an answer, the client of the product, gives up after 5 s. */
const LAST_ANSWER_MS = 6_000;
/** How late a request is at most for want of a look at the clock. */
const LOOK_EVERY_MS = 1;
/** In `HTTP/1.1 201 Created`. */
const STATUS = { begin: 9, end: 12 };
const US_PER_MS = 1_000;
const US_PER_S = 1_000_000;

/** Each request at its moment, whatever became of those before. One that finds no connection waits, and that counts. */
export class OpenLoad {
  readonly #sent: Sent[] = [];
  #began = 0;
  #due = 0;
  #answered = 0;

  readonly #count: number;

  private constructor(
    private readonly plan: GeneratorPlan,
    private readonly lines: readonly string[],
    private readonly idle: HttpConnection[],
  ) {
    this.#count = lines.length * plan.paths.length;
  }

  static async of(plan: GeneratorPlan, lines: readonly string[]): Promise<OpenLoad> {
    const { host, port, connections } = plan;
    const opening = Array.from({ length: connections }, () => HttpConnection.open(port, host));
    return new OpenLoad(plan, lines, await Promise.all(opening));
  }

  async run(): Promise<Generated> {
    const cpu = process.cpuUsage();
    this.#began = performance.now();
    while (this.#due < this.#count) {
      const now = this.#sinceUs();
      while (this.#due < this.#count && this.#dueUs(this.#due) <= now) this.#due += 1;
      this.#sendDue();
      await pause(LOOK_EVERY_MS);
    }
    const { user, system } = process.cpuUsage(cpu);
    const tookUs = this.#sinceUs();
    await until(LAST_ANSWER_MS, LOOK_EVERY_MS, async () => this.#answered === this.#count);
    const unsent = this.#count - this.#sent.length;
    return { tookUs, cpuUs: user + system, sent: this.#sent, unsent };
  }

  #sendDue(): void {
    while (this.#sent.length < this.#due) {
      const connection = this.idle.pop();
      if (connection === undefined) return;
      const index = this.#sent.length;
      const one: Sent = {
        dueUs: this.#dueUs(index),
        sentUs: this.#sinceUs(),
        doneUs: null,
        status: null,
        answer: null,
      };
      this.#sent.push(one);
      connection.send(this.#request(index), (answer) => this.#settle(connection, one, answer));
    }
  }

  #settle(connection: HttpConnection, one: Sent, answer: Buffer | null): void {
    one.doneUs = this.#sinceUs();
    one.status = answer === null ? null : Number(answer.toString('latin1', STATUS.begin, STATUS.end));
    if (this.plan.keepsAnswers) one.answer = answer?.toString('latin1') ?? null;
    this.#answered += 1;
    if (!connection.broken) this.idle.push(connection);
    this.#sendDue();
  }

  #request(index: number): string {
    const { host, paths } = this.plan;
    const path = paths[Math.floor(index / this.lines.length)] ?? '';
    return requestText(path, host, this.lines[index % this.lines.length] ?? '');
  }

  #dueUs(index: number): number {
    return Math.round((index * US_PER_S) / this.plan.perSecond);
  }

  #sinceUs(): number {
    return Math.round((performance.now() - this.#began) * US_PER_MS);
  }
}

function requestText(path: string, host: string, line: string): string {
  const [key = '', body = ''] = line.split('\t');
  return [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `Idempotency-Key: ${key}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
