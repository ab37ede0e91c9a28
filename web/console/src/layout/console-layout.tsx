import { AppShell, Box, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconKey,
  IconListCheck,
  IconMessageChatbot,
  IconReport,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../api/session.js';
import { mayAct, useWorkspaces } from '../api/workspace.js';
import { Loading } from '../components/loading.js';
import { AccountMenu } from './account-menu.js';
import { AccountReminders } from './account-reminders.js';
import { Logo } from './logo.js';
import { SignInAgain } from './sign-in-again.js';
import { WorkspaceSwitcher } from './workspace-switcher.js';
import { NavigationLink } from './menu-links.js';

/** The frame of every page behind the sign-in. */
export function ConsoleLayout() {
  const session = useSession();
  const router = useRouter();
  useEffect(() => {
    if (session.status !== 'out') return;
    // Also when another tab signed out, or the session ended elsewhere: sign in, then back to this place. The address is
    // read here, not watched: it changes on the way to the sign-in page.
    const next = router.state.location.href;
    void router.navigate({ to: '/sign-in', search: { next }, replace: true, ignoreBlocker: true });
  }, [session.status, router]);
  if (!('user' in session)) return <Loading />;
  return (
    <>
      <Suspense fallback={<Loading />}>
        <Frame />
      </Suspense>
      {session.status === 'expired' && <SignInAgain />}
    </>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const { current } = useWorkspaces();
  const links = [
    { to: '/bots', label: t('nav.bots'), icon: IconMessageChatbot },
    { to: '/workspace/members', label: t('nav.members'), icon: IconUsers },
    ...(mayAct(current.role, 'editor')
      ? [{ to: '/workspace/api-keys', label: t('nav.apiKeys'), icon: IconKey }]
      : []),
    { to: '/workspace/usage', label: t('nav.usage'), icon: IconReport },
    ...(mayAct(current.role, 'admin')
      ? [{ to: '/workspace/audit-log', label: t('nav.auditLog'), icon: IconListCheck }]
      : []),
    { to: '/workspace/settings', label: t('nav.settings'), icon: IconSettings },
  ] as const;
  return (
    <AppShell
      layout="alt"
      header={{ height: 56, collapsed: false }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <AppShell.Header bg="var(--kyro-surface)" style={{ borderColor: 'var(--kyro-line)' }}>
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.menu')} />
            <Box hiddenFrom="sm">
              <Logo />
            </Box>
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        bg="var(--kyro-surface)"
        p="md"
        style={{ borderColor: 'var(--kyro-line)' }}
        aria-label={t('nav.main')}
      >
        <AppShell.Section mb="md">
          <Group justify="space-between">
            <Logo />
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.menu')} />
          </Group>
        </AppShell.Section>
        <AppShell.Section mb="sm">
          <WorkspaceSwitcher />
        </AppShell.Section>
        <AppShell.Section grow component={ScrollArea}>
          {links.map(({ to, label, icon: Icon }) => (
            <NavigationLink
              key={to}
              to={to}
              activeProps={{ active: true }}
              label={label}
              leftSection={<Icon size={19} stroke={1.6} />}
              onClick={close}
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
            />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className="main">
        <AccountReminders />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
