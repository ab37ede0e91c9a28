import { Badge, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Citation } from '../../../../shared/turn-stream.js';
import { OriginalView } from '../original/original-view.js';

interface Props {
  citations: Citation[];
  onCitation: (citation: Citation) => void;
}

/** Where an answer comes from, one line each. */
export function Sources({ citations, onCitation }: Props) {
  const { t } = useTranslation('chat');
  if (citations.length === 0) return null;
  return (
    <Group gap={6} mt={8} aria-label={t('sources')} role="group">
      {citations.map((citation) => (
        <UnstyledButton key={citation.index} onClick={() => onCitation(citation)} maw="100%">
          <Badge
            variant="default"
            tt="none"
            fw={500}
            maw="100%"
            style={{ cursor: 'pointer' }}
            leftSection={<b>{citation.index}</b>}
          >
            {citation.title}
            {citation.page ? `, ${t('page', { page: citation.page })}` : ''}
          </Badge>
        </UnstyledButton>
      ))}
    </Group>
  );
}

/** The passage that an answer quotes, in its document. */
export function CitedPassage({ citation }: { citation: Citation }) {
  const { t } = useTranslation('chat');
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {citation.page && (
          <Badge variant="light" tt="none">
            {t('page', { page: citation.page })}
          </Badge>
        )}
        {citation.heading && (
          <Text size="xs" c="var(--kyro-muted)">
            {citation.heading}
          </Text>
        )}
      </Group>
      <OriginalView
        documentId={citation.documentId}
        place={{ chunkId: citation.chunkId, page: citation.page, quote: citation.snippet }}
        fallback={
          <Paper withBorder p="md" radius="md" bg="var(--mantine-primary-color-light)">
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {citation.snippet}
            </Text>
          </Paper>
        }
      />
      {citation.url && (
        <Text size="sm" truncate>
          <a href={citation.url} target="_blank" rel="noopener noreferrer">
            {citation.url}
          </a>
        </Text>
      )}
    </Stack>
  );
}
