import { Alert, Badge, Group, Paper, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import {
  IconBooks,
  IconCheck,
  IconCode,
  IconInfoCircle,
  IconMessageQuestion,
  IconSignature,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { ButtonLink } from '../../components/links.js';
import { type Bot, useBot } from './bot.query.js';
import { DeleteSample } from './delete-sample.js';

/** Where the bot stands and what to do next. */
export function OverviewPage() {
  const bot = useBot();
  useDocumentTitle(`${bot.name} · KyroChat`);
  return (
    <Stack gap="lg" maw={960}>
      {bot.sample && <SampleNote bot={bot} />}
      <Figures bot={bot} />
      <Guide bot={bot} />
    </Stack>
  );
}

function SampleNote({ bot }: { bot: Bot }) {
  const { t } = useTranslation('bots');
  const { current } = useWorkspaces();
  const navigate = useNavigate();
  return (
    <Alert icon={<IconInfoCircle size={18} />} title={t('sample.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('sample.text')}</Text>
        {mayAct(current.role, 'editor') && (
          <DeleteSample bot={bot} size="xs" onDeleted={() => navigate({ to: '/bots' })} />
        )}
      </Stack>
    </Alert>
  );
}

function Figures({ bot }: { bot: Bot }) {
  const { t, i18n } = useTranslation('bots');
  const number = new Intl.NumberFormat(i18n.language);
  const { total, ready, processing, failed } = bot.documents;
  const figures = [
    { label: t('figures.documents'), value: total },
    { label: t('figures.ready'), value: ready },
    { label: t('figures.processing'), value: processing },
    {
      label: t('figures.failed'),
      value: failed,
      color: failed > 0 ? 'var(--mantine-color-orange-text)' : undefined,
    },
  ];
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {figures.map(({ label, value, color }) => (
        <Paper key={label} withBorder radius="lg" p="md" bg="var(--kyro-surface)">
          <Text size="sm" c="var(--kyro-muted)">
            {label}
          </Text>
          <Text fz="1.75rem" fw={650} c={color}>
            {number.format(value)}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function Guide({ bot }: { bot: Bot }) {
  const { t } = useTranslation('bots');
  const { current } = useWorkspaces();
  const asked = useQuery({
    queryKey: ['bot', bot.id, 'asked'],
    queryFn: async () => {
      const { items } = await ok(
        api.GET('/api/v1/bots/{botId}/conversations', {
          params: { path: { botId: bot.id }, query: { limit: 1 } },
        }),
      );
      return items.length > 0;
    },
  });
  const editor = mayAct(current.role, 'editor');
  const known = bot.documents.ready > 0;
  const params = { botId: bot.id };
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--kyro-surface)" component="section">
      <Title order={2} size="h4" mb="md">
        {t('guide.title')}
      </Title>
      <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
        <Step icon={IconSignature} done title={t('guide.name')} text={t('guide.nameText')} />
        <Step
          icon={IconBooks}
          done={known}
          title={t('guide.knowledge')}
          text={t('guide.knowledgeText')}
          action={
            editor && (
              <ButtonLink to="/bots/$botId/knowledge" params={params} variant={known ? 'default' : 'filled'}>
                {t('guide.knowledgeAction')}
              </ButtonLink>
            )
          }
        />
        <Step
          icon={IconMessageQuestion}
          done={asked.data === true}
          title={t('guide.ask')}
          text={t('guide.askText')}
          action={
            <ButtonLink
              to="/bots/$botId/playground"
              params={params}
              variant={known && !asked.data ? 'filled' : 'default'}
            >
              {t('guide.askAction')}
            </ButtonLink>
          }
        />
        <Step
          icon={IconCode}
          title={t('guide.embed')}
          text={t('guide.embedText')}
          action={
            editor && (
              <ButtonLink
                to="/bots/$botId/widget"
                params={params}
                variant={known && asked.data ? 'filled' : 'default'}
              >
                {t('guide.embedAction')}
              </ButtonLink>
            )
          }
        />
      </Stack>
    </Paper>
  );
}

interface StepProps {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  text: string;
  done?: boolean;
  action?: ReactNode;
}

function Step({ icon: Icon, title, text, done, action }: StepProps) {
  const { t } = useTranslation('bots');
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start">
      <ThemeIcon size={40} radius="xl" variant={done ? 'filled' : 'light'} aria-hidden>
        {done ? <IconCheck size={20} /> : <Icon size={20} stroke={1.6} />}
      </ThemeIcon>
      <Group flex={1} justify="space-between" gap="sm">
        <Stack gap={2} flex="1 1 260px">
          <Group gap="xs">
            <Text fw={600}>{title}</Text>
            {done && (
              <Badge size="sm" variant="light" tt="none">
                {t('guide.done')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="var(--kyro-muted)">
            {text}
          </Text>
        </Stack>
        {action}
      </Group>
    </Group>
  );
}
