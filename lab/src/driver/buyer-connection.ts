import http from 'node:http';

/** Longer than nginx's 4.5 s and the service's 4 s: whoever is asked has given up before we do. */
const ANSWER_MS_MOST = 5_000;

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}
export type Sent = { reply: Reply } | { broken: 'timeout' | 'connection-reset' | 'idle-connection-closed' };

/**
 * One buyer's own keep-alive connection, opened before the gate so that no handshake spreads the buyers out.
 */
export class BuyerConnection {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly answerMsMost = ANSWER_MS_MOST,
  ) {}

  /** Up to the end of the request everything is synchronous: the caller's order is the order on the wire. */
  post(path: string, headers: Record<string, string>, body: string): Promise<Sent> {
    const request = http.request(this.url + path, {
      agent: this.agent,
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
      signal: AbortSignal.timeout(this.answerMsMost),
    });
    const sent = new Promise<Sent>((resolve) => {
      const fail = (error: Error): void => resolve({ broken: brokenBy(error, request.reusedSocket) });
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', () => resolve({ broken: 'connection-reset' }));
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode = 0, headers: answered } = response;
          resolve({
            reply: { status: statusCode, headers: answered, body: Buffer.concat(chunks).toString() },
          });
        });
      });
    });
    request.end(body);
    return sent;
  }

  close(): void {
    this.agent.destroy();
  }
}

const brokenBy = (
  error: Error,
  reused: boolean,
): 'timeout' | 'connection-reset' | 'idle-connection-closed' => {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
  return reused ? 'idle-connection-closed' : 'connection-reset';
};
