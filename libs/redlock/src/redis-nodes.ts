import { Redis } from 'ioredis';

const RECONNECT_MS = { least: 50, most: 1_000 };

interface NodeTimeouts {
  /** A node that is silent for this long has not answered; ioredis would wait for ever. */
  readonly commandMs: number;
  readonly connectMs: number;
}

/** Independent Redis masters. None has to be there: a node that is away refuses at once, and is tried again behind. */
export class RedisNodes {
  readonly clients: readonly Redis[];

  constructor(urls: readonly string[], timeouts: NodeTimeouts, onError: (node: string, error: Error) => void) {
    this.clients = urls.map((url) => connect(url, timeouts, onError));
  }

  /** How many nodes answer a PING in time. */
  async answering(): Promise<number> {
    const pings = await Promise.allSettled(this.clients.map((client) => client.ping()));
    return pings.filter((ping) => ping.status === 'fulfilled').length;
  }

  close(): void {
    for (const client of this.clients) client.disconnect();
  }
}

function connect(url: string, timeouts: NodeTimeouts, onError: (node: string, error: Error) => void): Redis {
  const client = new Redis(url, {
    protocol: 2,
    commandTimeout: timeouts.commandMs,
    connectTimeout: timeouts.connectMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    // a lock command sent again after its lease has run out would be poison
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * RECONNECT_MS.least, RECONNECT_MS.most),
  });
  // without a listener an error event ends the process
  client.on('error', (error) => onError(`${client.options.host}:${client.options.port}`, error));
  return client;
}
