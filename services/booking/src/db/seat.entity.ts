import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SeatStatus } from '#contracts';

@Entity({ schema: 'booking', name: 'seats' })
export class SeatEntity {
  @PrimaryColumn('text', { name: 'event_id' }) eventId: string;
  @PrimaryColumn('bigint', { name: 'seat_id' }) seatId: number;
  @Column('text') label: string;
  @Column('text') section: string;
  @Column('text', { name: 'row_name', nullable: true }) row: string | null;
  @Column('integer') number: number;
  @Column('integer') price: number;
  @Column('text') status: SeatStatus;
  @Column('bigint') version: number;
}
