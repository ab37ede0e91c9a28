import { Group, Input, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { queryClient } from '../../api/query-client.js';
import { SettingsForm } from '../../forms/settings-form.js';
import { useSettings } from '../../forms/use-settings.js';
import { type Budget, type BudgetOf, budgetQuery, saveBudget } from './budget.query.js';

interface Values {
  /** As it is typed; empty for no limit. */
  perDayUsd: string;
  perMonthUsd: string;
  onLimit: Budget['onLimit'];
  message: string;
  fallbackModel: string;
}

/** Always there, and free. */
const FREE_MODEL = 'offline';

/** With either mark, whatever the language: what is copied from a price list is not ten times as much. */
const AMOUNT = /^\d{1,7}([.,]\d{1,6})?$/;
const MOST = 1_000_000;

function amountOf(typed: string): number | null {
  const text = typed.trim();
  return text === '' ? null : Number(text.replace(',', '.'));
}

/** What may be a thousand as well as a thousandth, such as `1,000` in English, is refused. */
function isAmount(typed: string, language: string): boolean {
  const text = typed.trim();
  const ambiguous = language === 'en' ? /,\d{3}$/ : /\.\d{3}$/;
  return text === '' || (AMOUNT.test(text) && !ambiguous.test(text) && amountOf(text)! <= MOST);
}

function typed(amount: number | null, language: string): string {
  if (amount === null) return '';
  return new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 6 }).format(amount);
}

export function BudgetForm({ of, budget }: { of: BudgetOf; budget: Budget }) {
  const { t, i18n } = useTranslation('spend');
  const valuesOf = (from: Budget): Values => ({
    perDayUsd: typed(from.perDayUsd, i18n.language),
    perMonthUsd: typed(from.perMonthUsd, i18n.language),
    onLimit: from.onLimit,
    message: from.message ?? t('budget.messageDefault'),
    fallbackModel: from.fallbackModel ?? FREE_MODEL,
  });
  const amountFault = (value: string) => (isAmount(value, i18n.language) ? null : t('budget.amountInvalid'));
  const label = useId();
  const settings = useSettings<Values, Budget>({
    saved: budget,
    valuesOf,
    validate: { perDayUsd: amountFault, perMonthUsd: amountFault },
    save: ({ perDayUsd, perMonthUsd, onLimit, message, fallbackModel }) =>
      saveBudget(of, {
        perDayUsd: amountOf(perDayUsd),
        perMonthUsd: amountOf(perMonthUsd),
        onLimit,
        message: message.trim() || null,
        fallbackModel: onLimit === 'fallback_model' ? fallbackModel.trim() || null : null,
      }),
    onSaved: (saved) => void queryClient.setQueryData(budgetQuery(of).queryKey, saved),
  });
  const { form } = settings;
  const amount = {
    inputMode: 'decimal',
    leftSection: '$',
    placeholder: t('budget.noLimit'),
    miw: 140,
  } as const;
  return (
    <SettingsForm settings={settings}>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput {...amount} label={t('budget.perDay')} {...form.getInputProps('perDayUsd')} />
        <TextInput {...amount} label={t('budget.perMonth')} {...form.getInputProps('perMonthUsd')} />
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
    </SettingsForm>
  );
}
