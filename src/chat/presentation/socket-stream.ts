import type { AuthenticatedSocket } from '../../platform/realtime/index.js';
import type { TurnReader } from '../application/ports/turn-journals.port.js';
import type { ChatEvent } from '../application/turn/chat-event.js';
import { payloadOf } from './chat-payload.js';

/** Packets that may wait in a slow client's connection; above, text gathers in the journal and goes out as one. */
const MOST_WAITING = 16;

/** Sends the events of one answer to one socket until it ends or the socket leaves. */
export class SocketStream {
  private readonly reader: TurnReader;
  private readonly pump = () => this.send();
  private waiting = false;

  constructor(
    private readonly socket: AuthenticatedSocket,
    follow: (onNews: () => void) => TurnReader,
    private readonly onEnd: () => void,
  ) {
    this.reader = follow(this.pump);
    // After the acknowledgement of the event that made us.
    setImmediate(this.pump);
  }

  close(): void {
    this.reader.close();
    this.socket.conn.off('drain', this.pump);
    this.onEnd();
  }

  private send(): void {
    const { conn } = this.socket;
    const full = conn['writeBuffer'].length > MOST_WAITING;
    if (full !== this.waiting) {
      this.waiting = full;
      if (full) conn.on('drain', this.pump);
      else conn.off('drain', this.pump);
    }
    if (full || this.reader.ended) return;
    for (const event of this.reader.take()) this.emit(event);
    if (this.reader.ended) this.close();
  }

  private emit(event: ChatEvent): void {
    const context = {
      locale: this.socket.data.locale,
      requestId: event.messageId,
      instance: this.socket.nsp.name,
    };
    const { messageId, seq } = event;
    this.socket.emit(`message:${event.type}`, { messageId, seq, ...payloadOf(event, context) });
  }
}
