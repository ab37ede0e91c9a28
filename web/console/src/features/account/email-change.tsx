import { Alert, Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { useUser } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { useSubmit } from '../../forms/use-submit.js';

/** Another address: it counts once both the old and the new one have confirmed. */
export function EmailChange() {
  const { t } = useTranslation('account');
  const user = useUser();
  const form = useForm({ initialValues: { newEmail: '', password: '' } });
  const change = useSubmit(form, {
    send: (body) => ok(api.POST('/api/v1/auth/change-email', { body })),
    onDone: () => form.reset(),
  });
  return (
    <Section
      title={t('email.title')}
      description={
        <Group gap="xs" mt={4}>
          <Text size="sm" c="var(--mantine-color-text)" style={{ overflowWrap: 'anywhere' }}>
            {user.email}
          </Text>
          <Badge variant="light" color={user.emailVerified ? 'kyro' : 'orange'} tt="none">
            {user.emailVerified ? t('email.verified') : t('email.unverified')}
          </Badge>
        </Group>
      }
    >
      <form onSubmit={change.onSubmit}>
        <Stack>
          {change.isSuccess && (
            <Alert icon={<IconMailCheck />} role="status">
              {t('email.sent', { email: change.variables.newEmail, current: user.email })}
            </Alert>
          )}
          <TextInput
            required
            type="email"
            maxLength={254}
            autoComplete="email"
            label={t('email.new')}
            description={t('email.newHint')}
            {...form.getInputProps('newEmail')}
          />
          <PasswordField
            label={t('currentPassword')}
            description={t('email.passwordHint')}
            {...form.getInputProps('password')}
          />
          <ProblemAlert error={change.error} />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('email.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
