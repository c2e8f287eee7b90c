import { COLOURS } from './colours.js';
import type { Html } from './html.js';
import { asIs, html } from './html.js';
import { PAGE_STYLE } from './page-style.js';

interface Page {
  title: string;
  head: Html;
  main: Html;
  foot: Html;
  /** beside what every page has */
  style: string;
}

/** Nothing is fetched and nothing runs: the policy says it, and the browser holds the page to it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One file that stands alone, from a mail attachment as from a disk. */
export const pageText = ({ title, head, main, foot, style }: Page): string =>
  `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <title>${title}</title>
          <style>
            ${asIs(COLOURS + PAGE_STYLE + style)}
          </style>
        </head>
        <body>
          <a class="skip" href="#main">To the verdict</a>
          <header>${head}</header>
          <main id="main">${main}</main>
          <footer>${foot}</footer>
        </body>
      </html>`.text
  }\n`;
