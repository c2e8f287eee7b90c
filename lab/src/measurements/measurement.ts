import type { StrategyView } from '#contracts';
import { z } from 'zod';
import type { Laboratory } from '../experiment.js';

export interface Size {
  /** how often each step is repeated */
  rounds: number;
  /** contested sales per strategy; only where they are counted */
  sales: number;
}

/** A row of a results file; a step that was measured is not measured again. */
export interface Step<Row> {
  name: string;
  replicas: number;
  measure(lab: Laboratory, doing: (what: string) => void): Promise<Row>;
}

export interface Table {
  title: string | null;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export const MeasuredRow = z.looseObject({ asExpected: z.boolean() });
export type MeasuredRow = z.infer<typeof MeasuredRow>;

interface Definition<Row extends MeasuredRow> {
  title: string;
  /** what it is about, for docs/measurements.md and --help */
  tells: string;
  usual: Size;
  /** besides the size; all that is needed to do it again */
  parameters: Readonly<Record<string, number | string>>;
  row: z.ZodType<Row>;
  steps(strategies: readonly StrategyView[], size: Size): Step<Row>[];
  tables(rows: readonly Row[]): Table[];
}

export interface Measurement extends Omit<Definition<MeasuredRow>, 'row' | 'tables'> {
  /** of rows as they are in a file; throws when they are not such rows */
  tables(rows: readonly unknown[]): Table[];
}

export const measurement = <Row extends MeasuredRow>(definition: Definition<Row>): Measurement => ({
  ...definition,
  tables: (rows) => definition.tables(rows.map((row) => definition.row.parse(row))),
});
