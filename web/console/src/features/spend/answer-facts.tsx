import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import type { Message } from '../chat/use-chat.js';
import { money } from './money.js';

const NARROW_SPACE = '\u202f';

/** Small print below an answer: how long it took and who wrote it; for editors what it cost, too. */
export function AnswerFacts({ message }: { message: Message }) {
  const { t, i18n } = useTranslation('spend');
  const { current } = useWorkspaces();
  const { model, usage, cost, firstTokenMs, latencyMs } = message;
  const seconds = (ms: number) =>
    `${(ms / 1000).toLocaleString(i18n.language, { maximumFractionDigits: ms < 1000 ? 2 : 1 })}${NARROW_SPACE}s`;
  const about = (text: string, estimated: boolean) => (estimated ? t('answer.about', { text }) : text);
  const editor = mayAct(current.role, 'editor');
  const facts = [
    model,
    editor &&
      usage &&
      about(
        t('answer.tokens', {
          prompt: usage.promptTokens.toLocaleString(i18n.language),
          answer: usage.completionTokens.toLocaleString(i18n.language),
        }),
        usage.estimated,
      ),
    editor && usage && cost && about(money(cost.amountMicros, i18n.language), cost.estimated),
    editor && firstTokenMs !== null && t('answer.first', { time: seconds(firstTokenMs) }),
    model && latencyMs !== null && t('answer.total', { time: seconds(latencyMs) }),
  ].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Text size="xs" c="var(--kyro-muted)" style={{ overflowWrap: 'anywhere' }}>
      {facts.join(' · ')}
    </Text>
  );
}
