import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that waits for delivery; the row goes away when every listener has taken it. */
@Entity('outbox_events')
export class OutboxEventEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  type: string;

  @Column('jsonb')
  payload: object;

  @Column('integer', { default: 0 })
  attempts: number;

  /** Not delivered before this moment: now for a fresh event, later while claimed or after a failure. */
  @Column('timestamptz', { name: 'due_at', default: () => 'now()' })
  dueAt: Date;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;
}
