import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { signedIn } from '../../api/session.js';
import { EmailField } from '../../components/email-field.js';
import { PasswordField } from '../../components/password-field.js';
import { AnchorLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useSubmit } from '../../forms/use-submit.js';
import { AuthLayout } from './auth-layout.js';
import { safePath } from './next.js';
import { SampleLink } from './sample-link.js';
import { useOnceSignedIn } from './use-once-signed-in.js';

export function SignUpPage() {
  const { t } = useTranslation('auth');
  const { next, invitation } = useSearch({ from: '/sign-up' });
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', email: '', password: '' } });
  useOnceSignedIn(() => void navigate({ href: safePath(next), replace: true }));
  const signUp = useSubmit(form, {
    send: ({ name, ...rest }) =>
      ok(
        api.POST('/api/v1/auth/register', {
          body: {
            ...rest,
            ...(name.trim() ? { name } : {}),
            ...(invitation ? { invitationToken: invitation } : {}),
          },
        }),
      ),
    // Where addresses are confirmed first, the answer says so and signs nobody in.
    onDone: (answer) => 'accessToken' in answer && signedIn(answer),
  });
  if (signUp.data && !('accessToken' in signUp.data)) {
    return (
      <AuthLayout title={t('signUp.confirmTitle')}>
        <Alert icon={<IconMailCheck />}>{t('signUp.confirmText', { email: form.values.email })}</Alert>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title={t('signUp.title')}
      description={t('signUp.text')}
      footer={
        <>
          {t('signUp.known')}{' '}
          <AnchorLink to="/sign-in" search={{ next }}>
            {t('signUp.signIn')}
          </AnchorLink>
          <SampleLink />
        </>
      }
    >
      <form onSubmit={signUp.onSubmit}>
        <Stack>
          <TextInput
            label={t('field.name')}
            autoComplete="name"
            autoFocus
            maxLength={100}
            {...form.getInputProps('name')}
          />
          <EmailField {...form.getInputProps('email')} />
          <PasswordField fresh {...form.getInputProps('password')} />
          <ProblemAlert error={signUp.error} />
          <Button type="submit" loading={signUp.isPending} fullWidth>
            {t('signUp.action')}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
