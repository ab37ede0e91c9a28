import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { restoreSession, useSession } from '../../api/session.js';
import { chooseWorkspace } from '../../api/workspace.js';
import { Loading } from '../../components/loading.js';
import { AnchorLink, ButtonLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { AuthLayout } from './auth-layout.js';
import { signOut } from './sign-out.js';

/** Joining a workspace: with the account that is signed in, another one, or a new one. */
export function InvitationPage() {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ from: '/invitation' });
  const session = useSession();
  const navigate = useNavigate();
  const restored = useQuery({
    queryKey: ['session'],
    enabled: session.status === 'unknown',
    queryFn: () => restoreSession().then(() => true),
  });
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ok(api.POST('/api/v1/invitations/lookup', { body: { token } })),
    retry: false,
  });
  const accept = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/invitations/accept', { body: { token } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      if (offer.data) chooseWorkspace(offer.data.workspaceId);
      void navigate({ to: '/bots' });
    },
  });
  const here = `/invitation?token=${encodeURIComponent(token)}`;
  const failed = session.status === 'unknown' ? restored : offer;
  if (failed.isError) {
    return (
      <AuthLayout title={t('invitation.title')}>
        <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />
      </AuthLayout>
    );
  }
  if (!offer.data || session.status === 'unknown') return <Loading />;
  const { workspace, inviter, email, role } = offer.data;
  return (
    <AuthLayout
      title={t('invitation.join', { workspace })}
      description={t('invitation.text', { inviter, workspace, role: t(`common:role.${role}`) })}
    >
      <Stack>
        {session.status === 'in' && session.user.email === email.toLowerCase() && (
          <>
            <ProblemAlert error={accept.error} />
            <Button fullWidth loading={accept.isPending} onClick={() => accept.mutate()}>
              {t('invitation.accept')}
            </Button>
          </>
        )}
        {session.status === 'in' && session.user.email !== email.toLowerCase() && (
          <>
            <Text size="sm">{t('invitation.other', { email, current: session.user.email })}</Text>
            <Button fullWidth onClick={() => void signOut()}>
              {t('invitation.signOut')}
            </Button>
          </>
        )}
        {session.status === 'out' && (
          <>
            <ButtonLink
              to="/sign-up"
              search={{ invitation: token }}
              fullWidth
              // Who comes for this workspace begins in it.
              onClick={() => chooseWorkspace(offer.data.workspaceId)}
            >
              {t('invitation.signUp')}
            </ButtonLink>
            <Text size="sm" ta="center">
              {t('signUp.known')}{' '}
              <AnchorLink to="/sign-in" search={{ next: here }}>
                {t('signUp.signIn')}
              </AnchorLink>
            </Text>
          </>
        )}
      </Stack>
    </AuthLayout>
  );
}
