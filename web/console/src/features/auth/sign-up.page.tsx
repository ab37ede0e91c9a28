import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { signedIn } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { AnchorLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { AuthLayout } from './auth-layout.js';
import { safePath } from './next.js';
import { SampleLink } from './sample-link.js';

export function SignUpPage() {
  const { t } = useTranslation('auth');
  const { next, invitation } = useSearch({ from: '/sign-up' });
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', email: '', password: '' } });
  const signUp = useMutation({
    mutationFn: ({ name, ...rest }: typeof form.values) =>
      ok(
        api.POST('/api/v1/auth/register', {
          body: {
            ...rest,
            ...(name.trim() ? { name } : {}),
            ...(invitation ? { invitationToken: invitation } : {}),
          },
        }),
      ),
    onSuccess: (answer) => {
      // Where addresses are confirmed first, the answer says so and signs nobody in.
      if (!('accessToken' in answer)) return;
      signedIn(answer);
      void navigate({ href: safePath(next), replace: true });
    },
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
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
      <form onSubmit={form.onSubmit((values) => signUp.mutate(values))}>
        <Stack>
          <TextInput
            label={t('field.name')}
            autoComplete="name"
            autoFocus
            maxLength={100}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('field.email')}
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            {...form.getInputProps('email')}
          />
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
