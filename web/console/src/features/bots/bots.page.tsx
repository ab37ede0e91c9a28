import { Badge, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessageChatbot, IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { EmptyState } from '../../components/empty-state.js';
import { Loading } from '../../components/loading.js';
import { ButtonLink, CardLink } from '../../components/links.js';
import { NameAvatar } from '../../components/name-avatar.js';
import { ListProblem, More } from '../../components/more.js';
import { PageHeader } from '../../components/page-header.js';
import { RelativeTime } from '../../components/relative-time.js';
import { BotStatus } from './bot-status.js';
import { DeleteSample } from './delete-sample.js';

export function BotsPage() {
  const { t } = useTranslation(['bots', 'common']);
  const { current } = useWorkspaces();
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const bots = useInfiniteQuery({
    queryKey: ['bots', current.id, q],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/bots', {
          params: { query: { workspaceId: current.id, limit: 24, cursor: pageParam, q: q || undefined } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const items = bots.data?.pages.flatMap((page) => page.items) ?? [];
  const editor = mayAct(current.role, 'editor');
  const newBot = (
    <ButtonLink to="/bots/new" leftSection={<IconPlus size={18} />}>
      {t('new')}
    </ButtonLink>
  );
  if (bots.isPending && search === '') return <Loading />;
  if (bots.data && items.length === 0 && search.trim() === '' && !q) {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState
          icon={IconMessageChatbot}
          title={t('empty.title')}
          action={
            editor && (
              <ButtonLink to="/bots/new" size="md" mt="sm" leftSection={<IconPlus size={18} />}>
                {t('empty.action')}
              </ButtonLink>
            )
          }
        >
          {editor ? t('empty.text') : t('empty.viewer')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader title={t('title')} description={t('text')} actions={editor && newBot} />
      <Stack>
        <TextInput
          maw={360}
          placeholder={t('search')}
          aria-label={t('search')}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ListProblem pages={bots} />
        {bots.data && items.length === 0 && <Text c="var(--kyro-muted)">{t('none')}</Text>}
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="md">
          {items.map((bot) => (
            <Stack key={bot.id} gap={2}>
              <BotCard bot={bot} />
              {bot.sample && editor && (
                <DeleteSample bot={bot} variant="subtle" color="gray" size="compact-sm" ml="auto" />
              )}
            </Stack>
          ))}
        </SimpleGrid>
        {editor && !q && bots.data && items.every((bot) => bot.sample) && <FirstOwnBot />}
        <More pages={bots} />
      </Stack>
    </>
  );
}

/** Below the bot that came with the installation: what to do next. */
function FirstOwnBot() {
  const { t } = useTranslation('bots');
  return (
    <EmptyState
      icon={IconMessageChatbot}
      title={t('sample.own')}
      action={
        <ButtonLink to="/bots/new" size="md" mt="sm" leftSection={<IconPlus size={18} />}>
          {t('empty.action')}
        </ButtonLink>
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}

function BotCard({ bot }: { bot: Schemas['BotDto'] }) {
  const { t } = useTranslation('bots');
  return (
    <CardLink to="/bots/$botId" params={{ botId: bot.id }}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <NameAvatar name={bot.name} radius="md" size={42} />
        <Group gap={6} wrap="nowrap">
          {bot.sample && (
            <Badge variant="outline" color="gray" tt="none" fw={600}>
              {t('sample.hint')}
            </Badge>
          )}
          <BotStatus status={bot.status} />
        </Group>
      </Group>
      <Text fw={600} mt="md" truncate>
        {bot.name}
      </Text>
      <Text size="sm" c="var(--kyro-muted)" lineClamp={2} mih="2.9em">
        {bot.description}
      </Text>
      <Group justify="space-between" mt="sm">
        <Text size="xs" c="var(--kyro-muted)">
          {t('documents', { count: bot.documents.total })}
        </Text>
        <Text size="xs" c="var(--kyro-muted)">
          <RelativeTime at={bot.updatedAt} />
        </Text>
      </Group>
    </CardLink>
  );
}
