import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { AnchorLink } from '../../components/links.js';
import { EmailField } from '../../components/email-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useSubmit } from '../../forms/use-submit.js';
import { AuthLayout } from './auth-layout.js';

export function ForgotPasswordPage() {
  const { t } = useTranslation('auth');
  const form = useForm({ initialValues: { email: '' } });
  const ask = useSubmit(form, {
    send: (body) => ok(api.POST('/api/v1/auth/forgot-password', { body })),
  });
  return (
    <AuthLayout
      title={t('forgot.title')}
      description={t('forgot.text')}
      footer={<AnchorLink to="/sign-in">{t('forgot.back')}</AnchorLink>}
    >
      {ask.isSuccess ? (
        <Alert icon={<IconMailCheck />}>{t('forgot.sent', { email: form.values.email })}</Alert>
      ) : (
        <form onSubmit={ask.onSubmit}>
          <Stack>
            <EmailField autoFocus {...form.getInputProps('email')} />
            <ProblemAlert error={ask.error} />
            <Button type="submit" loading={ask.isPending} fullWidth>
              {t('forgot.action')}
            </Button>
          </Stack>
        </form>
      )}
    </AuthLayout>
  );
}
