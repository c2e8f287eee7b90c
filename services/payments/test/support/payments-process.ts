import { freePorts } from '../../../../deploy/local/servers/ports.mjs';
import { type ServiceProcess, startService } from '../../../../tools/test-servers/service-process.ts';
import { SHOP_KEY } from './payments-app.ts';

/** A real process of what `npm run build` made, which can be killed and started again on its port. */
export class PaymentsProcess {
  #running: ServiceProcess | undefined;

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
    const env = { LASTSEAT_PAYMENTS_KEY: SHOP_KEY, PUBLIC_URL: 'http://shop', ...this.env };
    this.#running = await startService('payments', { port: this.port, env });
  }

  /** Resolves when it has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#running?.stop(signal);
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
