import { Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { queryClient } from '../../api/query-client.js';
import { useWorkspaces } from '../../api/workspace.js';
import { ButtonLink } from '../../components/links.js';
import { PageHeader } from '../../components/page-header.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { botQuery } from './bot.query.js';

/** The first step of the guide: a name is enough. */
export function NewBotPage() {
  const { t } = useTranslation(['bots', 'common']);
  const { current } = useWorkspaces();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', description: '' } });
  const make = useMutation({
    mutationFn: (body: typeof form.values) =>
      ok(api.POST('/api/v1/bots', { body: { ...body, workspaceId: current.id } })),
    onSuccess: (bot) => {
      queryClient.setQueryData(botQuery(bot.id).queryKey, bot);
      void queryClient.invalidateQueries({ queryKey: ['bots'] });
      void navigate({ to: '/bots/$botId', params: { botId: bot.id } });
    },
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <Stack maw={560}>
      <PageHeader title={t('make.title')} description={t('make.text')} />
      <Paper withBorder radius="lg" p="lg" bg="var(--kyro-surface)">
        <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
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
