import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SalePolicy, Section } from '#contracts';

@Entity({ schema: 'booking', name: 'events' })
export class EventEntity {
  @PrimaryColumn('text', { name: 'event_id' }) eventId: string;
  @Column('text') name: string;
  @Column('text') currency: string;
  @Column('jsonb') sections: Section[];
  @Column('integer') capacity: number;
  @Column('jsonb') policy: SalePolicy;
  @Column('integer', { name: 'policy_version' }) policyVersion: number;
  @Column('boolean') switching: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
