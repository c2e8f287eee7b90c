import { Redis } from 'ioredis';

/**
 * The same nodes, with clients as they come and as the libraries' READMEs make them: what cannot be sent waits in a
 * queue, and is sent again after a reconnect. Only that nothing waits for ever is added. Connected when first asked.
 */
export class UntunedNodes {
  readonly clients: readonly Redis[];

  constructor(urls: readonly string[], commandMs: number) {
    this.clients = urls.map((url) => {
      const client = new Redis(url, { protocol: 2, lazyConnect: true, commandTimeout: commandMs });
      // without a listener an error event ends the process; RedisNodes says which node is away
      client.on('error', () => undefined);
      return client;
    });
  }

  close(): void {
    for (const client of this.clients) client.disconnect();
  }
}
