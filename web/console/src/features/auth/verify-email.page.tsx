import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { currentSession, restoreSession } from '../../api/session.js';
import { MailedLink } from './mailed-link.js';

export function VerifyEmailPage() {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ from: '/verify-email' });
  return (
    <MailedLink
      title={t('verify.title')}
      text={t('verify.text')}
      action={t('verify.action')}
      done={t('verify.done')}
      confirm={async () => {
        await ok(api.POST('/api/v1/auth/verify-email', { body: { token } }));
        if (currentSession().status !== 'out') await restoreSession();
      }}
    />
  );
}
