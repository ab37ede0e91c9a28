import { ActionIcon, Badge, Drawer, Group, Paper, Table, Text } from '@mantine/core';
import { IconChevronRight, IconListSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { EmptyState } from '../../components/empty-state.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { AuditDetails } from './audit-details.js';
import { type AuditEvent, auditQueryOf } from './audit-filter.js';
import { actionName, actorName } from './audit-names.js';

export function AuditEvents({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation(['workspace', 'common']);
  const filter = useSearch({ from: '/console/workspace/audit-log' });
  const [shown, setShown] = useState<AuditEvent>();
  const events = useInfiniteQuery({
    queryKey: ['audit-events', workspaceId, filter],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/audit-events', {
          params: { path: { workspaceId }, query: { ...auditQueryOf(filter), limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {events.isPending && <Loading />}
      <ListProblem pages={events} />
      {events.data && items.length === 0 && (
        <EmptyState icon={IconListSearch} title={t('audit.noneTitle')}>
          {t('audit.noneText')}
        </EmptyState>
      )}
      {items.length > 0 && <EventTable events={items} onShow={setShown} />}
      <More pages={events} />
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown && actionName(t, shown.action)}
        position="right"
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        {shown && <AuditDetails event={shown} />}
      </Drawer>
    </>
  );
}

interface EventTableProps {
  events: AuditEvent[];
  onShow: (event: AuditEvent) => void;
}

function EventTable({ events, onShow }: EventTableProps) {
  const { t, i18n } = useTranslation(['workspace', 'common']);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Paper withBorder radius="lg" bg="var(--kyro-surface)" style={{ overflow: 'hidden' }}>
      <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.what')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('audit.who')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('audit.when')}</Table.Th>
            <Table.Th w={52}>
              <Text span fz={0}>
                {t('audit.details')}
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id} onClick={() => onShow(event)} style={{ cursor: 'pointer' }}>
              <Table.Td>
                <Group gap="xs">
                  <Text size="sm" fw={500}>
                    {actionName(t, event.action)}
                  </Text>
                  {event.result === 'failure' && (
                    <Badge variant="light" color="red" tt="none">
                      {t('audit.failure')}
                    </Badge>
                  )}
                </Group>
                {event.target?.name && (
                  <Text size="sm" c="var(--kyro-muted)" lineClamp={1} style={{ overflowWrap: 'anywhere' }}>
                    {event.target.name}
                  </Text>
                )}
                <Text size="xs" c="var(--kyro-muted)" hiddenFrom="sm">
                  {actorName(t, event)} · {time.format(new Date(event.createdAt))}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm">{actorName(t, event)}</Text>
              </Table.Td>
              <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
                <Text size="sm" c="var(--kyro-muted)">
                  <time dateTime={event.createdAt}>{time.format(new Date(event.createdAt))}</time>
                </Text>
              </Table.Td>
              <Table.Td>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`${t('audit.details')}: ${actionName(t, event.action)}`}
                  onClick={(click) => {
                    click.stopPropagation();
                    onShow(event);
                  }}
                >
                  <IconChevronRight size={18} />
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
