import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** How an answer came about, see `AnswerTrace`. The key is a UUIDv7, so old ones are found by it. */
@Entity('answer_traces')
export class AnswerTraceEntity {
  @ForeignKey('messages', { name: 'answer_traces_message_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId: string;

  /** JSON, compressed with DEFLATE. */
  @Column('bytea')
  data: Buffer;
}
