import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '#deadlines';
import { freePorts } from '../../../../deploy/local/servers/ports.mjs';
import { SHOP_KEY } from './payments-app.ts';

const PROGRAM = fileURLToPath(new URL('../../../../dist/services/payments/src/main.js', import.meta.url));
const READY_MS = 40_000;
const LOOK_EVERY_MS = 25;

/** A real process of what `npm run build` made, which can be killed and started again on its port. */
export class PaymentsProcess {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<PaymentsProcess> {
    const [port = 0] = await freePorts(1);
    const service = new PaymentsProcess(port, env);
    await service.start();
    return service;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM], {
      env: {
        PORT: String(this.port),
        LASTSEAT_PAYMENTS_KEY: SHOP_KEY,
        PUBLIC_URL: 'http://shop',
        ...this.env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#child = child;
    const isReady = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`payments ended with ${child.exitCode} while it started`);
      // refused until it listens
      return (await fetch(`${this.#url}/health/ready`).catch(() => undefined))?.status === 200;
    };
    if (await until(READY_MS, LOOK_EVERY_MS, isReady)) return;
    child.kill('SIGKILL');
    throw new Error(`payments was not ready within ${READY_MS} ms`);
  }

  /** Resolves when it has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async send(method: string, path: string, body?: object): Promise<string> {
    const headers = { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: body === undefined ? { authorization: headers.authorization } : headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  get #url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
}
