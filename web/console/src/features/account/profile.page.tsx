import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { PageHeader } from '../../components/page-header.js';
import { DeleteAccount } from './delete-account.js';
import { EmailChange } from './email-change.js';
import { ProfileForm } from './profile-form.js';

export function ProfilePage() {
  const { t } = useTranslation('account');
  return (
    <>
      <PageHeader title={t('profile.title')} description={t('profile.text')} />
      <Stack gap="lg">
        <ProfileForm />
        <EmailChange />
        <DeleteAccount />
      </Stack>
    </>
  );
}
