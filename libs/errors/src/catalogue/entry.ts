import type { Retryable } from '#contracts';

export interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
  /** May the same request, with the same key, be sent again? */
  readonly retryable: Retryable;
  /** What it means and what to do: the text of the page /errors/<code>. */
  readonly meaning: string;
}

export const entry = (
  status: number,
  retryable: Retryable,
  title: string,
  meaning: string,
): CatalogueEntry => ({ status, title, retryable, meaning });
