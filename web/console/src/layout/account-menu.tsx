import {
  ActionIcon,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import {
  IconBook2,
  IconDevices,
  IconLogout,
  IconMoon,
  IconShieldLock,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useUser } from '../api/session.js';
import { NameAvatar } from '../components/name-avatar.js';
import { signOut } from '../features/auth/sign-out.js';
import { MenuItemLink } from './menu-links.js';

export function AccountMenu() {
  const { t } = useTranslation();
  const user = useUser();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <Group gap="xs">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={dark ? t('account.light') : t('account.dark')}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <IconSun size={19} stroke={1.6} /> : <IconMoon size={19} stroke={1.6} />}
      </ActionIcon>
      <Menu width={240} position="bottom-end">
        <Menu.Target>
          <UnstyledButton aria-label={t('account.menu')} style={{ borderRadius: 99 }}>
            <NameAvatar name={user.name} size={34} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
              {user.name}
            </Text>
            <Text size="xs" truncate>
              {user.email}
            </Text>
          </Menu.Label>
          <MenuItemLink to="/account" leftSection={<IconUser size={16} />}>
            {t('account.profile')}
          </MenuItemLink>
          <MenuItemLink to="/account/security" leftSection={<IconShieldLock size={16} />}>
            {t('account.security')}
          </MenuItemLink>
          <MenuItemLink to="/account/sessions" leftSection={<IconDevices size={16} />}>
            {t('account.sessions')}
          </MenuItemLink>
          <Menu.Item
            component="a"
            href="/docs"
            target="_blank"
            rel="noopener"
            leftSection={<IconBook2 size={16} />}
          >
            {t('account.apiDocs')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            {t('account.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
