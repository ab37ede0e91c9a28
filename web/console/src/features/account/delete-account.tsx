import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { signedOut, updateUser, useUser } from '../../api/session.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';

/** Ends the account after a time of grace; until then it can be kept. */
export function DeleteAccount() {
  const { t, i18n } = useTranslation('account');
  const user = useUser();
  const [opened, { open, close }] = useDisclosure(false);
  const keep = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/auth/me/keep')),
    onSuccess: () => {
      updateUser({ ...user, deletionAt: null });
      notifications.show({ message: t('deletion.kept') });
    },
  });
  if (user.deletionAt) {
    const date = new Date(user.deletionAt).toLocaleDateString(i18n.language, { dateStyle: 'long' });
    return (
      <Section
        title={t('deletion.scheduled', { date })}
        description={t('deletion.scheduledText')}
        action={
          <Button loading={keep.isPending} onClick={() => keep.mutate()}>
            {t('deletion.keep')}
          </Button>
        }
      >
        {keep.error && <ProblemAlert error={keep.error} onRetry={() => keep.mutate()} />}
      </Section>
    );
  }
  return (
    <>
      <Section
        title={t('deletion.title')}
        description={t('deletion.text')}
        action={
          <Button color="red" variant="light" onClick={open}>
            {t('deletion.action')}
          </Button>
        }
      />
      <Modal opened={opened} onClose={close} title={t('deletion.confirm')} centered>
        <DeletionForm onCancel={close} />
      </Modal>
    </>
  );
}

function DeletionForm({ onCancel }: { onCancel: () => void }) {
  const { t, i18n } = useTranslation('account');
  const user = useUser();
  const form = useForm({ initialValues: { password: '', totp: '' } });
  const schedule = useSubmit(form, {
    send: ({ password, totp }) =>
      ok(api.DELETE('/api/v1/auth/me', { body: totp ? { password, totp } : { password } })),
    onDone: ({ deletionAt }) => {
      const date = new Date(deletionAt).toLocaleDateString(i18n.language, { dateStyle: 'long' });
      notifications.show({ message: t('deletion.done', { date }), autoClose: false });
      signedOut();
      queryClient.clear();
    },
  });
  return (
    <form onSubmit={schedule.onSubmit}>
      <Stack>
        <Text size="sm">{t('deletion.explanation')}</Text>
        <PasswordField data-autofocus label={t('currentPassword')} {...form.getInputProps('password')} />
        {user.secondFactor && (
          <TextInput
            required
            maxLength={60}
            autoComplete="one-time-code"
            label={t('code')}
            description={t('codeHint')}
            {...form.getInputProps('totp')}
          />
        )}
        <ProblemAlert error={schedule.error} />
        <FormActions grave busy={schedule.isPending} onCancel={onCancel}>
          {t('deletion.action')}
        </FormActions>
      </Stack>
    </form>
  );
}
