import { Alert, Anchor, Text } from '@mantine/core';
import { IconMail, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../api/client.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { updateUser, useUser } from '../api/session.js';

/** The reminder was put away for as long as this tab lives. */
const AWAY = 'kyrochat.reminder-away';

/** What the person ought to know about the account, on every page until it is settled. */
export function AccountReminders() {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const [away, setAway] = useState(sessionStorage.getItem(AWAY) !== null);
  const resend = useMutation({ mutationFn: () => ok(api.POST('/api/v1/auth/verify-email/resend')) });
  const keep = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/auth/me/keep')),
    onSuccess: () => updateUser({ ...user, deletionAt: null }),
  });
  if (user.deletionAt) {
    return (
      <Alert color="red" mb="md" icon={<IconTrash size={18} />}>
        <Text size="sm">
          {t('reminder.deletion', { date: new Date(user.deletionAt).toLocaleDateString(i18n.language) })}{' '}
          <Anchor component="button" size="sm" c="inherit" td="underline" onClick={() => keep.mutate()}>
            {t('reminder.keep')}
          </Anchor>
        </Text>
        <ProblemAlert error={keep.error} />
      </Alert>
    );
  }
  if (user.emailVerified || away) return null;
  return (
    <Alert
      color="yellow"
      mb="md"
      py="xs"
      icon={<IconMail size={18} />}
      withCloseButton
      closeButtonLabel={t('action.close')}
      onClose={() => {
        sessionStorage.setItem(AWAY, '1');
        setAway(true);
      }}
    >
      <Text size="sm">
        {t('reminder.verify', { email: user.email })}{' '}
        {resend.isSuccess ? (
          t('reminder.sent')
        ) : (
          <Anchor component="button" size="sm" c="inherit" td="underline" onClick={() => resend.mutate()}>
            {t('reminder.resend')}
          </Anchor>
        )}
      </Text>
      <ProblemAlert error={resend.error} />
    </Alert>
  );
}
