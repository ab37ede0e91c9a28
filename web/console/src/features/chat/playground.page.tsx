import { ActionIcon, Box, Button, Drawer, Group, NavLink, Paper, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import { IconHistory, IconPlus, IconZoomCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { type Bot, useBot } from '../bots/bot.query.js';
import { useCitationDrawer } from './citation-drawer.js';
import { Composer } from './composer.js';
import { SearchInspector } from './search-inspector.js';
import { Transcript } from './transcript.js';
import { useAnswerInspector } from './use-answer-inspector.js';
import { type TurnError, useChat } from './use-chat.js';

const FROM = '/console/bots/$botId/playground';

/** Trying the bot as a visitor would, with a look behind it. */
export function PlaygroundPage() {
  const { t } = useTranslation('chat');
  const bot = useBot();
  const navigate = useNavigate();
  const { conversation } = useSearch({ from: FROM });
  const [past, pastPanel] = useDisclosure(false);
  const [inspected, setInspected] = useState<string>();
  const [retried, setRetried] = useState<TurnError>();
  useDocumentTitle(`${t('playground')} · ${bot.name}`);
  const show = useCallback(
    (id: string | undefined) =>
      void navigate({
        to: '/bots/$botId/playground',
        params: { botId: bot.id },
        search: { conversation: id },
      }),
    [navigate, bot.id],
  );
  const chat = useChat(bot.id, conversation, show);
  const inspector = useAnswerInspector(bot.id);
  const passage = useCitationDrawer(bot.id);
  const question = chat.messages.findLast((message) => message.role === 'user')?.content;
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--kyro-surface)"
      data-fill
      style={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
    >
      <Group justify="space-between" px="md" py="xs" style={{ borderBottom: '1px solid var(--kyro-line)' }}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} />}
          onClick={() => show(undefined)}
        >
          {t('new')}
        </Button>
        <Group gap={4}>
          <Tooltip label={t('inspect.title')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={!question}
              aria-label={t('inspect.title')}
              onClick={() => setInspected(question)}
            >
              <IconZoomCode size={18} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('past')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('past')} onClick={pastPanel.open}>
              <IconHistory size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {chat.messages.length === 0 && !chat.history.isFetching ? (
        <Welcome bot={bot} onAsk={chat.submit} />
      ) : (
        <Transcript
          messages={chat.messages}
          onCitation={passage.show}
          onRated={chat.replace}
          onAgain={chat.again}
          onInspect={inspector.inspect}
          onEarlier={chat.history.hasNextPage ? () => void chat.history.fetchNextPage() : undefined}
          loadingEarlier={chat.history.isFetchingNextPage}
        />
      )}
      <Stack gap="xs" p="md" style={{ borderTop: '1px solid var(--kyro-line)' }}>
        <ProblemAlert error={chat.history.error} onRetry={() => void chat.history.refetch()} />
        {chat.error && (
          <ProblemAlert
            error={chat.error.problem}
            onRetry={() => {
              setRetried(chat.error);
              chat.error?.again();
            }}
          />
        )}
        <Box maw={820} w="100%" mx="auto">
          <Composer
            busy={chat.busy}
            onSubmit={chat.submit}
            onStop={chat.stop}
            restored={chat.error?.question}
            sentAgain={retried}
          />
        </Box>
      </Stack>
      {passage.drawer}
      {inspector.drawer}
      <Drawer opened={past} onClose={pastPanel.close} position="right" title={t('past')}>
        <PastConversations
          botId={bot.id}
          current={conversation}
          onChoose={(id) => {
            pastPanel.close();
            show(id);
          }}
        />
      </Drawer>
      <Drawer
        opened={inspected !== undefined}
        onClose={() => setInspected(undefined)}
        position="right"
        size="lg"
        title={t('inspect.title')}
      >
        {inspected !== undefined && <SearchInspector botId={bot.id} question={inspected} />}
      </Drawer>
    </Paper>
  );
}

function Welcome({ bot, onAsk }: { bot: Bot; onAsk: (question: string) => void }) {
  const { t } = useTranslation('chat');
  const { welcomeMessage, suggestedQuestions } = bot.config;
  return (
    <Stack flex={1} align="center" justify="center" p="lg" gap="md" style={{ overflowY: 'auto' }}>
      <Text ta="center" maw={520} fz="lg">
        {welcomeMessage}
      </Text>
      {bot.documents.ready === 0 && (
        <Stack align="center" gap="xs">
          <Text size="sm" c="var(--kyro-muted)" ta="center">
            {t('nothingKnown')}
          </Text>
          <ButtonLink to="/bots/$botId/knowledge" params={{ botId: bot.id }} variant="light">
            {t('addKnowledge')}
          </ButtonLink>
        </Stack>
      )}
      <Group justify="center" gap="xs">
        {suggestedQuestions.map((question) => (
          <Button key={question} variant="default" radius="xl" size="sm" onClick={() => onAsk(question)}>
            {question}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

interface PastProps {
  botId: string;
  current?: string;
  onChoose: (id: string) => void;
}

function PastConversations({ botId, current, onChoose }: PastProps) {
  const { t } = useTranslation('chat');
  const past = useQuery({
    queryKey: ['conversations', botId, 'recent'],
    queryFn: () =>
      ok(
        api.GET('/api/v1/bots/{botId}/conversations', {
          params: { path: { botId }, query: { limit: 50, status: 'active' } },
        }),
      ),
  });
  return (
    <Stack gap={2}>
      <ProblemAlert error={past.error} onRetry={() => void past.refetch()} />
      {past.data?.items.length === 0 && <Text c="var(--kyro-muted)">{t('noPast')}</Text>}
      {past.data?.items.map((conversation) => (
        <NavLink
          key={conversation.id}
          component="button"
          active={conversation.id === current}
          label={conversation.title || t('untitled')}
          description={t('messages', { count: conversation.messageCount })}
          onClick={() => onChoose(conversation.id)}
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        />
      ))}
    </Stack>
  );
}
