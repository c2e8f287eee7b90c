import type { ChangeAnswer } from '#checkers';
import { ClaimState, Problem } from '#contracts';
import { kindOf } from '../../driver/classify.js';
import { parseJson } from '../../parse-json.js';

/** As buyers wait: longer than the service and the proxy. */
const ANSWER_MS_MOST = 5_000;
const SEE_OTHER = 303;
const US_PER_MS = 1_000;

export interface ChangeRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  token?: string;
  form?: Record<string, string>;
  answerMsMost?: number | undefined;
}

type Told = Pick<ChangeAnswer, 'outcome' | 'code' | 'status' | 'expiresAtUs' | 'answeredBy'>;

/** What one attempt was answered; `body` for who wants to know more. */
export interface Answered {
  told: Told;
  body: unknown;
}

export async function send({ method, url, token, form, answerMsMost }: ChangeRequest): Promise<Answered> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMsMost ?? ANSWER_MS_MOST),
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    const body = parseJson(await response.text());
    return { told: told(response.status, body, response.headers.get('x-replica')), body };
  } catch (error) {
    const code = error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection-reset';
    return { told: { ...NOTHING, outcome: 'unknown', code }, body: null };
  }
}

const NOTHING = { status: null, expiresAtUs: null, answeredBy: null };

export function told(status: number, body: unknown, answeredBy: string | null): Told {
  if (status < SEE_OTHER + 1 && status >= 200) {
    const { data } = ClaimState.safeParse(body);
    const expiresAt = data?.expiresAt ?? null;
    const expiresAtUs = expiresAt === null ? null : Date.parse(expiresAt) * US_PER_MS;
    return {
      outcome: 'ok',
      code: data?.status ?? 'ok',
      status: data?.status ?? null,
      expiresAtUs,
      answeredBy,
    };
  }
  const problem = Problem.safeParse(body).data;
  const code = problem?.code ?? `http-${status}`;
  return { ...NOTHING, outcome: kindOf(status, problem?.retryable), code, answeredBy };
}
