import { Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { useWorkspaces } from '../../api/workspace.js';
import { ButtonLink } from '../../components/links.js';
import { PageHeader } from '../../components/page-header.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useSubmit } from '../../forms/use-submit.js';
import { botQuery } from './bot.query.js';

/** The first step of the guide: a name is enough. */
export function NewBotPage() {
  const { t } = useTranslation(['bots', 'common']);
  const { current } = useWorkspaces();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', description: '' } });
  const make = useSubmit(form, {
    send: (body, once) =>
      ok(api.POST('/api/v1/bots', { params: once, body: { ...body, workspaceId: current.id } })),
    onDone: (bot) => {
      queryClient.setQueryData(botQuery(bot.id).queryKey, bot);
      void queryClient.invalidateQueries({ queryKey: ['bots'] });
      return navigate({ to: '/bots/$botId', params: { botId: bot.id } });
    },
  });
  return (
    <Stack maw={560}>
      <PageHeader title={t('make.title')} description={t('make.text')} />
      <Paper withBorder radius="lg" p="lg" bg="var(--kyro-surface)">
        <form onSubmit={make.onSubmit}>
          <Stack>
            <TextInput
              required
              autoFocus
              maxLength={100}
              label={t('make.name')}
              description={t('make.nameHint')}
              placeholder={t('make.namePlaceholder')}
              {...form.getInputProps('name')}
            />
            <Textarea
              autosize
              minRows={2}
              maxLength={1000}
              label={t('make.description')}
              description={t('make.descriptionHint')}
              {...form.getInputProps('description')}
            />
            <ProblemAlert error={make.error} />
            <Group justify="flex-end">
              <ButtonLink to="/bots" variant="default">
                {t('common:action.cancel')}
              </ButtonLink>
              <Button type="submit" loading={make.isPending}>
                {t('make.action')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}
