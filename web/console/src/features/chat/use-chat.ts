import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { newId } from '../../../../shared/new-id.js';
import {
  ask,
  type Message,
  regenerate,
  resume,
  type Send,
  type TurnEvent,
  TurnRefused,
} from '../../../../shared/turn-stream.js';
import { api, authorizedFetch, ok } from '../../api/client.js';
import { ownProblem, Problem, problemOf } from '../../api/problem.js';
import { queryClient } from '../../api/query-client.js';

export type { Message };

/** A question or answer as the page shows it; one that is being written has no stored message yet. */
export interface ShownMessage extends Pick<Message, 'id' | 'role' | 'content' | 'status' | 'citations'> {
  stored?: Message;
  /** Why there is no answer. */
  problem?: { code: string; message: string };
  /** The connection is away; the answer goes on when it is back. */
  waiting?: boolean;
}

const PAGE = 50;
const send: Send = (path, init) => authorizedFetch(path, init);

const shown = (message: Message): ShownMessage => ({
  id: message.id,
  role: message.role,
  content: message.content,
  status: message.status,
  citations: message.citations,
  stored: message,
});

/** Why there is no answer; `again` asks once more. */
export interface TurnError {
  problem: Problem;
  /** What was asked and is not in the transcript. */
  question: string;
  again: () => void;
}

function turnProblem(reason: unknown): Problem {
  if (reason instanceof TurnRefused) return new Problem(reason.problem);
  return reason instanceof TypeError ? ownProblem('network') : problemOf(reason);
}

