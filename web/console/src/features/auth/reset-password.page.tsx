import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { PasswordField } from '../../components/password-field.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useSubmit } from '../../forms/use-submit.js';
import { AuthLayout } from './auth-layout.js';

export function ResetPasswordPage() {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ from: '/reset-password' });
  const form = useForm({ initialValues: { password: '' } });
  const reset = useSubmit(form, {
    send: ({ password }) => ok(api.POST('/api/v1/auth/reset-password', { body: { token, password } })),
  });
  return (
    <AuthLayout title={t('reset.title')} description={t('reset.text')}>
      {reset.isSuccess ? (
        <Stack>
          <Alert icon={<IconCheck />}>{t('reset.done')}</Alert>
          <ButtonLink to="/sign-in" fullWidth>
            {t('signIn.action')}
          </ButtonLink>
        </Stack>
      ) : (
        <form onSubmit={reset.onSubmit}>
          <Stack>
            <PasswordField
              fresh
              autoFocus
              label={t('field.newPassword')}
              {...form.getInputProps('password')}
            />
            <ProblemAlert error={reset.error} />
            <Button type="submit" loading={reset.isPending} fullWidth>
              {t('reset.action')}
            </Button>
          </Stack>
        </form>
      )}
    </AuthLayout>
  );
}
