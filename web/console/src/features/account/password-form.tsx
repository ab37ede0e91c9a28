import { Alert, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { useUser } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';
import { refreshSessions } from './sessions.query.js';

export function PasswordForm() {
  const { t } = useTranslation(['account', 'auth']);
  const user = useUser();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const change = useSubmit(form, {
    send: (body) => ok(api.POST('/api/v1/auth/change-password', { body })),
    onDone: () => {
      form.reset();
      // The other sessions ended.
      void refreshSessions();
    },
  });
  return (
    <Section title={t('password.title')} description={t('password.text')}>
      <form onSubmit={change.onSubmit}>
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
          <FormActions busy={change.isPending}>{t('password.action')}</FormActions>
        </Stack>
      </form>
    </Section>
  );
}
