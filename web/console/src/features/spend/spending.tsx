import { Group, Progress, SegmentedControl, Select, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { money } from './money.js';

type Spend = Schemas['SpendDto'];
type Grouping = Spend['groupBy'];

const GROUPINGS: Grouping[] = ['day', 'bot', 'model'];

/** The current month and the eleven before it, as `2026-11`. */
function lastMonths(): string[] {
  const now = new Date();
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

function daysOf(month: string): { from: string; to: string } {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}` };
}

/** What answers have cost in a month, by day, bot or model. */
export function Spending({ workspaceId }: { workspaceId: string }) {
  const { t, i18n } = useTranslation('spend');
  const [months] = useState(lastMonths);
  const [month, setMonth] = useState(months[0]);
  const [groupBy, setGroupBy] = useState<Grouping>('day');
  const spend = useQuery({
    queryKey: ['spend', workspaceId, month, groupBy],
    queryFn: () =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/spend', {
          params: { path: { workspaceId }, query: { ...daysOf(month), groupBy } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const name = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Section title={t('spending.title')} description={t('spending.text')}>
      <Group gap="sm">
        <Select
          aria-label={t('spending.month')}
          allowDeselect={false}
          w={200}
          data={months.map((value) => ({ value, label: name.format(new Date(`${value}-01T00:00:00Z`)) }))}
          value={month}
          onChange={(value) => value && setMonth(value)}
        />
        <SegmentedControl
          aria-label={t('spending.groupBy')}
          data={GROUPINGS.map((value) => ({ value, label: t(`spending.by.${value}`) }))}
          value={groupBy}
          onChange={(value) => setGroupBy(value)}
        />
      </Group>
      {spend.isPending && <Loading />}
      <ProblemAlert error={spend.error} onRetry={() => void spend.refetch()} />
      {spend.data && <Amounts spend={spend.data} />}
    </Section>
  );
}

function Amounts({ spend }: { spend: Spend }) {
  const { t, i18n } = useTranslation('spend');
  const { total, groups, groupBy } = spend;
  if (total.answers === 0 && groups.length === 0) {
    return (
      <Text size="sm" c="var(--kyro-muted)">
        {t('spending.none')}
      </Text>
    );
  }
  const most = Math.max(1, ...groups.map(({ amountMicros }) => amountMicros));
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <>
      <Group gap={6} align="baseline">
        <Text fz="1.5rem" fw={650}>
          {money(total.amountMicros, i18n.language)}
        </Text>
        <Text size="sm" c="var(--kyro-muted)">
          {t('spending.total', {
            count: total.answers,
            tokens: number(total.promptTokens + total.completionTokens),
          })}
        </Text>
      </Group>
      {total.unpricedAnswers > 0 && (
        <Text size="sm" c="var(--kyro-muted)">
          {t('spending.unpriced', { count: total.unpricedAnswers })}
        </Text>
      )}
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(`spending.column.${groupBy}`)}</Table.Th>
            <Table.Th w="30%" visibleFrom="sm" aria-hidden />
            <Table.Th ta="end" visibleFrom="xs">
              {t('spending.column.tokens')}
            </Table.Th>
            <Table.Th ta="end">{t('spending.column.answers')}</Table.Th>
            <Table.Th ta="end">{t('spending.column.amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <Table.Tr key={group.key}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <GroupName groupBy={groupBy} name={group.name} id={group.key} />
              </Table.Td>
              <Table.Td visibleFrom="sm" aria-hidden>
                <Progress value={(group.amountMicros / most) * 100} size="sm" />
              </Table.Td>
              <Table.Td ta="end" visibleFrom="xs">
                {number(group.promptTokens + group.completionTokens)}
              </Table.Td>
              <Table.Td ta="end">{number(group.answers)}</Table.Td>
              <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
                {money(group.amountMicros, i18n.language)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

function GroupName({ groupBy, name, id }: { groupBy: Grouping; name: string | null; id: string }) {
  const { t, i18n } = useTranslation('spend');
  if (groupBy === 'model') return id;
  if (groupBy === 'bot') return name ?? t('spending.deletedBot');
  return new Date(`${id}T00:00:00Z`).toLocaleDateString(i18n.language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}
