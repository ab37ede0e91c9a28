import { CitationDto, MessageDto } from '../../conversations/index.js';
import type { Caller } from '../../platform/http/access/index.js';
import { type ProblemContext, toProblem } from '../../platform/http/errors/index.js';
import type { ChatEvent } from '../application/ports/chat-event.js';

/** The public form of an event's data, the same over SSE and sockets; sockets add `messageId` and `seq`. */
export function payloadOf(event: ChatEvent, reader: Caller, context: ProblemContext): object {
  switch (event.type) {
    case 'started': {
      const { conversationId, userMessageId, messageId } = event;
      return { conversationId, userMessageId, messageId };
    }
    case 'restarted':
      return { messageId: event.messageId };
    case 'sources':
      return {
        citations: reader.seesSources ? event.citations.map((citation) => CitationDto.from(citation)) : [],
      };
    case 'delta':
      return { text: event.text };
    case 'completed':
      return { message: MessageDto.from(event.message, reader) };
    case 'failed':
      return { problem: toProblem(event.error, context) };
  }
}
