import { type MantineSpacing, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import { ProblemAlert } from '../components/problem-alert.js';
import { SaveBar } from './save-bar.js';
import type { SettingsForm as State } from './use-settings.js';

interface Props<Values> {
  settings: State<Values>;
  gap?: MantineSpacing;
  children: ReactNode;
}

/** Fields of `useSettings`; below them why they could not be saved, and the way to save or discard them. */
export function SettingsForm<Values>({ settings, gap, children }: Props<Values>) {
  const { form, onSubmit, saving, error } = settings;
  return (
    <form onSubmit={onSubmit}>
      <Stack gap={gap}>
        {children}
        <ProblemAlert error={error} />
        <SaveBar dirty={form.isDirty()} saving={saving} onDiscard={() => form.reset()} />
      </Stack>
    </form>
  );
}
