import { Box, Stack } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { LinkTabs, linkTab } from '../../components/link-tabs.js';
import { Loading } from '../../components/loading.js';

const TABS = [
  ['/account', 'profile'],
  ['/account/security', 'security'],
  ['/account/sessions', 'sessions'],
] as const;

/** The way between the person's own pages. */
export function AccountLayout() {
  const { t } = useTranslation('account');
  return (
    <Stack gap="lg" maw={760}>
      <LinkTabs label={t('tabs')}>
        {TABS.map(([to, name]) => (
          <Link key={to} to={to} className={linkTab} activeOptions={{ exact: true }}>
            {t(`tab.${name}`)}
          </Link>
        ))}
      </LinkTabs>
      <Box>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </Box>
    </Stack>
  );
}
