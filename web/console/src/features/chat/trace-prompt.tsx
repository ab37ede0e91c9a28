import { Alert, Box, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Trace } from './answer-inspector.js';

type Part = NonNullable<Trace['prompt']>[number];

/** What the model was told, piece by piece. */
export function TracePrompt({ parts, offline }: { parts: Part[]; offline: boolean }) {
  const { t } = useTranslation('chat');
  return (
    <Stack gap="xs">
      {offline && <Alert variant="light">{t('trace.offline')}</Alert>}
      {/* What fences the passages says nothing by itself. */}
      {parts
        .filter(({ kind }) => kind !== 'passages')
        .map((part, place) => (
          <PromptPart key={place} part={part} />
        ))}
    </Stack>
  );
}

function PromptPart({ part: { kind, index, text } }: { part: Part }) {
  const { t, i18n } = useTranslation('chat');
  const name = t(`trace.part.${kind}`, { index });
  if (text === null) {
    return (
      <Paper withBorder radius="md" px="sm" py={6}>
        <Group justify="space-between" gap="xs">
          <Text size="sm">{name}</Text>
          <Text size="xs" c="var(--kyro-muted)" fs="italic">
            {t('trace.gone')}
          </Text>
        </Group>
      </Paper>
    );
  }
  return (
    <Paper withBorder radius="md" component="details" px="sm" py={6}>
      <Box component="summary" style={{ cursor: 'pointer' }}>
        <Text span size="sm">
          {name}
        </Text>
        <Text span size="xs" c="var(--kyro-muted)">
          {` · ${t('trace.characters', { count: text.length, number: new Intl.NumberFormat(i18n.language).format(text.length) })}`}
        </Text>
      </Box>
      <Code
        block
        mt="xs"
        tabIndex={0}
        style={{ maxHeight: 320, overflowY: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {text}
      </Code>
    </Paper>
  );
}