/** One conversation: what was said, what is being written, and how to go on. `onOpened` tells the id of a new one. */
export function useChat(botId: string, conversationId: string | undefined, onOpened: (id: string) => void) {
  const [turn, setTurn] = useState<ShownMessage[]>([]);
  const [error, setError] = useState<TurnError>();
  const running = useRef<{ abort: AbortController; messageId?: string; stop?: boolean }>(undefined);
  const opened = useRef(conversationId);
  const history = useInfiniteQuery({
    queryKey: ['messages', conversationId],
    enabled: conversationId !== undefined,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/conversations/{conversationId}/messages', {
          params: {
            path: { conversationId: conversationId ?? '' },
            query: { limit: PAGE, start: 'newest', cursor: pageParam },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.previousCursor ?? undefined,
    staleTime: Infinity,
    // Whoever comes back gets what was said in the meantime, too, however soon.
    gcTime: 0,
    refetchOnMount: 'always',
  });

  const follow = useCallback(
    async (events: AsyncGenerator<TurnEvent>, abort: AbortController, again: () => void, question = '') => {
      try {
        for await (const event of events) {
          if (abort.signal.aborted) return;
          if (event.type === 'started') {
            if (running.current) running.current.messageId = event.messageId;
            if (running.current?.stop) void stopAnswer(event.messageId).catch(() => undefined);
            if (opened.current !== event.conversationId) {
              opened.current = event.conversationId;
              onOpened(event.conversationId);
            }
          }
          if (event.type === 'completed')
            void queryClient.invalidateQueries({ queryKey: ['conversations', botId] });
          setTurn((messages) => applied(messages, event));
        }
      } catch (reason) {
        if (abort.signal.aborted) return;
        const problem = turnProblem(reason);
        setTurn(withoutUnsent);
        setError({ problem, question, again });
      } finally {
        if (running.current?.abort === abort) running.current = undefined;
      }
    },
    [botId, onOpened],
  );

  const begin = useCallback(() => {
    running.current?.abort.abort();
    const abort = new AbortController();
    running.current = { abort };
    setError(undefined);
    return abort;
  }, []);

  const submit = useCallback(
    (message: string) => {
      const question = { message, conversationId: opened.current, clientMessageId: newId() };
      // Under the same id: what the server has taken although nobody heard of it is not asked twice.
      const go = () => {
        const abort = begin();
        setTurn((before) => [...before, local('user', message), local('assistant', '')]);
        void follow(ask(send, botId, question, abort.signal), abort, go, message);
      };
      go();
    },
    [begin, botId, follow],
  );

  const again = useCallback(
    (messageId: string) => {
      const go = () => {
        const abort = begin();
        setTurn((before) => [...before, local('assistant', '')]);
        void follow(regenerate(send, messageId, abort.signal), abort, go);
      };
      go();
    },
    [begin, follow],
  );

  const stop = useCallback(() => {
    const turn = running.current;
    if (!turn) return;
    // Not known yet: it is stopped as soon as it has a name.
    if (!turn.messageId) turn.stop = true;
    else {
      const { messageId } = turn;
      const go = () => {
        setError(undefined);
        stopAnswer(messageId).catch((reason: unknown) =>
          setError({ problem: problemOf(reason), question: '', again: go }),
        );
      };
      go();
    }
  }, []);

  // Another conversation: what this one was doing goes on at the server.
  useEffect(() => {
    if (opened.current === conversationId) return;
    opened.current = conversationId;
    running.current?.abort.abort();
    running.current = undefined;
    setTurn([]);
    setError(undefined);
  }, [conversationId]);
  useEffect(() => () => running.current?.abort.abort(), []);

  const past = useMemo(
    () => (history.data?.pages ?? []).toReversed().flatMap((page) => page.items.map(shown)),
    [history.data],
  );
  const known = new Set(turn.map((message) => message.id));
  const messages = [...past.filter((message) => !known.has(message.id)), ...turn];

  // After a reload in mid-answer: take up what is still being written.
  const unfinished = past.at(-1)?.status === 'streaming' ? past.at(-1)?.id : undefined;
  useEffect(() => {
    if (!unfinished || running.current) return;
    const go = () => {
      const abort = begin();
      running.current = { abort, messageId: unfinished };
      setTurn([{ ...local('assistant', ''), id: unfinished }]);
      void follow(resume(send, unfinished, abort.signal), abort, go);
    };
    go();
  }, [unfinished, begin, follow]);

  const replace = useCallback((message: Message) => {
    setTurn((before) => before.map((entry) => (entry.id === message.id ? shown(message) : entry)));
    void queryClient.invalidateQueries({ queryKey: ['messages', message.conversationId] });
  }, []);

  return {
    messages,
    busy: turn.some((message) => message.status === 'streaming'),
    error,
    history,
    submit,
    again,
    stop,
    replace,
  };
}

function stopAnswer(messageId: string): Promise<unknown> {
  return ok(api.POST('/api/v1/messages/{messageId}/stop', { params: { path: { messageId } } }));
}

/** What was said before stays; of a turn that failed the server has nothing, or it is in the history. */
function withoutUnsent(messages: ShownMessage[]): ShownMessage[] {
  return messages.filter(({ id, status }) => !id.startsWith('local-') && status !== 'streaming');
}

let counter = 0;

function local(role: Message['role'], content: string): ShownMessage {
  const status = role === 'user' ? 'completed' : 'streaming';
  return { id: `local-${++counter}`, role, content, status, citations: [] };
}

function applied(messages: ShownMessage[], event: TurnEvent): ShownMessage[] {
  const answer = messages.at(-1);
  if (!answer) return messages;
  const before = messages.slice(0, -1);
  switch (event.type) {
    case 'started': {
      const question = before.at(-1);
      const earlier =
        question?.role === 'user' && question.id.startsWith('local-')
          ? [
              // Asked again after the connection had gone: it is there already.
              ...before.slice(0, -1).filter(({ id }) => id !== event.userMessageId),
              { ...question, id: event.userMessageId },
            ]
          : before;
      return [...earlier, { ...answer, id: event.messageId }];
    }
    case 'sources':
      return [...before, { ...answer, citations: event.citations, waiting: false }];
    case 'delta':
      return [...before, { ...answer, content: answer.content + event.text, waiting: false }];
    case 'restarted':
      return [...before, { ...answer, content: '', waiting: false }];
    case 'waiting':
      return [...before, { ...answer, waiting: true }];
    case 'completed':
      return [...before, shown(event.message)];
    case 'failed': {
      const { code, detail } = event.problem;
      return [...before, { ...answer, status: 'failed', waiting: false, problem: { code, message: detail } }];
    }
  }
}
