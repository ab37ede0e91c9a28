import { Badge, Group, Paper, Progress, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { useWorkspaces } from '../../api/workspace.js';
import { Loading } from '../../components/loading.js';
import { PageHeader } from '../../components/page-header.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { BudgetCard } from '../spend/budget-card.js';
import { Spending } from '../spend/spending.js';

type Usage = Schemas['UsageDto'];
type MeterName = 'bots' | 'documents' | 'storageBytes' | 'messages';

const METERS: MeterName[] = ['messages', 'documents', 'storageBytes', 'bots'];

export function UsagePage() {
  const { t } = useTranslation('workspace');
  const { current } = useWorkspaces();
  const usage = useQuery({
    queryKey: ['usage', current.id],
    queryFn: () =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/usage', { params: { path: { workspaceId: current.id } } }),
      ),
  });
  return (
    <Stack gap={0} maw={960}>
      <PageHeader
        title={t('usage.title')}
        description={t('usage.text', { name: current.name })}
        actions={
          usage.data && (
            <Badge variant="light" size="lg" tt="none">
              {t('usage.plan', { plan: usage.data.plan.name })}
            </Badge>
          )
        }
      />
      {usage.isPending && <Loading />}
      <ProblemAlert error={usage.error} onRetry={() => void usage.refetch()} />
      {usage.data && (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {METERS.map((name) => (
              <MeterCard key={name} name={name} usage={usage.data} />
            ))}
          </SimpleGrid>
          <Months usage={usage.data} />
          <Spending workspaceId={current.id} />
          <BudgetCard of={{ workspaceId: current.id }} />
        </Stack>
      )}
    </Stack>
  );
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** In binary steps, as limits are round in them. */
function bytes(value: number, language: string): string {
  const step = value > 0 ? Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10)) : 0;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(value / 1024 ** step);
}

function colorOf(percent: number): string | undefined {
  if (percent >= 100) return 'red';
  return percent >= 80 ? 'orange' : undefined;
}

function MeterCard({ name, usage }: { name: MeterName; usage: Usage }) {
  const { t, i18n } = useTranslation('workspace');
  const { used, limit } = usage[name];
  const shown = (value: number) =>
    name === 'storageBytes' ? bytes(value, i18n.language) : value.toLocaleString(i18n.language);
  const monthEnd = new Date(usage.period.to).toLocaleDateString(i18n.language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const percent = limit === null ? 0 : limit === 0 ? 100 : Math.min(100, (used / limit) * 100);
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--kyro-surface)">
      <Text size="sm" c="var(--kyro-muted)">
        {t(`usage.${name}`)}
      </Text>
      <Group gap={6} align="baseline" mt={2}>
        <Text fz="1.5rem" fw={650}>
          {shown(used)}
        </Text>
        <Text size="sm" c="var(--kyro-muted)">
          {limit === null ? t('usage.unlimited') : t('usage.of', { limit: shown(limit) })}
        </Text>
      </Group>
      {limit !== null && (
        <Progress.Root mt="sm" size="md">
          <Progress.Section value={percent} color={colorOf(percent)} aria-label={t(`usage.${name}`)} />
        </Progress.Root>
      )}
      <Text size="xs" mt="xs" c="var(--kyro-muted)">
        {percent >= 100 ? t(`usage.${name}Full`) : t(`usage.${name}Hint`, { date: monthEnd })}
      </Text>
    </Paper>
  );
}

function Months({ usage }: { usage: Usage }) {
  const { t, i18n } = useTranslation('workspace');
  const most = Math.max(1, ...usage.months.map(({ messages }) => messages));
  const month = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Section title={t('usage.months')} description={t('usage.monthsText')}>
      {usage.months.length === 0 ? (
        <Text size="sm" c="var(--kyro-muted)">
          {t('usage.monthsNone')}
        </Text>
      ) : (
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('usage.month')}</Table.Th>
              <Table.Th w="50%" visibleFrom="xs" aria-hidden />
              <Table.Th ta="end">{t('usage.answers')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {usage.months.map((entry) => (
              <Table.Tr key={entry.month}>
                <Table.Td>{month.format(new Date(`${entry.month}-01T00:00:00Z`))}</Table.Td>
                <Table.Td visibleFrom="xs" aria-hidden>
                  <Progress value={(entry.messages / most) * 100} size="sm" />
                </Table.Td>
                <Table.Td ta="end">{entry.messages.toLocaleString(i18n.language)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}
