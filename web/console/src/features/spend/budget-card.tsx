import { Alert, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { BudgetForm } from './budget-form.js';
import { type Budget, type BudgetOf, budgetQuery } from './budget.query.js';
import { microsOf, money } from './money.js';

/** What may be spent and has been; admins change it. */
export function BudgetCard({ of }: { of: BudgetOf }) {
  const { t } = useTranslation('spend');
  const { current } = useWorkspaces();
  const budget = useQuery(budgetQuery(of));
  const scope = 'botId' in of ? 'bot' : 'workspace';
  return (
    <Section title={t(`budget.${scope}`)} description={t(`budget.${scope}Text`)}>
      {budget.isPending && <Loading />}
      <ProblemAlert error={budget.error} onRetry={() => void budget.refetch()} />
      {budget.data && (
        <>
          <Notes budget={budget.data} />
          <Spent
            label={t('budget.today')}
            micros={budget.data.spent.dayMicros}
            limit={budget.data.perDayUsd}
          />
          <Spent
            label={t('budget.thisMonth')}
            micros={budget.data.spent.monthMicros}
            limit={budget.data.perMonthUsd}
          />
          {mayAct(current.role, 'admin') ? (
            <BudgetForm key={JSON.stringify(of)} of={of} budget={budget.data} />
          ) : (
            <Text size="sm" c="var(--kyro-muted)">
              {t('budget.admins')}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}

function Notes({ budget }: { budget: Budget }) {
  const { t, i18n } = useTranslation('spend');
  const { exhausted, onLimit, fallbackModel, unpricedAnswers, perDayUsd, perMonthUsd } = budget;
  const limited = perDayUsd !== null || perMonthUsd !== null;
  const until = exhausted && {
    date: new Date(exhausted.until).toLocaleString(i18n.language, { dateStyle: 'long', timeStyle: 'short' }),
  };
  return (
    <>
      {until && (
        <Alert color="red" variant="light">
          {onLimit === 'message'
            ? t('budget.usedUpMessage', until)
            : t('budget.usedUpModel', { ...until, model: fallbackModel ?? '' })}
        </Alert>
      )}
      {limited && unpricedAnswers > 0 && (
        <Alert color="orange" variant="light">
          {t('budget.unpriced', { count: unpricedAnswers })}
        </Alert>
      )}
    </>
  );
}

function Spent({ label, micros, limit }: { label: string; micros: number; limit: number | null }) {
  const { t, i18n } = useTranslation('spend');
  const most = limit === null ? null : microsOf(limit);
  const percent = most === null ? 0 : most === 0 ? 100 : Math.min(100, (micros / most) * 100);
  const color = percent >= 100 ? 'red' : percent >= 80 ? 'orange' : undefined;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm">
          <Text span fw={600}>
            {money(micros, i18n.language)}
          </Text>{' '}
          <Text span c="var(--kyro-muted)">
            {most === null ? t('budget.noLimit') : t('budget.of', { limit: money(most, i18n.language) })}
          </Text>
        </Text>
      </Group>
      {most !== null && (
        <Progress.Root size="md">
          <Progress.Section value={percent} color={color} aria-label={label} />
        </Progress.Root>
      )}
    </Stack>
  );
}
