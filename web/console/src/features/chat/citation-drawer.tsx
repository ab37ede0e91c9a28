import { Drawer, Stack } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Citation } from '../../../../shared/turn-stream.js';
import { ButtonLink } from '../../components/links.js';
import { CitedPassage } from './sources.js';

/** The passage behind a citation, at the side of the transcript. */
export function useCitationDrawer(botId: string): {
  show: (citation: Citation) => void;
  drawer: ReactElement;
} {
  const { t } = useTranslation('chat');
  const [citation, setCitation] = useState<Citation>();
  const drawer = (
    <Drawer
      opened={citation !== undefined}
      onClose={() => setCitation(undefined)}
      position="right"
      size="xl"
      title={citation?.title}
    >
      {citation && (
        <Stack>
          <ButtonLink
            to="/bots/$botId/knowledge/$documentId"
            params={{ botId, documentId: citation.documentId }}
            search={{ passage: citation.chunkId }}
            variant="light"
            size="xs"
            w="fit-content"
          >
            {t('open')}
          </ButtonLink>
          <CitedPassage citation={citation} />
        </Stack>
      )}
    </Drawer>
  );
  return { show: setCitation, drawer };
}
