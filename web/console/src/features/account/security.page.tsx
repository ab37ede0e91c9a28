import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { PageHeader } from '../../components/page-header.js';
import { PasswordForm } from './password-form.js';
import { SecondFactor } from './second-factor.js';

export function SecurityPage() {
  const { t } = useTranslation('account');
  return (
    <>
      <PageHeader title={t('security.title')} description={t('security.text')} />
      <Stack gap="lg">
        <PasswordForm />
        <SecondFactor />
      </Stack>
    </>
  );
}
