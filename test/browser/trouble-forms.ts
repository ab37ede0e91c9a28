import type { Locator, Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { PASSWORD } from './console-page.js';
import { button, dialog } from './pressing.js';

/** Somewhere that people type and send. */
export interface Form {
  path: string;
  /** What it is sent to. */
  calls: RegExp;
  open?: (page: Page) => Promise<void>;
  /** What is typed, by field. */
  typed: (page: Page) => [field: Locator, text: string][];
  send: (page: Page) => Locator;
}

/** Every form behind the sign-in that creates or changes something. */
export function formsOf(bot: TestBot): Record<string, Form> {
  const press = (name: string) => (page: Page) => button(page, name).click();
  const field = (page: Page | Locator, name: string) => page.getByRole('textbox', { name });
  return {
    'new bot': {
      path: '/bots/new',
      calls: /\/bots$/,
      typed: (page) => [
        [field(page, 'Name'), 'Order desk'],
        [field(page, 'Description'), 'Takes orders'],
      ],
      send: (page) => button(page, 'Create bot'),
    },
    'bot settings': {
      path: `/bots/${bot.id}/settings`,
      calls: /\/bots\/[^/]+$/,
      typed: (page) => [
        [field(page, 'Instructions'), 'Be brief.'],
        [field(page, 'Description'), 'Answers questions'],
      ],
      send: (page) => button(page, 'Save').first(),
    },
    'budget of a bot': {
      path: `/bots/${bot.id}/settings`,
      calls: /\/budget$/,
      typed: (page) => [[field(page, 'US dollars a month'), '25.5']],
      send: (page) => button(page, 'Save').last(),
    },
    widget: {
      path: `/bots/${bot.id}/widget`,
      calls: /\/widget$/,
      typed: (page) => [[field(page, 'Subtitle'), 'Ask us']],
      send: (page) => button(page, 'Save'),
    },
    text: {
      path: `/bots/${bot.id}/knowledge`,
      calls: /\/documents\/text$/,
      open: press('Write or paste text'),
      typed: (page) => [
        [field(dialog(page), 'Title'), 'Prices'],
        [field(dialog(page), 'Text'), 'Rolls cost 40 cents.'],
      ],
      send: (page) => button(dialog(page), 'Add'),
    },
    'web page': {
      path: `/bots/${bot.id}/knowledge`,
      calls: /\/documents\/url$/,
      open: press('Add a web page'),
      typed: (page) => [[field(dialog(page), 'Address'), 'example.com/help']],
      send: (page) => button(dialog(page), 'Add'),
    },
    invitation: {
      path: '/workspace/members',
      calls: /\/invitations$/,
      typed: (page) => [[page.getByLabel('E-mail'), 'dora@example.com']],
      send: (page) => button(page, 'Invite'),
    },
    'API key': {
      path: '/workspace/api-keys',
      calls: /\/api-keys$/,
      open: press('Make API key'),
      typed: (page) => [[field(dialog(page), 'Name'), 'Nightly import']],
      send: (page) => button(dialog(page), 'Make API key'),
    },
    'name of the workspace': {
      path: '/workspace/settings',
      calls: /\/workspaces\/[^/]+$/,
      typed: (page) => [[field(page, 'Name of the workspace'), 'Analytical Engines']],
      send: (page) => button(page, 'Save'),
    },
    profile: {
      path: '/account',
      calls: /\/auth\/me$/,
      typed: (page) => [[field(page, 'Name'), 'Ada King']],
      send: (page) => button(page, 'Save'),
    },
    address: {
      path: '/account',
      calls: /\/auth\/change-email$/,
      typed: (page) => [
        [field(page, 'New address'), 'new@example.com'],
        [field(page, 'Current password'), PASSWORD],
      ],
      send: (page) => button(page, 'Change address'),
    },
    password: {
      path: '/account/security',
      calls: /\/auth\/change-password$/,
      typed: (page) => [
        [page.getByLabel('Current password'), PASSWORD],
        [page.getByLabel('New password'), 'a lighthouse keeps its lamp'],
      ],
      send: (page) => button(page, 'Change password'),
    },
    question: {
      path: `/bots/${bot.id}/playground`,
      calls: /\/chat$/,
      typed: (page) => [[page.getByPlaceholder('Ask a question'), 'When does the bakery open?']],
      send: (page) => button(page, 'Send'),
    },
  };
}
