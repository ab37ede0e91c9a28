import { Button, Group, Paper, Stack, Table, Text, TextInput, Select } from '@mantine/core';
import { useDebouncedCallback, useDocumentTitle } from '@mantine/hooks';
import { IconMessages, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { DayRange } from '../../components/day-range.js';
import { EmptyState } from '../../components/empty-state.js';
import { AnchorLink, ButtonLink } from '../../components/links.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { RelativeTime } from '../../components/relative-time.js';
import { useBot } from '../bots/bot.query.js';
import { type ConversationFilter, conversationQueryOf } from './conversation-filter.js';
import { VisitorName } from './visitor-name.js';

const FROM = '/console/bots/$botId/conversations';

export function ConversationsPage() {
  const { t } = useTranslation(['conversations', 'common']);
  const bot = useBot();
  const filter = useSearch({ from: FROM });
  const navigate = useNavigate();
  const set = (change: Partial<ConversationFilter>) =>
    void navigate({
      to: '/bots/$botId/conversations',
      params: { botId: bot.id },
      search: (before) => ({ ...before, ...change }),
      replace: true,
    });
  const [search, setSearch] = useState(filter.q ?? '');
  const found = useDebouncedCallback((text: string) => set({ q: text.trim() || undefined }), 250);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  useDocumentTitle(`${t('title')} · ${bot.name}`);
  const conversations = useInfiniteQuery({
    queryKey: ['conversations', bot.id, filter],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/bots/{botId}/conversations', {
          params: {
            path: { botId: bot.id },
            query: { ...conversationQueryOf(filter), limit: 50, cursor: pageParam },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const items = conversations.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Group gap="sm" align="flex-end" role="search" aria-label={t('search')}>
        <TextInput
          flex="1 1 220px"
          maw={360}
          placeholder={t('search')}
          aria-label={t('search')}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            found(event.currentTarget.value);
          }}
        />
        <Select
          w={{ base: '100%', xs: 170 }}
          allowDeselect={false}
          aria-label={t('status.label')}
          data={[
            { value: 'active', label: t('status.active') },
            { value: 'archived', label: t('status.archived') },
          ]}
          value={filter.status ?? 'active'}
          onChange={(value) => set({ status: value === 'archived' ? value : undefined })}
        />
        <DayRange from={filter.from} to={filter.to} onChange={set} />
        {filtered && (
          <Button
            variant="subtle"
            onClick={() => {
              setSearch('');
              set({ q: undefined, status: undefined, from: undefined, to: undefined });
            }}
          >
            {t('common:days.clear')}
          </Button>
        )}
      </Group>
      {conversations.isPending && <Loading />}
      <ListProblem pages={conversations} />
      {conversations.data && items.length === 0 && (
        <EmptyState
          icon={IconMessages}
          title={filtered ? t('none.title') : t('empty.title')}
          action={
            !filtered && (
              <ButtonLink to="/bots/$botId/playground" params={{ botId: bot.id }} mt="sm">
                {t('empty.action')}
              </ButtonLink>
            )
          }
        >
          {filtered ? t('none.text') : t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Paper withBorder radius="lg" bg="var(--kyro-surface)" style={{ overflow: 'hidden' }}>
          <Table.ScrollContainer minWidth={300}>
            <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('column.title')}</Table.Th>
                  <Table.Th visibleFrom="xs">{t('column.messages')}</Table.Th>
                  <Table.Th>{t('column.last')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((conversation) => (
                  <Table.Tr key={conversation.id}>
                    <Table.Td maw={{ base: 200, xs: 420 }}>
                      <AnchorLink
                        to="/bots/$botId/conversations/$conversationId"
                        params={{ botId: bot.id, conversationId: conversation.id }}
                        c="var(--mantine-color-text)"
                        fw={500}
                        lineClamp={2}
                      >
                        {conversation.title || t('untitled')}
                      </AnchorLink>
                      <Text size="xs" c="var(--kyro-muted)" truncate>
                        <VisitorName visitor={conversation.visitor} />
                      </Text>
                    </Table.Td>
                    <Table.Td visibleFrom="xs">{conversation.messageCount}</Table.Td>
                    <Table.Td>
                      <Text size="sm" c="var(--kyro-muted)" style={{ whiteSpace: 'nowrap' }}>
                        <RelativeTime at={conversation.updatedAt} />
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      <More pages={conversations} />
    </Stack>
  );
}
