import { ActionIcon, Alert, Badge, Box, Group, Loader, Paper, Text, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCopy,
  IconListDetails,
  IconRefresh,
  IconWifiOff,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Citation } from '../../../../shared/turn-stream.js';
import { AnswerFacts } from '../spend/answer-facts.js';
import { AnswerText } from './answer-text.js';
import { GivenRating } from './given-rating.js';
import { Rating } from './rating.js';
import { Sources } from './sources.js';
import type { Message, ShownMessage } from './use-chat.js';
import { CopyButton } from '../../components/copy-button.js';

interface Props {
  message: ShownMessage;
  onCitation: (citation: Citation) => void;
  onRated?: (message: Message) => void;
  /** Offered below the newest answer. */
  onAgain?: () => void;
  /** For those who may look behind an answer. */
  onInspect?: (messageId: string) => void;
}

export const MessageBubble = memo(function MessageBubble(props: Props) {
  return props.message.role === 'user' ? <Question text={props.message.content} /> : <Answer {...props} />;
});

function Question({ text }: { text: string }) {
  return (
    <Paper
      ml="auto"
      maw="85%"
      w="fit-content"
      px="md"
      py="xs"
      radius="lg"
      bg="var(--mantine-primary-color-filled)"
      c="var(--mantine-primary-color-contrast)"
    >
      <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Text>
    </Paper>
  );
}

function Answer({ message, onCitation, onRated, onAgain, onInspect }: Props) {
  const { t } = useTranslation(['chat', 'spend']);
  const { content, status, stored, problem, waiting } = message;
  const cited = message.citations.filter(({ index }) => content.includes(`[${index}]`));
  return (
    <Box maw="92%">
      <Paper withBorder px="md" py="sm" radius="lg" bg="var(--kyro-surface)" w="fit-content" maw="100%">
        {content && <AnswerText text={content} citations={message.citations} onCitation={onCitation} />}
        {status === 'streaming' && !content && !waiting && (
          <Loader type="dots" size="sm" aria-label={t('answering')} />
        )}
        {waiting && (
          <Group gap={6} c="var(--kyro-muted)">
            <IconWifiOff size={16} />
            <Text size="sm">{t('reconnecting')}</Text>
          </Group>
        )}
        {problem && (
          <Alert color="red" variant="transparent" p={0} icon={<IconAlertTriangle size={18} />}>
            {problem.message}
          </Alert>
        )}
        {status === 'failed' && !problem && <Text c="red">{t('failed')}</Text>}
        <Sources citations={cited} onCitation={onCitation} />
      </Paper>
      {status !== 'streaming' && (
        <Group gap={4} mt={4} ml={4}>
          {stored &&
            (onRated ? <Rating message={stored} onRated={onRated} /> : <GivenRating message={stored} />)}
          {content && (
            <CopyButton value={content}>
              {({ copied, copy }) => (
                <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={t('copy')}>
                  {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                </ActionIcon>
              )}
            </CopyButton>
          )}
          {onAgain && (
            <Tooltip label={t('again')}>
              <ActionIcon variant="subtle" color="gray" onClick={onAgain} aria-label={t('again')}>
                <IconRefresh size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          {onInspect && stored && (
            <Tooltip label={t('trace.open')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => onInspect(message.id)}
                aria-label={t('trace.open')}
              >
                <IconListDetails size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          {stored?.answered === false && stored.budget?.outcome !== 'message' && (
            <Badge variant="light" color="orange" size="sm" tt="none">
              {t('unanswered')}
            </Badge>
          )}
          {stored?.budget && (
            <Badge variant="light" color="red" size="sm" tt="none">
              {t(
                stored.budget.outcome === 'message'
                  ? 'spend:answer.budgetMessage'
                  : 'spend:answer.budgetModel',
              )}
            </Badge>
          )}
          {status === 'stopped' && (
            <Badge variant="light" color="gray" size="sm" tt="none">
              {t('stopped')}
            </Badge>
          )}
          {stored && <AnswerFacts message={stored} />}
        </Group>
      )}
    </Box>
  );
}
