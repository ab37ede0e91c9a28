import { Anchor, Button, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { EmailField } from '../../components/email-field.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useSubmit } from '../../forms/use-submit.js';

interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

interface Props {
  /** Whose password is asked for; without it, the address is asked for, too. */
  email?: string;
  /** Below the password. */
  hint?: ReactNode;
  onDone: (answer: Schemas['SignedInDto']) => unknown;
}

/** Address and password, then the second factor where there is one. */
export function SignInForm({ email = '', hint, onDone }: Props) {
  const { t } = useTranslation('auth');
  const form = useForm<Credentials>({ initialValues: { email, password: '', totp: '' } });
  const [codeAsked, setCodeAsked] = useState(false);
  const { onSubmit, error, isPending, reset } = useSubmit(form, {
    send: ({ totp, ...rest }) =>
      ok(api.POST('/api/v1/auth/login', { body: totp ? { ...rest, totp } : rest })),
    onDone,
  });
  const asksForCode = isProblem(error, 'auth.second_factor_required', 'auth.second_factor_invalid');
  if (asksForCode && !codeAsked) setCodeAsked(true);
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        {codeAsked ? (
          <SecondFactor form={form} />
        ) : (
          <>
            {email === '' && <EmailField autoFocus {...form.getInputProps('email')} />}
            <Stack gap={4}>
              <PasswordField data-autofocus={email !== ''} {...form.getInputProps('password')} />
              {hint}
            </Stack>
          </>
        )}
        {!isProblem(error, 'auth.second_factor_required') && <ProblemAlert error={error} />}
        <Button type="submit" loading={isPending} fullWidth>
          {t('signIn.action')}
        </Button>
        {codeAsked && email === '' && (
          <Button
            variant="subtle"
            onClick={() => {
              setCodeAsked(false);
              reset();
              form.setFieldValue('totp', '');
            }}
          >
            {t('signIn.other')}
          </Button>
        )}
      </Stack>
    </form>
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
