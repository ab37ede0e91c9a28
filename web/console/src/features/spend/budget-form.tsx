import { Group, Input, NumberInput, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { isProblem } from '../../api/problem.js';
import { queryClient } from '../../api/query-client.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { SaveBar } from '../../components/save-bar.js';
import { type Budget, type BudgetOf, budgetQuery, saveBudget } from './budget.query.js';

interface Values {
  /** Empty for no limit, as the input has it. */
  perDayUsd: number | string;
  perMonthUsd: number | string;
  onLimit: Budget['onLimit'];
  message: string;
  fallbackModel: string;
}

/** Always there, and free. */
const FREE_MODEL = 'offline';

const amountOf = (value: number | string) => (value === '' ? null : Number(value));

function decimalMark(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

export function BudgetForm({ of, budget }: { of: BudgetOf; budget: Budget }) {
  const { t, i18n } = useTranslation(['spend', 'common']);
  const valuesOf = (from: Budget): Values => ({
    perDayUsd: from.perDayUsd ?? '',
    perMonthUsd: from.perMonthUsd ?? '',
    onLimit: from.onLimit,
    message: from.message ?? t('budget.messageDefault'),
    fallbackModel: from.fallbackModel ?? FREE_MODEL,
  });
  const form = useForm<Values>({ initialValues: valuesOf(budget) });
  const label = useId();
  const save = useMutation({
    mutationFn: ({ perDayUsd, perMonthUsd, onLimit, message, fallbackModel }: Values) =>
      saveBudget(of, {
        perDayUsd: amountOf(perDayUsd),
        perMonthUsd: amountOf(perMonthUsd),
        onLimit,
        message: message.trim() || null,
        fallbackModel: onLimit === 'fallback_model' ? fallbackModel.trim() || null : null,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(budgetQuery(of).queryKey, saved);
      form.setInitialValues(valuesOf(saved));
      form.setValues(valuesOf(saved));
      notifications.show({ message: t('common:action.saved') });
    },
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  const amount = {
    min: 0,
    max: 1_000_000,
    decimalScale: 6,
    // People type what they are used to, or what they have copied.
    decimalSeparator: decimalMark(i18n.language),
    allowedDecimalSeparators: ['.', ','] as string[],
    prefix: '$',
    hideControls: true,
    clampBehavior: 'strict',
  } as const;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <NumberInput
            {...amount}
            label={t('budget.perDay')}
            placeholder={t('budget.noLimit')}
            miw={140}
            {...form.getInputProps('perDayUsd')}
          />
          <NumberInput
            {...amount}
            label={t('budget.perMonth')}
            placeholder={t('budget.noLimit')}
            miw={140}
            {...form.getInputProps('perMonthUsd')}
          />
        </Group>
        <Input.Wrapper label={t('budget.onLimit')} labelElement="div" labelProps={{ id: label }}>
          <SegmentedControl
            fullWidth
            mt={4}
            aria-labelledby={label}
            data={[
              { value: 'message', label: t('budget.sayMessage') },
              { value: 'fallback_model', label: t('budget.useModel') },
            ]}
            {...form.getInputProps('onLimit')}
          />
        </Input.Wrapper>
        {form.values.onLimit === 'message' ? (
          <Textarea
            required
            autosize
            minRows={2}
            maxLength={1000}
            label={t('budget.message')}
            description={t('budget.messageHint')}
            {...form.getInputProps('message')}
          />
        ) : (
          <TextInput
            required
            maxLength={152}
            label={t('budget.model')}
            description={t('budget.modelHint')}
            {...form.getInputProps('fallbackModel')}
          />
        )}
        <ProblemAlert error={save.error} />
        <SaveBar dirty={form.isDirty()} saving={save.isPending} onDiscard={() => form.reset()} />
      </Stack>
    </form>
  );
}
