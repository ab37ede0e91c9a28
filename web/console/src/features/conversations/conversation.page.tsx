import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { queryClient } from '../../api/query-client.js';
import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { Gone } from '../../components/gone.js';
import { AnchorLink, ButtonLink } from '../../components/links.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useCitationDrawer } from '../chat/citation-drawer.js';
import { Transcript } from '../chat/transcript.js';
import { useAnswerInspector } from '../chat/use-answer-inspector.js';
import { useChat } from '../chat/use-chat.js';
import { VisitorName } from './visitor-name.js';

type Conversation = Schemas['ConversationDto'];

const conversationQuery = (conversationId: string) => ({
  queryKey: ['conversation', conversationId],
  queryFn: () =>
    ok(api.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } } })),
});

/** What was said in one conversation, with sources and ratings. */
export function ConversationPage() {
  const { t } = useTranslation('conversations');
  const { botId, conversationId } = useParams({ from: '/console/bots/$botId/conversations/$conversationId' });
  const conversation = useQuery(conversationQuery(conversationId));
  useDocumentTitle(`${conversation.data?.title || t('untitled')} · KyroChat`);
  const stay = useCallback(() => undefined, []);
  const chat = useChat(botId, conversationId, stay);
  const inspector = useAnswerInspector(botId);
  const passage = useCitationDrawer(botId);
  if (isProblem(conversation.error) && conversation.error.status === 404)
    return (
      <Gone
        action={
          <ButtonLink to="/bots/$botId/conversations" params={{ botId }}>
            {t('title')}
          </ButtonLink>
        }
      />
    );
  return (
    <Stack flex={1} mih={0}>
      <AnchorLink to="/bots/$botId/conversations" params={{ botId }} size="sm">
        {t('title')}
      </AnchorLink>
      <ProblemAlert
        error={conversation.error ?? chat.history.error}
        onRetry={() => {
          void conversation.refetch();
          void chat.history.refetch();
        }}
      />
      {conversation.data && <Head key={conversation.data.id} conversation={conversation.data} />}
      {chat.history.isPending && <Loading />}
      {chat.history.data && (
        <Paper
          withBorder
          radius="lg"
          bg="var(--kyro-surface)"
          data-fill
          style={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
        >
          <Transcript
            messages={chat.messages}
            onCitation={passage.show}
            // What visitors think of an answer is theirs to say.
            onRated={conversation.data?.visitor === null ? chat.replace : undefined}
            onInspect={inspector.inspect}
            onEarlier={chat.history.hasNextPage ? () => void chat.history.fetchNextPage() : undefined}
            loadingEarlier={chat.history.isFetchingNextPage}
          />
        </Paper>
      )}
      {inspector.drawer}
      {passage.drawer}
    </Stack>
  );
}

function Head({ conversation }: { conversation: Conversation }) {
  const { t, i18n } = useTranslation(['conversations', 'common']);
  const navigate = useNavigate();
  const { current } = useWorkspaces();
  const [renaming, setRenaming] = useState(false);
  const [title, setTitle] = useState(conversation.title ?? '');
  const params = { path: { conversationId: conversation.id } };
  const change = useMutation({
    mutationFn: (body: Schemas['UpdateConversationDto']) =>
      ok(api.PATCH('/api/v1/conversations/{conversationId}', { params, body })),
    onSuccess: (changed) => {
      queryClient.setQueryData(['conversation', changed.id], changed);
      void queryClient.invalidateQueries({ queryKey: ['conversations', changed.botId] });
      setRenaming(false);
    },
  });
  const archived = conversation.status === 'archived';
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        {renaming ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              change.mutate({ title });
            }}
          >
            <Group gap="xs">
              <TextInput
                autoFocus
                w={280}
                maxLength={200}
                aria-label={t('rename')}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
              <Button type="submit" loading={change.isPending}>
                {t('common:action.save')}
              </Button>
            </Group>
          </form>
        ) : (
          <Stack gap={2}>
            <Title order={2} size="h3" lineClamp={2}>
              {conversation.title || t('untitled')}
            </Title>
            <Text size="sm" c="var(--kyro-muted)">
              {t('begun', { date: new Date(conversation.createdAt).toLocaleString(i18n.language) })}
              {conversation.visitor && ' · '}
              <VisitorName visitor={conversation.visitor} />
            </Text>
          </Stack>
        )}
        {mayAct(current.role, 'editor') && (
          <Group gap="xs">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPencil size={14} />}
              onClick={() => setRenaming(!renaming)}
            >
              {t('rename')}
            </Button>
            <Button
              variant="default"
              size="xs"
              leftSection={archived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
              loading={change.isPending}
              onClick={() => change.mutate({ status: archived ? 'active' : 'archived' })}
            >
              {archived ? t('unarchive') : t('archive')}
            </Button>
            <ConfirmButton
              size="xs"
              title={t('deleteTitle')}
              explanation={t('deleteText')}
              onConfirm={async () => {
                await ok(api.DELETE('/api/v1/conversations/{conversationId}', { params }));
                void queryClient.invalidateQueries({ queryKey: ['conversations', conversation.botId] });
                await navigate({ to: '/bots/$botId/conversations', params: { botId: conversation.botId } });
              }}
            >
              {t('common:action.delete')}
            </ConfirmButton>
          </Group>
        )}
      </Group>
      <ProblemAlert error={change.error} />
    </Stack>
  );
}
