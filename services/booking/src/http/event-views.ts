import type { FastifyReply } from 'fastify';
import type { EventSummary, EventView } from '#contracts';
import type { EventEntity } from '../db/event.entity.js';

export const eventSummary = (event: EventEntity): EventSummary => ({
  eventId: event.eventId,
  name: event.name,
  currency: event.currency,
  capacity: event.capacity,
  createdAt: event.createdAt.toISOString(),
});

export const eventView = (event: EventEntity): EventView => ({
  ...eventSummary(event),
  sections: event.sections,
  policy: event.policy,
  policyVersion: event.policyVersion,
  switching: event.switching,
});

export function eventHeaders(reply: FastifyReply, { policy, policyVersion }: EventEntity): void {
  void reply.header('x-strategy', policy.strategy).header('x-policy-version', policyVersion);
}
