import { Box, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDocumentTitle } from '@mantine/hooks';
import { IconBooks, IconSearch } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { EmptyState } from '../../components/empty-state.js';
import { AnchorLink } from '../../components/links.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { RelativeTime } from '../../components/relative-time.js';
import { useBot } from '../bots/bot.query.js';
import { AddKnowledge } from './add-knowledge.js';
import { DocumentMenu } from './document-menu.js';
import { DocumentState } from './document-state.js';
import { type Document, type DocumentStatus, useDocuments, useLiveDocuments } from './documents.query.js';
import { FileIcon } from './file-icon.js';
import { formatBytes } from './format.js';
import { ReadAgain } from './read-again.js';
import { UploadList } from './upload-list.js';

const STATUSES: DocumentStatus[] = ['ready', 'processing', 'queued', 'failed'];
/** Clamping costs the layout of a long list more than cutting does. */
const ONE_LINE = { truncate: true } as const;
const TWO_LINES = { lineClamp: 2 } as const;

export function KnowledgePage() {
  const { t } = useTranslation('knowledge');
  const bot = useBot();
  const { current } = useWorkspaces();
  const editor = mayAct(current.role, 'editor');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const [status, setStatus] = useState<DocumentStatus | null>(null);
  useDocumentTitle(`${t('title')} · ${bot.name}`);
  useLiveDocuments(bot.id);
  const documents = useDocuments(bot.id, { q: q || undefined, status: status ?? undefined });
  const items = documents.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = q !== '' || status !== null;
  return (
    <Stack gap="lg">
      {editor && <AddKnowledge botId={bot.id} />}
      <UploadList botId={bot.id} />
      {(bot.documents.total > 0 || filtered) && (
        <Group gap="sm">
          <TextInput
            flex="1 1 220px"
            maw={360}
            placeholder={t('filter.search')}
            aria-label={t('filter.search')}
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Select
            clearable
            w={180}
            placeholder={t('filter.status')}
            aria-label={t('filter.status')}
            data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
            value={status}
            onChange={(value) => setStatus(value)}
          />
        </Group>
      )}
      {documents.isPending && <Loading />}
      <ListProblem pages={documents} />
      {documents.data && items.length === 0 && (
        <EmptyState icon={IconBooks} title={filtered ? t('none.title') : t('empty.title')}>
          {filtered ? t('none.text') : t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DocumentList
          items={items}
          editor={editor}
          onEnd={() => {
            const { hasNextPage, isFetching, isFetchNextPageError } = documents;
            // What did not come is asked for by the person, not by every look at the list.
            if (hasNextPage && !isFetching && !isFetchNextPageError) void documents.fetchNextPage();
          }}
        />
      )}
      {documents.isFetchNextPageError && <More pages={documents} />}
    </Stack>
  );
}

const ROW = 76;

interface ListProps {
  items: Document[];
  editor: boolean;
  /** The end has come into sight. */
  onEnd: () => void;
}

/** Only the rows in sight exist: thousands of documents scroll like ten. */
function DocumentList({ items, editor, onEnd }: ListProps) {
  const { t } = useTranslation('knowledge');
  const list = useRef<HTMLDivElement>(null);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => items[index].id,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 5) onEnd();
  });
  return (
    <Paper withBorder radius="lg" bg="var(--kyro-surface)" style={{ overflow: 'hidden' }}>
      <Box ref={list} role="list" aria-label={t('title')} h={rows.getTotalSize()} pos="relative">
        {shown.map((row) => (
          <Box
            key={row.key}
            role="listitem"
            pos="absolute"
            top={0}
            left={0}
            w="100%"
            h={ROW}
            style={{
              transform: `translateY(${row.start - rows.options.scrollMargin}px)`,
              borderTop: row.index > 0 ? '1px solid var(--kyro-line)' : undefined,
            }}
          >
            <DocumentRow document={items[row.index]} editor={editor} />
          </Box>
        ))}
      </Box>
    </Paper>
  );
}

/** Made once for each document: while somebody scrolls only the rows that come into sight are new. */
const DocumentRow = memo(function DocumentRow({ document, editor }: { document: Document; editor: boolean }) {
  const { t, i18n } = useTranslation('knowledge');
  const params = { botId: document.botId, documentId: document.id };
  return (
    <Group h="100%" px="md" gap="sm" wrap="nowrap">
      <FileIcon document={document} />
      <Stack gap={0} flex={1} miw={0}>
        <AnchorLink
          to="/bots/$botId/knowledge/$documentId"
          params={params}
          c="var(--mantine-color-text)"
          fw={500}
          truncate
        >
          {document.title}
        </AnchorLink>
        <Text size="xs" c="var(--kyro-muted)" {...(document.status === 'failed' ? TWO_LINES : ONE_LINE)}>
          {document.status === 'failed' && document.error ? (
            document.error.message
          ) : (
            <>
              {document.sizeBytes > 0 && `${formatBytes(document.sizeBytes, i18n.language)} · `}
              {document.status === 'ready' && `${t('document.passages', { count: document.chunkCount })} · `}
              <RelativeTime at={document.updatedAt} />
            </>
          )}
        </Text>
      </Stack>
      <DocumentState document={document} />
      {editor && document.status === 'failed' && <ReadAgain document={document} />}
      <DocumentMenu document={document} editor={editor} />
    </Group>
  );
});
