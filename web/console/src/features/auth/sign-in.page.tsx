import { Anchor, Button, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { signedIn } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { AnchorLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { type Language, speak } from '../../i18n/i18n.js';
import { AuthLayout } from './auth-layout.js';
import { safePath } from './next.js';
import { SampleLink } from './sample-link.js';

interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

export function SignInPage() {
  const { t } = useTranslation('auth');
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const form = useForm<Credentials>({ initialValues: { email: '', password: '', totp: '' } });
  const signIn = useMutation({
    mutationFn: ({ totp, ...rest }: Credentials) =>
      ok(api.POST('/api/v1/auth/login', { body: totp ? { ...rest, totp } : rest })),
    onSuccess: async (answer) => {
      // The account's language, whatever this browser has spoken before.
      await speak(answer.user.locale as Language);
      signedIn(answer);
      void navigate({ href: safePath(next), replace: true });
    },
  });
  const asksForCode = isProblem(signIn.error, 'auth.second_factor_required', 'auth.second_factor_invalid');
  const [codeAsked, setCodeAsked] = useState(false);
  if (asksForCode && !codeAsked) setCodeAsked(true);
  return (
    <AuthLayout
      title={t('signIn.title')}
      footer={
        <>
          {t('signIn.new')}{' '}
          <AnchorLink to="/sign-up" search={{ next }}>
            {t('signIn.signUp')}
          </AnchorLink>
          <SampleLink />
        </>
      }
    >
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack>
          {codeAsked ? (
            <SecondFactor form={form} />
          ) : (
            <>
              <TextInput
                label={t('field.email')}
                type="email"
                autoComplete="username"
                required
                autoFocus
                maxLength={254}
                {...form.getInputProps('email')}
              />
              <Stack gap={4}>
                <PasswordField {...form.getInputProps('password')} />
                <AnchorLink to="/forgot-password" size="sm" ta="end">
                  {t('signIn.forgot')}
                </AnchorLink>
              </Stack>
            </>
          )}
          {!isProblem(signIn.error, 'auth.second_factor_required') && <ProblemAlert error={signIn.error} />}
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {t('signIn.action')}
          </Button>
          {codeAsked && (
            <Button
              variant="subtle"
              onClick={() => {
                setCodeAsked(false);
                signIn.reset();
                form.setFieldValue('totp', '');
              }}
            >
              {t('signIn.other')}
            </Button>
          )}
        </Stack>
      </form>
    </AuthLayout>
  );
}

function SecondFactor({ form }: { form: ReturnType<typeof useForm<Credentials>> }) {
  const { t } = useTranslation('auth');
  const [recovery, setRecovery] = useState(false);
  return (
    <Stack gap="xs" align="center">
      <Text size="sm" ta="center" id="code-hint">
        {recovery ? t('code.recoveryHint') : t('code.hint')}
      </Text>
      {recovery ? (
        <TextInput
          w="100%"
          autoFocus
          aria-label={t('code.recovery')}
          autoComplete="off"
          {...form.getInputProps('totp')}
        />
      ) : (
        <PinInput
          oneTimeCode
          autoFocus
          length={6}
          type="number"
          aria-label={t('code.label')}
          aria-describedby="code-hint"
          {...form.getInputProps('totp')}
        />
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => {
          form.setFieldValue('totp', '');
          setRecovery(!recovery);
        }}
      >
        {recovery ? t('code.useApp') : t('code.useRecovery')}
      </Anchor>
    </Stack>
  );
}
