import { z } from 'zod';

const counts = {
  capacity: z.int(),
  available: z.int(),
  held: z.int(),
  booked: z.int(),
  liveSeats: z.int().describe('seats of live claims; above held + booked when a seat was sold twice'),
};

export const SectionCounts = z.object({ section: z.string(), ...counts }).meta({ id: 'SectionCounts' });
export type SectionCounts = z.infer<typeof SectionCounts>;

export const EventCounts = z
  .object({
    eventId: z.string(),
    ...counts,
    lagMs: z.number().describe('commit to visible count, of the newest change applied'),
    sections: z.array(SectionCounts),
  })
  .meta({ id: 'EventCounts' });
export type EventCounts = z.infer<typeof EventCounts>;
