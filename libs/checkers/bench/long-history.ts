import * as column from '../src/columns/columns.js';
import { columnsFor } from '../src/columns/columns.js';

const OPERATIONS_PER_SEAT = 200;
const LASTS_US = 5_000;
/** Of a hundred operations on a seat that is taken, so many find it given back; the others are refused. */
const GIVEN_BACK_PERCENT = 30;
/** Of a hundred yeses, so many never arrived. */
const LOST_PERCENT = 5;
/** A third of the operations get a seat, after somebody gave it back: two rows each. */
const ROWS_PER_OPERATION = 0.7;

/** A valid history as a cluster would have written it: contested seats that are sold and given back again and again. */
export function longHistory(operations: number): column.Columns {
  const seats = Math.ceil(operations / OPERATIONS_PER_SEAT);
  const most = Math.ceil(operations * ROWS_PER_OPERATION) + seats;
  const size = { seats, sections: 1, requests: operations, told: operations, claims: operations, rows: most };
  const columns = columnsFor(size);
  const history = new Writer(columns, seats);
  for (let request = 0; request < operations; request += 1) history.ask(request);
  const { rows } = columns;
  for (const name of ['section', 'seat', 'version', 'seats', 'claim'] as const) {
    rows[name] = rows[name].subarray(0, history.rows);
  }
  rows.from = rows.from.subarray(0, history.rows);
  rows.to = rows.to.subarray(0, history.rows);
  rows.liveDelta = rows.liveDelta.subarray(0, history.rows);
  return columns;
}

class Writer {
  rows = 0;
  private readonly owner: Int32Array;
  private readonly version: Int32Array;
  private state = 1;

  constructor(
    private readonly columns: column.Columns,
    private readonly seats: number,
  ) {
    this.owner = new Int32Array(seats).fill(column.NONE);
    this.version = new Int32Array(seats);
    this.row(column.NONE, {
      version: 0,
      from: column.NOTHING,
      to: column.AVAILABLE,
      delta: 0,
      claim: column.NONE,
    });
    columns.rows.seats[0] = seats;
  }

  /** A claim is its request's number; nobody waits for anybody, and many are on their way at the same time. */
  ask(request: number): void {
    const { requests, told, requestOf } = this.columns;
    const seat = this.random(this.seats);
    requests.invoke[request] = request;
    requests.complete[request] = request + LASTS_US;
    told.request[request] = request;
    told.seat[request] = seat;
    told.claim[request] = request;
    if (this.owner[seat] !== column.NONE && this.random(100) >= GIVEN_BACK_PERCENT) {
      requests.outcome[request] = column.TAKEN;
      told.version[request] = this.version[seat]!;
      return;
    }
    this.giveBack(seat);
    const version = (this.version[seat]! += 1);
    this.owner[seat] = request;
    requestOf[request] = request;
    told.version[request] = version;
    this.row(seat, { version, from: column.AVAILABLE, to: column.BOOKED, delta: 1, claim: request });
    const lost = this.random(100) < LOST_PERCENT;
    requests.outcome[request] = lost ? column.UNKNOWN : column.OK;
    if (lost) requests.complete[request] = Infinity;
  }

  private giveBack(seat: number): void {
    const claim = this.owner[seat]!;
    if (claim === column.NONE) return;
    const version = (this.version[seat]! += 1);
    this.row(seat, { version, from: column.BOOKED, to: column.AVAILABLE, delta: -1, claim });
  }

  private row(
    seat: number,
    { version, from, to, delta, claim }: Record<'version' | 'from' | 'to' | 'delta' | 'claim', number>,
  ): void {
    const { rows } = this.columns;
    const row = this.rows;
    rows.seat[row] = seat;
    rows.version[row] = version;
    rows.from[row] = from;
    rows.to[row] = to;
    rows.seats[row] = 1;
    rows.liveDelta[row] = delta;
    rows.claim[row] = claim;
    this.rows += 1;
  }

  /** xorshift32: the same history every time. */
  private random(below: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % below;
  }
}
