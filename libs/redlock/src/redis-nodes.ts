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

  constructor(
    urls: readonly string[],
    timeouts: NodeTimeouts,
    onChange: (node: string, message: string) => void,
  ) {
    this.clients = urls.map((url) => connect(url, timeouts, onChange));
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

export const nodeName = ({ options }: Redis): string => `${options.host}:${options.port}`;

function connect(
  url: string,
  timeouts: NodeTimeouts,
  onChange: (node: string, message: string) => void,
): Redis {
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
  reportChanges(client, onChange);
  return client;
}

/** A node that is away fails again with every reconnect: said once, when it goes, and once, when it is back. */
function reportChanges(client: Redis, onChange: (node: string, message: string) => void): void {
  const node = nodeName(client);
  let away = false;
  // without a listener an error event ends the process
  client.on('error', (error) => {
    if (!away) onChange(node, `away: ${error.message}`);
    away = true;
  });
  client.on('ready', () => {
    if (away) onChange(node, 'back');
    away = false;
  });
}
