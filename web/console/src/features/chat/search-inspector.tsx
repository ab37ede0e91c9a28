import { Badge, Group, Paper, Progress, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { AnchorLink } from '../../components/links.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';

interface Props {
  botId: string;
  question: string;
}

/** Which passages a question finds, and in what order. */
export function SearchInspector({ botId, question }: Props) {
  const { t } = useTranslation('chat');
  const [text, setText] = useState(question);
  const [asked, setAsked] = useState(question);
  const found = useQuery({
    queryKey: ['search', botId, asked],
    queryFn: () =>
      ok(
        api.POST('/api/v1/bots/{botId}/search', {
          params: { path: { botId } },
          body: { query: asked, topK: 10 },
        }),
      ),
  });
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) setAsked(text.trim());
        }}
      >
        <TextInput
          label={t('inspect.question')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {found.data && (
        <Text size="sm" c="var(--kyro-muted)">
          {t('inspect.found', { count: found.data.items.length, ms: Math.round(found.data.tookMs) })}
        </Text>
      )}
      {found.data?.items.map((hit, index) => (
        <Paper key={hit.chunkId} withBorder radius="md" p="sm">
          <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
            <AnchorLink
              to="/bots/$botId/knowledge/$documentId"
              params={{ botId, documentId: hit.documentId }}
              search={{ passage: hit.chunkId }}
              size="sm"
              miw={0}
              style={{ overflowWrap: 'anywhere' }}
            >
              {index + 1}. {hit.title}
              {hit.page ? `, ${t('page', { page: hit.page })}` : ''}
            </AnchorLink>
            <Group gap={4} wrap="nowrap" flex="none">
              {hit.lexicalRank && (
                <Badge size="xs" variant="light" tt="none">
                  {t('inspect.words', { rank: hit.lexicalRank })}
                </Badge>
              )}
              {hit.vectorRank && (
                <Badge size="xs" variant="light" color="grape" tt="none">
                  {t('inspect.meaning', { rank: hit.vectorRank })}
                </Badge>
              )}
            </Group>
          </Group>
          <Progress value={hit.score * 100} size="xs" my={6} aria-label={t('inspect.score')} />
          <Text size="xs" lineClamp={6} style={{ whiteSpace: 'pre-wrap' }}>
            {hit.content}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}
