// @ts-check
/** The API: where it is, and how it is asked. */
import http from 'k6/http';

export const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:8000').replace(/\/+$/, '');

const ANSWER_WITHIN = '5s';

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

/** What a run cannot begin without. @param {'GET' | 'POST'} method @param {string} path @param {unknown} [body] */
export function need(method, path, body) {
  const answer = ask(method, path, { name: 'prepare', ...(body === undefined ? {} : { body }) });
  if (answer.status === 0)
    throw new Error(`nobody answers at ${BASE_URL}: ${answer.error}. Is lastseat running?`);
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return bodyOf(answer);
}
