// @ts-check
/** The API: where it is, and how it is asked. */
import { sleep } from 'k6';
import http from 'k6/http';

export const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:8000').replace(/\/+$/, '');

const ANSWER_WITHIN = '5s';
const NEED_TRIES_MOST = 3;
const NEED_AGAIN_S = 1;
const SERVER_ERROR = 500;

// a lost race is an answer and not a failure
http.setResponseCallback(http.expectedStatuses(200, 201, 303, 409));

/**
 * @param {'GET' | 'POST' | 'DELETE'} method @param {string} path of the API, or of a page behind the same proxy
 * @param {{ name: string, body?: unknown, headers?: Record<string, string> }} request its name in k6's figures
 */
export function ask(method, path, { name, body, headers = {} }) {
  const form = typeof body === 'string';
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return http.request(method, BASE_URL + path, body === undefined || form ? body : JSON.stringify(body), {
    headers: body === undefined ? headers : { 'Content-Type': type, ...headers },
    timeout: ANSWER_WITHIN,
    redirects: 0,
    tags: { name },
  });
}

/** @param {import('k6/http').Response} answer @returns {any} null: it is not JSON */
export function bodyOf(answer) {
  try {
    return answer.json() ?? null;
  } catch {
    return null;
  }
}

/** @param {string} path @returns {any} the body, or null when there was none to be had */
export function read(path) {
  const answer = ask('GET', path, { name: 'read' });
  return answer.status === 200 ? bodyOf(answer) : null;
}

/**
 * What a run cannot begin without. An event that was made twice does no harm: nobody sells the other one.
 * @param {'GET' | 'POST'} method @param {string} path @param {unknown} [body]
 */
export function need(method, path, body) {
  const request = { name: 'prepare', ...(body === undefined ? {} : { body }) };
  for (let attempt = 1; ; attempt += 1) {
    const answer = ask(method, path, request);
    if (answer.status === 200 || answer.status === 201) return bodyOf(answer);
    // replicas that were started for this run may still be at their first connections
    const mayWork = answer.status === 0 || answer.status >= SERVER_ERROR;
    if (!mayWork || attempt === NEED_TRIES_MOST) throw new Error(refusal(method, path, answer));
    sleep(NEED_AGAIN_S);
  }
}

/** @param {string} method @param {string} path @param {import('k6/http').Response} answer */
function refusal(method, path, { status, error, body }) {
  if (status === 0) return `nobody answers at ${BASE_URL}: ${error}. Is lastseat running?`;
  return `${method} ${path} answered ${status}: ${typeof body === 'string' ? body : 'nothing'}`;
}
