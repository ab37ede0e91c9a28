import { Box, Group, Skeleton, Title } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { chooseWorkspace, mayAct, useWorkspaces } from '../../api/workspace.js';
import { AnchorLink } from '../../components/links.js';
import { LinkTabs, linkTab } from '../../components/link-tabs.js';
import { Loading } from '../../components/loading.js';
import { BotStatus } from './bot-status.js';
import { useBot } from './bot.query.js';

/** Name and state of the bot, and the way to its pages. */
export function BotLayout() {
  return (
    <>
      <Suspense fallback={<Skeleton h={92} mb="lg" />}>
        <BotHeader />
      </Suspense>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </>
  );
}

function BotHeader() {
  const { t } = useTranslation('bots');
  const bot = useBot();
  const { current } = useWorkspaces();
  // A link may lead into another workspace than the one last chosen.
  useEffect(() => chooseWorkspace(bot.workspaceId), [bot.workspaceId]);
  const tabs = [
    ['/bots/$botId', 'overview'],
    ['/bots/$botId/knowledge', 'knowledge'],
    ['/bots/$botId/playground', 'playground'],
    ['/bots/$botId/conversations', 'conversations'],
    ...(mayAct(current.role, 'editor')
      ? ([
          ['/bots/$botId/widget', 'widget'],
          ['/bots/$botId/settings', 'settings'],
        ] as const)
      : []),
  ] as const;
  return (
    <Box mb="lg">
      <AnchorLink to="/bots" size="sm">
        {t('title')}
      </AnchorLink>
      <Group gap="sm" mt={4} mb="sm" wrap="nowrap">
        <Title order={1} fz={{ base: '1.25rem', sm: '1.5rem' }} lineClamp={1}>
          {bot.name}
        </Title>
        <BotStatus status={bot.status} />
      </Group>
      <LinkTabs label={bot.name}>
        {tabs.map(([to, name]) => (
          <Link
            key={to}
            to={to}
            params={{ botId: bot.id }}
            className={linkTab}
            activeOptions={{ exact: name === 'overview' }}
          >
            {t(`tab.${name}`)}
          </Link>
        ))}
      </LinkTabs>
    </Box>
  );
}
