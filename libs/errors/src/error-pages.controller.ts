import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { ERRORS, type ErrorCode } from './catalogue.js';
import { ProblemError } from './problem-error.js';

const RETRY_ADVICE = { true: 'yes', false: 'no', unknown: 'yes, and only that settles it' } as const;

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

const page = (code: ErrorCode): string => {
  const { status, title, retryable, meaning } = ERRORS[code];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · lastseat</title>
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<main>
<h1>${title}</h1>
<p>${meaning.replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>
<dl>
<dt>Code</dt><dd><code>${code}</code></dd>
<dt>HTTP status</dt><dd>${status}</dd>
<dt>Repeat it with the same key?</dt><dd>${RETRY_ADVICE[`${retryable}`]}</dd>
</dl>
</main>
</html>`;
};

/** What the `type` of a problem points at. */
@ApiExcludeController()
@Controller('errors')
export class ErrorPagesController {
  @Get(':code')
  @Access('public')
  @Header('content-type', 'text/html; charset=utf-8')
  show(@Param('code') code: string): string {
    if (!isCode(code)) throw new ProblemError('not-found', 'There is no error with this code.');
    return page(code);
  }
}
