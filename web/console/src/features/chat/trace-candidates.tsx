import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AnchorLink } from '../../components/links.js';
import type { Trace } from './answer-inspector.js';

type Search = NonNullable<Trace['search']>;
type Candidate = Search['candidates'][number];

/** Shown at first; what the model was given is nearly always among them. */
const FIRST = 10;
const COLOURS: Partial<Record<Candidate['fate'], string>> = {
  taken: 'teal',
  duplicate: 'orange',
  document_share: 'orange',
  budget: 'orange',
};

/** What was found, in the order of the search, and what became of it. */
export function TraceCandidates({ botId, search }: { botId: string; search: Search }) {
  const { t } = useTranslation('chat');
  const [all, setAll] = useState(false);
  const { candidates, candidateCount } = search;
  if (candidates.length === 0) return <Text c="var(--kyro-muted)">{t('trace.nothingFound')}</Text>;
  const taken = candidates.filter(({ fate }) => fate === 'taken').length;
  return (
    <Stack gap="xs">
      <Text size="sm" c="var(--kyro-muted)">
        {t('trace.found', { count: candidateCount, taken })}
      </Text>
      <Table.ScrollContainer minWidth={430}>
        <Table verticalSpacing="xs" fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('trace.column.passage')}</Table.Th>
              <Table.Th>{t('trace.column.words')}</Table.Th>
              <Table.Th>{t('trace.column.meaning')}</Table.Th>
              <Table.Th>{t('trace.column.score')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {candidates.slice(0, all ? undefined : FIRST).map((candidate) => (
              <CandidateRow key={candidate.chunkId} botId={botId} candidate={candidate} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!all && candidates.length > FIRST && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t('trace.all', { count: candidates.length })}
        </Button>
      )}
    </Stack>
  );
}

function CandidateRow({ botId, candidate }: { botId: string; candidate: Candidate }) {
  const { t } = useTranslation('chat');
  const { fate, index, cited, documentId, title, page, snippet, score } = candidate;
  return (
    <Table.Tr opacity={fate === 'taken' ? 1 : 0.75}>
      <Table.Td maw={280} style={{ verticalAlign: 'top' }}>
        {documentId && title !== undefined ? (
          <>
            <AnchorLink
              to="/bots/$botId/knowledge/$documentId"
              params={{ botId, documentId }}
              search={{ passage: candidate.chunkId }}
              size="sm"
              style={{ overflowWrap: 'anywhere' }}
            >
              {index === undefined ? '' : `[${index}] `}
              {title}
              {page ? `, ${t('page', { page })}` : ''}
            </AnchorLink>
            <Text size="xs" c="var(--kyro-muted)" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
              {snippet}
            </Text>
          </>
        ) : (
          <Text size="sm" c="var(--kyro-muted)" fs="italic">
            {index === undefined ? '' : `[${index}] `}
            {t('trace.gone')}
          </Text>
        )}
        <Badge variant="light" color={COLOURS[fate] ?? 'gray'} size="sm" tt="none" mt={4}>
          {cited ? t('trace.cited') : t(`trace.fate.${fate}`)}
        </Badge>
      </Table.Td>
      <Place rank={candidate.lexicalRank} score={candidate.lexicalScore} />
      <Place rank={candidate.vectorRank} score={candidate.vectorScore} />
      <Table.Td style={{ verticalAlign: 'top', fontVariantNumeric: 'tabular-nums' }}>
        {score.toFixed(2)}
      </Table.Td>
    </Table.Tr>
  );
}

function Place({ rank, score }: { rank?: number; score?: number }) {
  return (
    <Table.Td style={{ verticalAlign: 'top', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {rank === undefined ? (
        '–'
      ) : (
        <>
          #{rank}
          <Text size="xs" c="var(--kyro-muted)">
            {score?.toFixed(2)}
          </Text>
        </>
      )}
    </Table.Td>
  );
}
