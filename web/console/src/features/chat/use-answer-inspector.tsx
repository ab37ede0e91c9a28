import { Drawer } from '@mantine/core';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { Loading } from '../../components/loading.js';

const AnswerInspector = lazy(async () => ({
  default: (await import('./answer-inspector.js')).AnswerInspector,
}));

/** A look behind an answer, for those who may; `inspect` is undefined for others. */
export function useAnswerInspector(botId: string): {
  inspect?: (messageId: string) => void;
  drawer: ReactElement;
} {
  const { t } = useTranslation(['chat', 'common']);
  const { current } = useWorkspaces();
  const [messageId, setMessageId] = useState<string>();
  const drawer = (
    <Drawer
      opened={messageId !== undefined}
      onClose={() => setMessageId(undefined)}
      position="right"
      size="xl"
      title={t('trace.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {messageId !== undefined && (
        <Suspense fallback={<Loading />}>
          <AnswerInspector botId={botId} messageId={messageId} />
        </Suspense>
      )}
    </Drawer>
  );
  return { inspect: mayAct(current.role, 'editor') ? setMessageId : undefined, drawer };
}
