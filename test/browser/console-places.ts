import type { TestBot } from '../factories/bot.factory.js';
import type { Person } from './browser-suite.js';

/** Every page behind the sign-in, by what it is; a bot with a document and a conversation makes them full. */
export async function consolePlaces(owner: Person, bot: TestBot): Promise<Record<string, string>> {
  const { body: documents } = await owner.api.get(`/bots/${bot.id}/documents`).expect(200);
  const { body: conversations } = await owner.api.get(`/bots/${bot.id}/conversations`).expect(200);
  return {
    bots: '/bots',
    'new bot': '/bots/new',
    overview: `/bots/${bot.id}`,
    knowledge: `/bots/${bot.id}/knowledge`,
    document: `/bots/${bot.id}/knowledge/${documents.items[0].id}`,
    playground: `/bots/${bot.id}/playground?conversation=${conversations.items[0].id}`,
    conversations: `/bots/${bot.id}/conversations`,
    conversation: `/bots/${bot.id}/conversations/${conversations.items[0].id}`,
    widget: `/bots/${bot.id}/widget`,
    'bot settings': `/bots/${bot.id}/settings`,
    members: '/workspace/members',
    'API keys': '/workspace/api-keys',
    usage: '/workspace/usage',
    'audit log': '/workspace/audit-log',
    'workspace settings': '/workspace/settings',
    profile: '/account',
    security: '/account/security',
    sessions: '/account/sessions',
  };
}

/** The pages before the sign-in, which are loaded each by itself. */
export const PLACES_OUTSIDE: Record<string, string> = {
  'sign-in': '/sign-in',
  'sign-up': '/sign-up',
  'forgotten password': '/forgot-password',
  'new password': '/reset-password?token=none',
  'confirm address': '/verify-email?token=none',
  'change of address': '/confirm-email?token=none',
  invitation: '/invitation?token=none',
};
