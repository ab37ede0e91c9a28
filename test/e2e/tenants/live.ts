import { EventStream } from '../../support/event-stream.js';
import { waitFor } from '../../support/wait-for.js';
import { type Ack, listen, type Listener } from './event-matrix.js';
import type { Callers, World } from './world.js';

const ATTACKERS = ['owner', 'admin', 'editor', 'viewer', 'operator'] as const;
const NAMESPACES = ['/chat', '/documents'] as const;

/** Everyone of A listening at both namespaces, having tried whatever could make them hear B. */
export class Eavesdroppers {
  private constructor(
    private readonly world: World,
    private readonly listeners: { who: string; namespace: string; listener: Listener }[],
  ) {}

  static async gather(world: World): Promise<Eavesdroppers> {
    const listeners = await Promise.all(
      ATTACKERS.flatMap((who) =>
        NAMESPACES.map(async (namespace) => ({
          who,
          namespace,
          listener: await listen(world, namespace, world.callers[who]),
        })),
      ),
    );
    return new Eavesdroppers(world, listeners);
  }

  /** Asks to be let into B's rooms, by the events there are and by guesses of events there might be. */
  async tryToJoin(): Promise<void> {
    const { bot, conversation, message, workspace } = this.world.b.ids;
    for (const { listener, namespace } of this.listeners) {
      const { socket } = listener;
      for (const event of ['join', 'subscribe', 'room:join', 'workspace:subscribe']) {
        socket.emit(event, `bot:${bot}`);
        socket.emit(event, { room: `conversation:${conversation}`, botId: bot, workspaceId: workspace });
      }
      if (namespace === '/documents') await ack(listener, 'documents:subscribe', { botId: bot });
      else {
        await ack(listener, 'conversation:join', { conversationId: conversation });
        await ack(listener, 'message:resume', { messageId: message, afterSeq: 0 });
      }
    }
  }

  /** Tries every way to an answer that is being written; returns those that did not answer 404. */
  async tryAnswer(messageId: string): Promise<string[]> {
    const wrong: string[] = [];
    const expectAbsent = (what: string, status: number | undefined) => {
      if (status !== 404) wrong.push(`${what} answered ${status}`);
    };
    const url = `${this.world.server.url}/api/v1/messages/${messageId}`;
    for (const who of ATTACKERS) {
      const token = this.world.callers[who];
      for (const lastEventId of ['', '0', '1', '99999']) {
        const stream = await EventStream.open(`${url}/stream`, { token, lastEventId });
        expectAbsent(`stream after "${lastEventId}" for ${who}`, stream.response.status);
        if ((await stream.all()).length > 0) wrong.push(`${who} got events of B`);
      }
      for (const action of ['stop', 'regenerate']) {
        const { status } = await fetch(`${url}/${action}`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
        });
        expectAbsent(`${action} for ${who}`, status);
      }
    }
    for (const { who, namespace, listener } of this.listeners.filter(
      ({ namespace: name }) => name === '/chat',
    )) {
      for (const [event, extra] of [
        ['message:resume', { afterSeq: 0 }],
        ['message:stop', {}],
      ] as const) {
        const answer = await ack(listener, event, { messageId, ...extra });
        expectAbsent(`${namespace} ${event} for ${who}`, answer.problem?.status);
      }
    }
    return wrong;
  }

  /** What was heard. An answer to a request of one's own proves that everything sent before has arrived. */
  async heard(): Promise<string[]> {
    const { bot, conversation } = this.world.a.ids;
    await Promise.all(
      this.listeners
        .filter(({ who }) => who !== 'operator')
        .map(({ listener, namespace }) =>
          namespace === '/chat'
            ? ack(listener, 'conversation:join', { conversationId: conversation })
            : ack(listener, 'documents:unsubscribe', { botId: bot }),
        ),
    );
    return this.listeners.flatMap(({ who, namespace, listener }) =>
      listener.received.map((event) => `${who} at ${namespace}: ${event}`),
    );
  }

  leave(): void {
    for (const { listener } of this.listeners) listener.socket.disconnect();
  }
}

/** B's own socket in B's rooms; `until` waits for an event, so that we know it was sent. */
export async function insider({ server, b }: World) {
  const world = { server, callers: {} as Callers } as World;
  const [chat, documents] = await Promise.all(
    NAMESPACES.map((namespace) => listen(world, namespace, b.owner.accessToken)),
  );
  await ack(chat, 'conversation:join', { conversationId: b.ids.conversation });
  await ack(documents, 'documents:subscribe', { botId: b.ids.bot });
  return {
    until: (event: string) =>
      waitFor(event, () =>
        [...chat.received, ...documents.received].some((text) => text.startsWith(`${event} `)),
      ),
    leave: () => [chat, documents].forEach(({ socket }) => socket.disconnect()),
  };
}

function ack({ socket }: Listener, event: string, body: object): Promise<Ack> {
  return socket.timeout(10_000).emitWithAck(event, body);
}
