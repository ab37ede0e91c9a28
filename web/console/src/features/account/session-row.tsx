import { Badge, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { RelativeTime } from '../../components/relative-time.js';
import { Row } from '../../components/row-list.js';
import { refreshSessions, type SignIn } from './sessions.query.js';

export function SessionRow({ session }: { session: SignIn }) {
  const { t } = useTranslation('account');
  const Icon = iconOf(session.device);
  const device = session.device || t('sessions.unknown');
  return (
    <Row>
      <Group gap="md" wrap="nowrap" flex="1 1 260px">
        <ThemeIcon size={42} radius="md" variant="light" color="gray" aria-hidden>
          <Icon size={22} stroke={1.6} />
        </ThemeIcon>
        <Stack gap={2}>
          <Group gap="xs">
            <Text fw={600}>{device}</Text>
            {session.current && (
              <Badge variant="light" tt="none">
                {t('sessions.current')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="var(--kyro-muted)" component="div">
            {session.ip} · {t('sessions.lastUsed')} <RelativeTime at={session.lastUsedAt} />
          </Text>
          <Text size="xs" c="var(--kyro-muted)" component="div">
            {t('sessions.since')} <RelativeTime at={session.createdAt} />
          </Text>
        </Stack>
      </Group>
      {!session.current && (
        <ConfirmButton
          size="xs"
          title={t('sessions.revokeTitle')}
          explanation={t('sessions.revokeText', { device })}
          onConfirm={async () => {
            const params = { path: { sessionId: session.id } };
            await ok(api.DELETE('/api/v1/auth/sessions/{sessionId}', { params }));
            await refreshSessions();
          }}
        >
          {t('sessions.revoke')}
        </ConfirmButton>
      )}
    </Row>
  );
}

function iconOf(device: string) {
  if (/Android|iPhone|iPad|iOS/i.test(device)) return IconDeviceMobile;
  // Browsers come with their system; programs without.
  return device.includes('·') ? IconDeviceDesktop : IconTerminal2;
}
