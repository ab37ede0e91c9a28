import { Alert, Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';

import { useUser } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { refreshSessions } from './sessions.query.js';

export function PasswordForm() {
  const { t } = useTranslation(['account', 'auth']);
  const user = useUser();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const change = useMutation({
    mutationFn: (body: typeof form.values) => ok(api.POST('/api/v1/auth/change-password', { body })),
    onSuccess: () => {
      form.reset();
      // The other sessions ended.
      void refreshSessions();
    },
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <Section title={t('password.title')} description={t('password.text')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          {change.isSuccess && (
            <Alert icon={<IconCheck />} role="status">
              {t('password.done')}
            </Alert>
          )}
          {/* Tells password managers whose password changes. */}
          <input type="text" autoComplete="username" value={user.email} readOnly hidden />
          <PasswordField label={t('currentPassword')} {...form.getInputProps('currentPassword')} />
          <PasswordField fresh label={t('auth:field.newPassword')} {...form.getInputProps('newPassword')} />
          <ProblemAlert error={change.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('password.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
