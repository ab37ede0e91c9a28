import { Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { AnchorLink } from '../../components/links.js';
import type { AuditEvent } from './audit-filter.js';
import { actorName } from './audit-names.js';

/** Everything that the log knows of one thing that happened. */
export function AuditDetails({ event }: { event: AuditEvent }) {
  const { t, i18n } = useTranslation(['workspace', 'common']);
  const { actor, target } = event;
  return (
    <Stack component="dl" gap="md" m={0}>
      <Fact name={t('audit.when')}>
        {new Date(event.createdAt).toLocaleString(i18n.language, { dateStyle: 'full', timeStyle: 'medium' })}
      </Fact>
      <Fact name={t('audit.result')}>{t(`audit.${event.result}`)}</Fact>
      <Fact name={t('audit.who')}>
        {actorName(t, event)}
        {actor.userId && (
          <>
            {' · '}
            <AnchorLink to="/workspace/audit-log" search={{ actor: actor.userId }} size="sm">
              {t('audit.onlyTheirs')}
            </AnchorLink>
          </>
        )}
      </Fact>
      {target && (
        <Fact name={t(`auditTarget.${target.type}`, { defaultValue: target.type })}>
          {target.name && <div>{target.name}</div>}
          <Code>{target.id}</Code>
        </Fact>
      )}
      <Fact name={t('audit.ip')}>{event.ip}</Fact>
      {event.userAgent && <Fact name={t('audit.userAgent')}>{event.userAgent}</Fact>}
      {Object.entries(event.detail).map(([name, value]) => (
        <Fact key={name} name={name} code>
          {String(value)}
        </Fact>
      ))}
      <Fact name={t('audit.code')}>
        <Code>{event.action}</Code>
      </Fact>
      <Fact name={t('audit.requestId')}>
        <Code>{event.requestId}</Code>
      </Fact>
    </Stack>
  );
}

function Fact({ name, code, children }: { name: string; code?: boolean; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="var(--kyro-muted)" ff={code ? 'monospace' : undefined}>
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}
