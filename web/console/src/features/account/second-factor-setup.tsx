import { Anchor, Box, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { CopyField } from '../../components/copy-field.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';
import { QrCode } from './qr-code.js';

interface Props {
  onCancel: () => void;
  /** In force now; the codes are shown this once. */
  onDone: (recoveryCodes: string[]) => void;
}

/** First the password, then the app reads the secret, then its first code proves that it did. */
export function SecondFactorSetup({ onCancel, onDone }: Props) {
  const [secret, setSecret] = useState<Schemas['TotpSecretDto']>();
  return secret ? (
    <ReadSecret secret={secret} onCancel={onCancel} onDone={onDone} />
  ) : (
    <AskForSecret onCancel={onCancel} onSecret={setSecret} />
  );
}

function AskForSecret(props: { onCancel: () => void; onSecret: (secret: Schemas['TotpSecretDto']) => void }) {
  const { t } = useTranslation(['account', 'common']);
  const form = useForm({ initialValues: { password: '' } });
  const prepare = useSubmit(form, {
    send: (body) => ok(api.POST('/api/v1/auth/totp', { body })),
    onDone: props.onSecret,
  });
  return (
    <form onSubmit={prepare.onSubmit}>
      <Stack>
        <PasswordField
          autoFocus
          label={t('currentPassword')}
          description={t('totp.passwordHint')}
          {...form.getInputProps('password')}
        />
        <ProblemAlert error={prepare.error} />
        <FormActions busy={prepare.isPending} onCancel={props.onCancel}>
          {t('common:action.continue')}
        </FormActions>
      </Stack>
    </form>
  );
}

function ReadSecret({ secret, onCancel, onDone }: Props & { secret: Schemas['TotpSecretDto'] }) {
  const { t } = useTranslation('account');
  const form = useForm({ initialValues: { code: '' } });
  const confirm = useSubmit(form, {
    send: ({ code }) =>
      ok(api.POST('/api/v1/auth/totp/confirm', { body: { code: code.replaceAll(/\s/g, '') } })),
    onDone: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  return (
    <form onSubmit={confirm.onSubmit}>
      <Stack>
        <Group align="flex-start" gap="lg">
          <QrCode text={secret.otpauthUrl} label={t('totp.qrCode')} />
          <Stack gap="xs" flex="1 1 240px">
            <Text size="sm">{t('totp.scan')}</Text>
            <Text size="sm" c="var(--kyro-muted)">
              {t('totp.typed')}
            </Text>
            <CopyField value={secret.secret} label={t('totp.secret')} />
            <Box hiddenFrom="sm">
              <Anchor size="sm" href={secret.otpauthUrl}>
                {t('totp.open')}
              </Anchor>
            </Box>
          </Stack>
        </Group>
        <TextInput
          required
          autoFocus
          inputMode="numeric"
          maxLength={10}
          maw={260}
          autoComplete="one-time-code"
          label={t('totp.code')}
          description={t('totp.codeHint')}
          {...form.getInputProps('code')}
        />
        <ProblemAlert error={confirm.error} />
        <FormActions busy={confirm.isPending} onCancel={onCancel}>
          {t('totp.confirm')}
        </FormActions>
      </Stack>
    </form>
  );
}
