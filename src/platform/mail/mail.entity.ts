import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type MailStatus = 'queued' | 'sent' | 'failed';

/** A mail that is to be sent, or what is left of one that was. */
@Entity('mails')
@Index('mails_due', ['dueAt'], { where: `status = 'queued'` })
@Check('mails_status', `status IN ('queued', 'sent', 'failed')`)
export class MailEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  template: string;

  @Column('text')
  recipient: string;

  @Column('text')
  locale: string;

  /** Encrypted, since links in mails are credentials; erased once the mail is over. */
  @Column('bytea', { name: 'sealed_params', nullable: true })
  sealedParams: Buffer | null;

  @Column('text', { default: 'queued' })
  status: MailStatus;

  @Column('integer', { default: 0 })
  attempts: number;

  /** Not before this moment: later after a failure, and while somebody is sending it. */
  @Column({ type: 'timestamptz', name: 'due_at', precision: 3, default: () => 'now()' })
  dueAt: Date;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', precision: 3, nullable: true })
  endedAt: Date | null;
}
