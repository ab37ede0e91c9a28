import { Box, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { KyroChatApi } from '../../../../widget/src/widget-api.js';
import type { Bot } from '../bots/bot.query.js';
import type { WidgetValues } from './widget-values.js';

declare global {
  interface Window {
    KyroChat?: KyroChatApi;
  }
}

let loading: Promise<KyroChatApi> | undefined;

/** The script that sites load, once for the page. */
function loadWidget(): Promise<KyroChatApi> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/widget.js';
    script.onload = () => (window.KyroChat ? resolve(window.KyroChat) : reject(new Error('no widget')));
    script.onerror = () => {
      loading = undefined;
      reject(new Error('the widget cannot be loaded'));
    };
    document.head.append(script);
  });
  return loading;
}

/** The real widget in a frame of the page, with what is set but not saved yet. */
export function WidgetPreview({ bot, values }: { bot: Bot; values: WidgetValues }) {
  const { t, i18n } = useTranslation('widget');
  const frame = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const { theme, texts, showSources, identity } = values;
  const wanted = JSON.stringify({ theme, texts, showSources });
  useEffect(() => {
    let gone = false;
    void loadWidget().then(
      (widget) => {
        if (gone || !frame.current) return;
        widget.mount({
          bot: bot.publicKey,
          server: location.origin,
          target: frame.current,
          language: i18n.language,
          open: true,
          config: {
            ...(JSON.parse(wanted) as Pick<WidgetValues, 'theme' | 'texts' | 'showSources'>),
            botId: bot.id,
            name: bot.name,
            welcomeMessage: bot.config.welcomeMessage,
            suggestedQuestions: bot.config.suggestedQuestions,
            identity,
          },
        });
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      window.KyroChat?.destroy();
    };
  }, [bot, wanted, identity, i18n.language]);
  return (
    <Box pos="sticky" top={72}>
      <Text fw={600} mb="xs">
        {t('preview')}
      </Text>
      <Box
        ref={frame}
        pos="relative"
        h={760}
        mah="calc(100dvh - 290px)"
        mih={520}
        style={{
          overflow: 'hidden',
          border: '1px solid var(--kyro-line)',
          borderRadius: 'var(--mantine-radius-lg)',
          background:
            'repeating-linear-gradient(135deg, var(--kyro-surface) 0 14px, var(--kyro-page) 14px 28px)',
        }}
      >
        {failed && <Text p="md">{t('previewFailed')}</Text>}
      </Box>
    </Box>
  );
}
