import { z } from 'zod';
import { SalePolicy } from './sale-policy.js';

export const SEATS_PER_EVENT_MOST = 100_000;
const SEATS_PER_ROW_MOST = 1_000;
const ROWS_MOST = 1_000;
const SECTIONS_MOST = 100;
const PRICE_MOST = 100_000_000;

const Price = z.int().min(0).max(PRICE_MOST).describe('in minor units of the currency');
const SectionName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u, 'letters, digits, space, "_", "." or "-"; 40 at most');

const SeatedSection = z.strictObject({
  name: SectionName,
  rows: z
    .array(z.string().regex(/^[A-Z]{1,3}$/, '1 to 3 capital letters'))
    .min(1)
    .max(ROWS_MOST),
  seatsPerRow: z.int().min(1).max(SEATS_PER_ROW_MOST),
  price: Price,
});
const QuotaSection = z.strictObject({
  name: SectionName,
  quota: z.int().min(1).max(SEATS_PER_EVENT_MOST).describe('unnumbered seats'),
  price: Price,
});
export const Section = z.union([SeatedSection, QuotaSection]).meta({ id: 'Section' });
export type Section = z.infer<typeof Section>;

export const sectionSize = (section: Section): number =>
  'quota' in section ? section.quota : section.rows.length * section.seatsPerRow;

const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const CreateEvent = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR')
      .default('EUR'),
    sections: z
      .array(Section)
      .min(1)
      .max(SECTIONS_MOST)
      .refine((all) => unique(all.map((s) => s.name)), { error: 'section names must differ' })
      .refine((all) => unique(all.flatMap((s) => ('rows' in s ? s.rows : []))), {
        error: 'row names must differ within an event, so that a label names one seat',
      })
      .refine((all) => all.reduce((sum, s) => sum + sectionSize(s), 0) <= SEATS_PER_EVENT_MOST, {
        error: `an event has at most ${SEATS_PER_EVENT_MOST} seats`,
      }),
    policy: SalePolicy.partial().optional().describe('what is not named takes its default'),
  })
  .meta({ id: 'CreateEvent' });
export type CreateEvent = z.infer<typeof CreateEvent>;

export const EventSummary = z
  .object({
    eventId: z.string(),
    name: z.string(),
    currency: z.string(),
    capacity: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'EventSummary' });
export type EventSummary = z.infer<typeof EventSummary>;

export const EventView = EventSummary.extend({
  sections: z.array(Section),
  policy: SalePolicy,
  policyVersion: z.int(),
  switching: z.boolean().describe('true: the policy is being changed, and nothing is sold until it is'),
}).meta({ id: 'Event' });
export type EventView = z.infer<typeof EventView>;

const EVENTS_PER_PAGE = { usual: 50, most: 200 };
export const ListEvents = z.strictObject({
  limit: z.coerce.number().int().min(1).max(EVENTS_PER_PAGE.most).default(EVENTS_PER_PAGE.usual),
});
export type ListEvents = z.infer<typeof ListEvents>;
export const EventList = z.object({ events: z.array(EventSummary) }).meta({ id: 'EventList' });
export type EventList = z.infer<typeof EventList>;

export const SEAT_STATUSES = ['available', 'held', 'booked'] as const;
export const SeatStatus = z.enum(SEAT_STATUSES);
export type SeatStatus = z.infer<typeof SeatStatus>;

export const SeatView = z
  .object({
    label: z.string(),
    section: z.string(),
    row: z.string().nullable(),
    number: z.int(),
    price: z.int(),
    status: SeatStatus,
    version: z.int(),
  })
  .meta({ id: 'Seat' });
export type SeatView = z.infer<typeof SeatView>;

export const SeatMap = z.object({ eventId: z.string(), seats: z.array(SeatView) }).meta({ id: 'SeatMap' });
export type SeatMap = z.infer<typeof SeatMap>;

/** Event ids are text: the seeded ones are short ("1"), ours are 16 hexadecimal digits. */
export const EventId = z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'letters, digits and "-"; 40 at most');
