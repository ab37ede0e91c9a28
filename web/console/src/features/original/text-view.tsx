import { Box, Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import type { Document } from '../knowledge/documents.query.js';
import styles from './original.module.css';
import { type Chunk, type Place, type Run, runsOf, textOf } from './passage.js';

/** Passages shown before and after the one that is looked for; more on demand. */
const AROUND = 15;

interface Props {
  document: Document;
  place: Place;
  fallback?: ReactNode;
}

/** The text that was read, with the passage marked in it. */
export function TextView({ document, place, fallback }: Props) {
  const { t } = useTranslation('knowledge');
  const { chunks, searching, more, error, retry } = useChunksUntil(document, place.chunkId);
  const [around, setAround] = useState({ before: AROUND, after: AROUND });
  const text = useMemo(() => textOf(chunks), [chunks]);
  const index = text.findIndex(({ id }) => id === place.chunkId);
  const passage = chunks[index];
  const marks = useMemo(() => (passage ? marksOf(passage, place.quote) : undefined), [passage, place.quote]);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    root.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }, [marks]);
  if (error) return <ProblemAlert error={error} onRetry={retry} />;
  if (searching) {
    return (
      <>
        {fallback}
        <Loading />
      </>
    );
  }
  const from = Math.max(0, index - around.before);
  const to = Math.max(index, 0) + around.after;
  return (
    <Stack gap="xs">
      {place.chunkId && !passage && (
        <>
          {fallback}
          <Text size="sm" c="var(--kyro-muted)" role="status">
            {t('original.changed')}
          </Text>
        </>
      )}
      {from > 0 && (
        <More onClick={() => setAround({ ...around, before: around.before + 50 })}>
          {t('original.before')}
        </More>
      )}
      <Box ref={root} className={styles.text} dir="auto">
        {text.slice(from, to + 1).map((chunk) => (
          <Marked key={chunk.id} chunk={chunk} marks={marks} />
        ))}
      </Box>
      {(to + 1 < text.length || more) && (
        <More
          onClick={() => {
            setAround({ ...around, after: around.after + 50 });
            more?.();
          }}
        >
          {t('original.after')}
        </More>
      )}
    </Stack>
  );
}

interface Marks {
  passage: Run;
  quotes: Run[];
}

/** In the extracted text; the quote within its passage, where it is not all of it. */
function marksOf(
  passage: { content: string; charStart: number; charEnd: number },
  quote: string | undefined,
): Marks {
  const { content, charStart: start, charEnd: end } = passage;
  const header = content.length - (end - start);
  const quotes = quote ? runsOf(quote, content) : [];
  return {
    passage: { start, end },
    quotes: quotes
      .map((run) => ({ start: Math.max(start, run.start - header + start), end: run.end - header + start }))
      .filter((run) => run.end > run.start),
  };
}

function Marked({ chunk, marks }: { chunk: Chunk; marks: Marks | undefined }) {
  if (!marks || marks.passage.end <= chunk.start || marks.passage.start >= chunk.end) return chunk.text;
  const runs = marks.quotes.length > 0 ? marks.quotes : [marks.passage];
  const cuts = [chunk.start, chunk.end];
  for (const { start, end } of [marks.passage, ...runs]) cuts.push(start, end);
  const borders = [...new Set(cuts)]
    .filter((at) => at >= chunk.start && at <= chunk.end)
    .sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, index) => {
    const part = chunk.text.slice(start - chunk.start, borders[index + 1] - chunk.start);
    const within = (run: Run) => start >= run.start && start < run.end;
    if (runs.some(within)) {
      return (
        <mark key={start} className={styles.mark}>
          {part}
        </mark>
      );
    }
    return within(marks.passage) ? (
      <span key={start} className={styles.passage}>
        {part}
      </span>
    ) : (
      part
    );
  });
}

function More({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="default" size="xs" w="fit-content" onClick={onClick}>
      {children}
    </Button>
  );
}

/** The document's passages from its beginning, up to the one that is looked for. */
function useChunksUntil(document: Document, chunkId: string | undefined) {
  const query = useInfiniteQuery({
    queryKey: ['document', document.id, 'text', document.processedAt],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/documents/{id}/chunks', {
          params: { path: { id: document.id }, query: { limit: 100, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const chunks = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const missing = chunkId !== undefined && !chunks.some(({ id }) => id === chunkId);
  useEffect(() => {
    if (missing && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, isError, fetchNextPage]);
  return {
    chunks,
    searching: query.isPending || (missing && hasNextPage),
    more: hasNextPage ? () => void fetchNextPage() : undefined,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
