import { Alert, Badge, Button, Drawer, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertTriangle, IconFileSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { Gone } from '../../components/gone.js';
import { AnchorLink, ButtonLink } from '../../components/links.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { OriginalView } from '../original/original-view.js';
import type { Place } from '../original/passage.js';
import { DocumentMenu } from './document-menu.js';
import { DocumentState } from './document-state.js';
import { documentQuery, useLiveDocuments } from './documents.query.js';
import { FileIcon } from './file-icon.js';
import { formatBytes } from './format.js';

type Chunk = Schemas['ChunkDto'];

/** What was understood of a document: its passages, as answers quote them. */
export function DocumentPage() {
  const { t, i18n } = useTranslation(['knowledge', 'common']);
  const { botId, documentId } = useParams({ from: '/console/bots/$botId/knowledge/$documentId' });
  const { passage } = useSearch({ from: '/console/bots/$botId/knowledge/$documentId' });
  const navigate = useNavigate();
  const { current } = useWorkspaces();
  const [place, setPlace] = useState<Place>();
  useLiveDocuments(botId);
  const { data: document, error, refetch } = useQuery(documentQuery(documentId));
  useDocumentTitle(`${document?.title ?? t('title')} · KyroChat`);
  if (isProblem(error) && error.status === 404)
    return (
      <Gone
        action={
          <ButtonLink to="/bots/$botId/knowledge" params={{ botId }}>
            {t('title')}
          </ButtonLink>
        }
      >
        {t('original.gone')}
      </Gone>
    );
  if (!document) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading />;
  const facts = [
    formatBytes(document.sizeBytes, i18n.language),
    document.pageCount ? t('document.pages', { count: document.pageCount }) : undefined,
    document.status === 'ready' ? t('document.passages', { count: document.chunkCount }) : undefined,
  ];
  return (
    <Stack gap="lg" maw={860}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={4} miw={0} flex="1 1 280px">
          <AnchorLink to="/bots/$botId/knowledge" params={{ botId }} size="sm">
            {t('title')}
          </AnchorLink>
          <Group gap="sm" wrap="nowrap">
            <FileIcon document={document} size={26} />
            <Title order={2} lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
              {document.title}
            </Title>
          </Group>
          <Text size="sm" c="var(--kyro-muted)">
            {facts.filter(Boolean).join(' · ')}
          </Text>
          {document.url && (
            <Text size="sm" truncate>
              <a href={document.url} target="_blank" rel="noopener noreferrer">
                {document.url}
              </a>
            </Text>
          )}
        </Stack>
        <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
          <DocumentState document={document} />
          <DocumentMenu
            document={document}
            editor={mayAct(current.role, 'editor')}
            onDeleted={() => void navigate({ to: '/bots/$botId/knowledge', params: { botId } })}
          />
        </Group>
      </Group>
      {document.error && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} />} title={t('document.failed')}>
          {document.error.message}
        </Alert>
      )}
      {document.chunkCount > 0 && (
        <>
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconFileSearch size={16} />}
            onClick={() => setPlace({})}
          >
            {t('original.whole')}
          </Button>
          <Passages
            key={document.processedAt}
            documentId={documentId}
            shown={passage}
            onOriginal={(chunk) =>
              setPlace({ chunkId: chunk.id, page: chunk.page ?? undefined, quote: chunk.content })
            }
          />
        </>
      )}
      <Drawer
        opened={place !== undefined}
        onClose={() => setPlace(undefined)}
        position="right"
        size="xl"
        title={document.title}
      >
        {place && <OriginalView documentId={documentId} place={place} />}
      </Drawer>
    </Stack>
  );
}

interface PassagesProps {
  documentId: string;
  /** The one to point out. */
  shown?: string;
  onOriginal: (chunk: Chunk) => void;
}

/** Pages of passages are fetched until the one asked for is there. */
function Passages({ documentId, shown, onOriginal }: PassagesProps) {
  const { t } = useTranslation(['knowledge', 'common']);
  const chunks = useInfiniteQuery({
    queryKey: ['document', documentId, 'chunks'],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/documents/{id}/chunks', {
          params: { path: { id: documentId }, query: { limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = chunks.data?.pages.flatMap((page) => page.items) ?? [];
  const missing = shown !== undefined && !items.some((chunk) => chunk.id === shown);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = chunks;
  useEffect(() => {
    if (missing && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  if (chunks.isPending) return <Loading />;
  return (
    <Stack gap="sm" component="section" aria-label={t('document.understood')}>
      <Text fw={600}>{t('document.understood')}</Text>
      {items.map((chunk) => (
        <Passage
          key={chunk.id}
          chunk={chunk}
          shown={chunk.id === shown}
          onOriginal={() => onOriginal(chunk)}
        />
      ))}
      <ListProblem pages={chunks} />
      <More pages={chunks} />
    </Stack>
  );
}

interface PassageProps {
  chunk: Chunk;
  shown: boolean;
  onOriginal: () => void;
}

function Passage({ chunk, shown, onOriginal }: PassageProps) {
  const { t } = useTranslation('knowledge');
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown) element.current?.scrollIntoView({ block: 'center' });
  }, [shown]);
  return (
    <Paper
      ref={element}
      withBorder
      radius="md"
      p="md"
      bg={shown ? 'var(--mantine-primary-color-light)' : 'var(--kyro-surface)'}
      style={shown ? { borderColor: 'var(--mantine-primary-color-filled)' } : undefined}
    >
      <Group gap="xs" mb={6}>
        <Badge variant="default" size="sm" tt="none">
          {chunk.ordinal + 1}
        </Badge>
        {chunk.page !== undefined && chunk.page !== null && (
          <Badge variant="light" size="sm" tt="none">
            {t('document.page', { page: chunk.page })}
          </Badge>
        )}
        {chunk.heading.length > 0 && (
          <Text size="xs" c="var(--kyro-muted)" truncate maw="100%">
            {chunk.heading.join(' › ')}
          </Text>
        )}
        <Button variant="subtle" size="compact-xs" ml="auto" onClick={onOriginal}>
          {t('original.show')}
        </Button>
      </Group>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {chunk.content}
      </Text>
    </Paper>
  );
}
