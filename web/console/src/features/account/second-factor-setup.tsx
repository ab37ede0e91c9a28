import { Anchor, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { CopyField } from '../../components/copy-field.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
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
  const prepare = useMutation({
    mutationFn: (body: typeof form.values) => ok(api.POST('/api/v1/auth/totp', { body })),
    onSuccess: props.onSecret,
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => prepare.mutate(values))}>
      <Stack>
        <PasswordField
          autoFocus
          label={t('currentPassword')}
          description={t('totp.passwordHint')}
          {...form.getInputProps('password')}
        />
        <ProblemAlert error={prepare.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={prepare.isPending}>
            {t('common:action.continue')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ReadSecret({ secret, onCancel, onDone }: Props & { secret: Schemas['TotpSecretDto'] }) {
  const { t } = useTranslation(['account', 'common']);
  const form = useForm({ initialValues: { code: '' } });
  const confirm = useMutation({
    mutationFn: ({ code }: typeof form.values) =>
      ok(api.POST('/api/v1/auth/totp/confirm', { body: { code: code.replaceAll(/\s/g, '') } })),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => confirm.mutate(values))}>
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
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t('totp.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
