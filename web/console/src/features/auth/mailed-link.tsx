import { Alert, Button, Stack } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { AuthLayout } from './auth-layout.js';

interface Props {
  title: string;
  text: string;
  action: string;
  done: string;
  confirm: () => Promise<unknown>;
}

/** A page that a mailed link leads to. It acts on a click, as programs that check mails open links too. */
export function MailedLink({ title, text, action, done, confirm }: Props) {
  const { t } = useTranslation();
  const act = useMutation({ mutationFn: confirm });
  return (
    <AuthLayout title={title} description={act.isSuccess ? undefined : text}>
      <Stack>
        {act.isSuccess ? (
          <>
            <Alert icon={<IconCheck />}>{done}</Alert>
            <ButtonLink to="/bots" fullWidth>
              {t('action.continue')}
            </ButtonLink>
          </>
        ) : (
          <>
            <ProblemAlert error={act.error} />
            <Button onClick={() => act.mutate()} loading={act.isPending} fullWidth>
              {action}
            </Button>
          </>
        )}
      </Stack>
    </AuthLayout>
  );
}
