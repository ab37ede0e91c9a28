import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { problemOf, problemText } from '../api/problem.js';

interface Props {
  error: unknown;
  /** Offered as a button; what the person typed stays where it is. */
  onRetry?: () => void;
  retrying?: boolean;
}

/** What went wrong and what to do about it. The server's own sentence is in the reader's language already. */
export function ProblemAlert({ error, onRetry, retrying }: Props) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = problemOf(error);
  const text = problemText(t, problem);
  // Beside their fields, too, where the page has a field for each.
  const faults = [...new Set(Object.values(problem.fields))].filter((fault) => fault !== text);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
      <Text size="sm">{text}</Text>
      {faults.length > 0 && (
        <List size="sm" mt={4}>
          {faults.map((fault) => (
            <List.Item key={fault}>{fault}</List.Item>
          ))}
        </List>
      )}
      {problem.body.requestId && problem.status >= 500 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('problem.reference', { id: problem.body.requestId })}
        </Text>
      )}
      {onRetry && (
        <Group mt="xs">
          <Button
            size="compact-sm"
            variant="light"
            color="red"
            leftSection={<IconRefresh size={14} />}
            loading={retrying}
            onClick={onRetry}
          >
            {t('action.retry')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
