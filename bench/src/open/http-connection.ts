import { type Socket, connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;

/** One keep-alive connection, one request under way at most, and no more work for an answer than to find its end. */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #wanted = 0;
  #answered: ((answer: Buffer | null) => void) | null = null;
  broken = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.once('error', () => this.#break());
    socket.once('close', () => this.#break());
  }

  static open(port: number, host: string): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket));
      });
    });
  }

  /** The answer, head and body as they came; null when the connection broke. */
  send(request: string, answered: (answer: Buffer | null) => void): void {
    this.#answered = answered;
    this.#socket.write(request, 'latin1');
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    const received = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    this.#received = [received];
    if (this.#wanted === 0) this.#wanted = lengthOf(received);
    if (this.#wanted === 0 || received.length < this.#wanted) return;
    this.#received = [];
    this.#wanted = 0;
    this.#settle(received);
  }

  #settle(answer: Buffer | null): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(answer);
  }

  #break(): void {
    this.broken = true;
    this.#settle(null);
  }
}

/** Of head and body; 0 as long as the head is not complete. */
function lengthOf(received: Buffer): number {
  const end = received.indexOf(HEAD_END);
  if (end === -1) return 0;
  const [, length] = CONTENT_LENGTH.exec(received.toString('latin1', 0, end)) ?? [];
  if (length === undefined) throw new Error('an answer without a length');
  return end + HEAD_END.length + Number(length);
}
