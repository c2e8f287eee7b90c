import { pause } from '#deadlines';

const CLIENT_MS = 5_000;
/** Longer than a service is away here. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = { least: 50, more: 100 };

export interface ShopAnswer {
  readonly status: number;
  /** Of a problem; '' of anything else. */
  readonly code: string;
  readonly retryable: boolean | 'unknown';
  readonly body: unknown;
}

export interface ShopRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Called with each answer that is not the last one. */
type Unsettled = (answer: ShopAnswer) => Promise<void>;

/** Sends until the answer is a yes or a no; the last one, if it takes too long. */
export async function settled(request: ShopRequest, unsettled?: Unsettled): Promise<ShopAnswer> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await send(request);
    if (answer.retryable === false || performance.now() >= deadline) return answer;
    await unsettled?.(answer);
    await pause(AGAIN_MS.least + Math.random() * AGAIN_MS.more);
  }
}

export async function send({ url, ...request }: ShopRequest): Promise<ShopAnswer> {
  try {
    const signal = AbortSignal.timeout(CLIENT_MS);
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const body: unknown = isJson ? JSON.parse(text) : text;
    const { code = '', retryable = false } = Object(body) as Partial<ShopAnswer>;
    return { status: response.status, code, retryable, body };
  } catch (error) {
    // the connection was lost, or nobody answered in time
    return {
      status: 0,
      code: error instanceof Error ? error.message : 'failed',
      retryable: 'unknown',
      body: null,
    };
  }
}
