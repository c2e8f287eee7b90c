import type { Sale, SaleSeat } from '../../policy/sale.js';
import type { FreeSeatsRead } from '../../ledger/seat-ledger.js';
import type { FreeSection } from './free-section.js';
import { NumberedSeats } from './numbered-seats.js';
import { QuotaSeats } from './quota-seats.js';
import { SharedRead } from './shared-read.js';

/** After each read. One of 100,000 free seats took PostgreSQL 60 ms, one of 100 less than a millisecond. */
const PAUSE_BETWEEN_READS_MS = 20;
/** Among so many of the best places a pick chooses at the most, when picks are being lost. */
const PLACES_MOST = 64;

export interface AnyItem {
  readonly quantity: number;
  /** Not given: of the first that has so many, in the order of the event. */
  readonly section?: string | undefined;
}
/** All of them, or none. */
export interface AnySeats {
  readonly items: readonly AnyItem[];
}

const NONE: FreeSeatsRead = { seatIds: [], held: 0 };

interface Section {
  readonly seats: FreeSection;
  /** Grows with every lost pick, so that replicas part; 1 is the best place and no other. */
  places: number;
}
/** Seats that nobody else in this replica can pick until it is settled what became of them. */
interface PickedItem {
  readonly seatIds: readonly number[];
  readonly section: Section;
}
export interface Pick {
  readonly seatIds: readonly number[];
  readonly items: readonly PickedItem[];
}
/** PostgreSQL has said so since we were asked. `sold-out-for-now`: holds may come back. */
export type NotEnough = 'sold-out' | 'sold-out-for-now';
/** `taken` and `contended`: lost, to a claim that is over or to one that is not. `unused`: undecided or refused. */
export type PickEnd = 'sold' | 'taken' | 'contended' | 'unused';

type FreeBySection = ReadonlyMap<string, FreeSeatsRead>;

/**
 * The seats of one event that seem to be free, so that a pick costs no query. What was picked here and is not yet
 * decided is left out of what PostgreSQL says; that nothing is left, PostgreSQL alone says.
 */
export class EventSeats {
  readonly #sections: ReadonlyMap<string, Section>;
  readonly #picked = new Set<number>();
  readonly #reads: SharedRead<FreeBySection>;
  #goneSinceReadBegan: Set<number> | undefined;

  constructor(sale: Sale, readFree: () => Promise<FreeBySection>, random?: () => number) {
    this.#sections = sectionsOf(sale, random);
    this.#reads = new SharedRead(PAUSE_BETWEEN_READS_MS, () => this.#read(readFree));
  }

  has(section: string): boolean {
    return this.#sections.has(section);
  }

  /** Nothing: free seats are left, in the hands of others. */
  async pick(wanted: AnySeats, until: number): Promise<Pick | NotEnough | undefined> {
    let pick = this.#takeAll(wanted);
    while (pick === undefined && performance.now() < until) {
      const free = await this.refresh();
      pick = this.#takeAll(wanted);
      if (pick !== undefined) return pick;
      if (!this.#enough(wanted, (section) => free.get(section)?.seatIds.length ?? 0)) {
        const mayComeBack = ({ seatIds, held }: FreeSeatsRead): number => seatIds.length + held;
        const later = this.#enough(wanted, (section) => mayComeBack(free.get(section) ?? NONE));
        return later ? 'sold-out-for-now' : 'sold-out';
      }
    }
    return pick;
  }

  settle({ items }: Pick, end: PickEnd): void {
    for (const item of items) this.#settle(item, end);
  }

  #settle({ seatIds, section }: PickedItem, end: PickEnd): void {
    for (const seatId of seatIds) this.#picked.delete(seatId);
    const gone = end === 'sold' || end === 'taken';
    if (!gone) section.seats.giveBack(seatIds);
    else for (const seatId of seatIds) this.#goneSinceReadBegan?.add(seatId);
    if (end === 'sold') section.places = Math.max(1, section.places - 1);
    if (end === 'taken' || end === 'contended') section.places = Math.min(PLACES_MOST, section.places * 2);
  }

  refresh(): Promise<FreeBySection> {
    return this.#reads.ask();
  }

  #takeAll(wanted: AnySeats): Pick | undefined {
    const items: PickedItem[] = [];
    for (const item of wanted.items) {
      const picked = this.#take(item);
      if (picked === undefined) {
        for (const other of items) this.#settle(other, 'unused');
        return undefined;
      }
      items.push(picked);
    }
    return { seatIds: items.flatMap(({ seatIds }) => seatIds), items };
  }

  #take(wanted: AnyItem): PickedItem | undefined {
    const section = this.#open(wanted).find(([, { seats }]) => seats.count >= wanted.quantity)?.[1];
    if (section === undefined) return undefined;
    const seatIds = section.seats.take(wanted.quantity, section.places);
    for (const seatId of seatIds) this.#picked.add(seatId);
    return { seatIds, section };
  }

  #enough({ items }: AnySeats, count: (section: string) => number): boolean {
    return items.every((item) => this.#open(item).some(([name]) => count(name) >= item.quantity));
  }

  /** Those that an item may have seats of, the best first. */
  #open({ section }: AnyItem): [string, Section][] {
    return [...this.#sections].filter(([name]) => section === undefined || name === section);
  }

  async #read(readFree: () => Promise<FreeBySection>): Promise<FreeBySection> {
    const gone = new Set<number>();
    this.#goneSinceReadBegan = gone;
    const free = await readFree();
    const isOurs = (seatId: number): boolean => this.#picked.has(seatId) || gone.has(seatId);
    for (const [name, { seats }] of this.#sections) {
      seats.reset((free.get(name) ?? NONE).seatIds.filter((seatId) => !isOurs(seatId)));
    }
    this.#goneSinceReadBegan = undefined;
    return free;
  }
}

function sectionsOf(sale: Sale, random: (() => number) | undefined): ReadonlyMap<string, Section> {
  const seats = [...sale.seatsById.values()].sort((one, other) => one.seatId - other.seatId);
  const bySection = new Map<string, SaleSeat[]>();
  for (const seat of seats) {
    const section = bySection.get(seat.section) ?? [];
    section.push(seat);
    bySection.set(seat.section, section);
  }
  const isQuota = (section: readonly SaleSeat[]): boolean => section[0]?.row === null;
  return new Map(
    [...bySection].map(([name, section]) => {
      const free = isQuota(section) ? new QuotaSeats(random) : new NumberedSeats(section, random);
      return [name, { seats: free, places: 1 }];
    }),
  );
}
