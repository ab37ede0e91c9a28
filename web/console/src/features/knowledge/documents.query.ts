import { type InfiniteData, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Socket } from 'socket.io-client';

import { api, ok, type Schemas } from '../../api/client.js';
import { live } from '../../api/live.js';
import { queryClient } from '../../api/query-client.js';
import { botQuery } from '../bots/bot.query.js';

export type Document = Schemas['DocumentDto'];
export type DocumentStatus = Document['status'];
type Page = Schemas['DocumentPageDto'];

export interface Filter {
  q?: string;
  status?: DocumentStatus;
}

const PAGE = 50;
/** How often the list is asked for while something in it is being read: events are quicker, but one may be missed. */
const LOOK_AGAIN_MS = 5_000;
const LOOK_AGAIN_PAGES = 4;
const UNFINISHED: readonly DocumentStatus[] = ['queued', 'processing'];
const listKey = (botId: string) => ['documents', botId] as const;

/** The documents of a bot, newest first, page by page. */
export function useDocuments(botId: string, filter: Filter) {
  return useInfiniteQuery({
    queryKey: [...listKey(botId), filter],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/bots/{botId}/documents', {
          params: { path: { botId }, query: { ...filter, limit: PAGE, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      // Each page is a request: who has scrolled far relies on events alone.
      if (pages.length > LOOK_AGAIN_PAGES) return false;
      const unfinished = pages.some(({ items }) => items.some(({ status }) => UNFINISHED.includes(status)));
      return unfinished ? LOOK_AGAIN_MS : false;
    },
  });
}

export function documentQuery(id: string) {
  return queryOptions({
    queryKey: ['document', id],
    queryFn: () => ok(api.GET('/api/v1/documents/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data && UNFINISHED.includes(state.data.status) ? LOOK_AGAIN_MS : false,
  });
}

/** Asks for list and bot anew: after adding, and when events may have been missed. */
export function refreshDocuments(botId: string): void {
  void queryClient.invalidateQueries({ queryKey: listKey(botId) });
  void queryClient.invalidateQueries(botQuery(botId));
  // Not what belongs to documents, such as their passages.
  void queryClient.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      queryKey[0] === 'document' &&
      queryKey.length === 2 &&
      (state.data as Document | undefined)?.botId === botId,
  });
}

function changeLists(botId: string, change: (items: Document[]) => Document[]): void {
  queryClient.setQueriesData<InfiniteData<Page>>(
    { queryKey: listKey(botId) },
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}

/** Whether it belongs among the documents that are shown, without being there. */
function isMissing({ botId, id, createdAt }: Document): boolean {
  const all = queryClient.getQueryData<InfiniteData<Page>>([...listKey(botId), {}]);
  if (!all || all.pages.length > LOOK_AGAIN_PAGES) return false;
  const items = all.pages.flatMap((page) => page.items);
  const oldest = items.at(-1)?.createdAt ?? '';
  return createdAt >= oldest && !items.some((item) => item.id === id);
}

export function showDocument(document: Document): void {
  queryClient.setQueryData(['document', document.id], document);
  changeLists(document.botId, (items) => items.map((item) => (item.id === document.id ? document : item)));
}

export function hideDocument(botId: string, id: string): void {
  // A page that shows it asks, and hears that it is gone.
  void queryClient.resetQueries({ queryKey: ['document', id] });
  changeLists(botId, (items) => items.filter((item) => item.id !== id));
}

/** Keeps what is shown of a bot's documents in step with the server, as long as the page is open. */
export function useLiveDocuments(botId: string): void {
  useEffect(() => {
    let socket: Socket | undefined;
    let gone = false;
    const refreshList = throttled(() => refreshDocuments(botId), 2_000);
    /** Added in another tab, or by somebody else. */
    const show = (document: Document) => {
      showDocument(document);
      if (isMissing(document)) refreshList();
    };
    const refresh = throttled(() => void queryClient.invalidateQueries(botQuery(botId)), 1_000);
    // What happened before the server had put this page on its list is asked for afterwards.
    const subscribe = () => socket?.emit('documents:subscribe', { botId }, () => refreshDocuments(botId));
    const handlers = {
      'document:progress': show,
      'document:ready': show,
      'document:failed': show,
      'document:deleted': ({ id }: { id: string }) => hideDocument(botId, id),
      'bot:status': refresh,
      connect: subscribe,
    };
    live('/documents').then(
      (opened) => {
        if (gone) return;
        socket = opened;
        for (const [event, handler] of Object.entries(handlers)) opened.on(event, handler);
        if (opened.connected) subscribe();
        // Without live events the list is asked for from time to time.
      },
      () => undefined,
    );
    return () => {
      gone = true;
      for (const [event, handler] of Object.entries(handlers)) socket?.off(event, handler);
      socket?.emit('documents:unsubscribe', { botId }, () => undefined);
    };
  }, [botId]);
}

/** At once, and then at most once in `ms`, the last call included. */
function throttled(work: () => void, ms: number): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  return () => {
    if (waiting) {
      again = true;
      return;
    }
    work();
    waiting = setTimeout(() => {
      waiting = undefined;
      if (again) work();
      again = false;
    }, ms);
  };
}
