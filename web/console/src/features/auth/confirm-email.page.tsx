import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { MailedLink } from './mailed-link.js';

/** Either end of a change of address: the old one agrees, the new one proves that it is read. */
export function ConfirmEmailPage() {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ from: '/confirm-email' });
  return (
    <MailedLink
      title={t('confirmEmail.title')}
      text={t('confirmEmail.text')}
      action={t('confirmEmail.action')}
      done={t('confirmEmail.done')}
      confirm={() => ok(api.POST('/api/v1/auth/confirm-email-change', { body: { token } }))}
    />
  );
}
