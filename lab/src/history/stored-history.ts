import type { HistoryLine, RunLine } from './lines.js';
import { HISTORY_FORMAT } from './lines.js';
import { parseJson } from '../parse-json.js';
import { UserError } from '../user-error.js';
import { textLines } from './text-lines.js';

/** A run as it was recorded. */
export interface RecordedHistory {
  header: RunLine;
  lines: HistoryLine[];
}

/** Ours are not checked field by field: who changes a history by hand gets the verdict that it then deserves. */
export async function readHistory(file: string): Promise<RecordedHistory> {
  let header: RunLine | undefined;
  const lines: HistoryLine[] = [];
  for await (const text of textLines(file)) {
    if (header === undefined) header = headerIn(text, file);
    else if (text !== '') lines.push(JSON.parse(text) as HistoryLine);
  }
  if (header === undefined) throw new UserError(`${file} is empty.`);
  return { header, lines };
}

function headerIn(text: string, file: string): RunLine {
  const line = Object(parseJson(text)) as Partial<RunLine>;
  if (line.format === HISTORY_FORMAT) return line as RunLine;
  throw new UserError(`${file} is neither a history (${HISTORY_FORMAT}) nor what k6 writes with --out json.`);
}
