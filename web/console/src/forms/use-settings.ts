import { type FormValidateInput, useForm, type UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useUnsaved } from './unsaved.js';
import { useSubmit } from './use-submit.js';

interface Settings<Values, Saved> {
  /** As the server has it. */
  saved: Saved;
  valuesOf: (saved: Saved) => Values;
  save: (values: Values) => Promise<Saved>;
  onSaved?: (saved: Saved) => unknown;
  validate?: FormValidateInput<Values>;
}

export interface SettingsForm<Values> {
  form: UseFormReturnType<Values>;
  onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void;
  saving: boolean;
  error: unknown;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is stored now, except where something else than `before` was typed. */
function merged(typed: unknown, before: unknown, now: unknown): unknown {
  if (same(typed, before)) return now;
  if (!isRecord(typed) || !isRecord(before) || !isRecord(now)) return typed;
  return Object.fromEntries(Object.keys(now).map((key) => [key, merged(typed[key], before[key], now[key])]));
}

/**
 * A form of what is stored at the server. What is typed while it is being saved stays; what another tab or person has saved
 * comes in where nothing was typed here; leaving with something unsaved asks first.
 */
export function useSettings<Values extends object, Saved>(of: Settings<Values, Saved>): SettingsForm<Values> {
  const { t } = useTranslation();
  const stored = of.valuesOf(of.saved);
  const form = useForm<Values>({ initialValues: stored, validate: of.validate });
  const known = useRef(stored);
  const take = (before: Values, now: Values) => {
    form.setValues(merged(form.getValues(), before, now) as Values);
    form.resetDirty(now);
  };
  const { onSubmit, isPending, error } = useSubmit(form, {
    send: of.save,
    onDone: async (saved, sent) => {
      known.current = of.valuesOf(saved);
      take(sent, known.current);
      await of.onSaved?.(saved);
      notifications.show({ message: t('action.saved') });
    },
  });
  useEffect(() => {
    if (isPending || same(stored, known.current)) return;
    take(known.current, stored);
    known.current = stored;
  });
  useUnsaved(() => form.isDirty());
  return { form, onSubmit, saving: isPending, error };
}
