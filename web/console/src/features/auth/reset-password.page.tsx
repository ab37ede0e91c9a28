import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { PasswordField } from '../../components/password-field.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { AuthLayout } from './auth-layout.js';

export function ResetPasswordPage() {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ from: '/reset-password' });
  const form = useForm({ initialValues: { password: '' } });
  const reset = useMutation({
    mutationFn: (password: string) =>
      ok(api.POST('/api/v1/auth/reset-password', { body: { token, password } })),
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
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
        <form onSubmit={form.onSubmit(({ password }) => reset.mutate(password))}>
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
