export interface HostileField {
  /** `text` takes everything; `name` one visible line; `pattern` only what has its form, or names something. */
  takes: 'text' | 'name' | 'pattern';
  /** Where the answer shows it. */
  shownAs?: string;
}

const text = (shownAs?: string): HostileField => ({ takes: 'text', shownAs });
const name = (shownAs?: string): HostileField => ({ takes: 'name', shownAs });
const pattern: HostileField = { takes: 'pattern' };

/** Every text field of every body. One that is missing here fails the suite. */
export const HOSTILE_FIELDS: Record<string, HostileField> = {
  'POST /auth/register email': pattern,
  'POST /auth/register password': pattern,
  'POST /auth/register name': name('user.name'),
  'POST /auth/login email': pattern,
  'POST /auth/login password': pattern,
  'POST /auth/refresh refreshToken': pattern,
  'POST /auth/logout refreshToken': pattern,
  'PATCH /auth/me name': name('name'),

  ...Object.fromEntries(
    ['POST /bots', 'PATCH /bots/:botId'].flatMap((route) => [
      [`${route} name`, name('name')],
      [`${route} description`, text('description')],
      [`${route} config.systemPrompt`, text('config.systemPrompt')],
      [`${route} config.model`, pattern],
      [`${route} config.language`, pattern],
      [`${route} config.fallbackMessage`, text('config.fallbackMessage')],
      [`${route} config.welcomeMessage`, text('config.welcomeMessage')],
      [`${route} config.suggestedQuestions`, name('config.suggestedQuestions')],
    ]),
  ),

  'POST /bots/:botId/documents/text title': name('title'),
  'POST /bots/:botId/documents/text content': text(),
  'POST /bots/:botId/documents/url url': pattern,
  'POST /bots/:botId/documents/url title': name('title'),
  'POST /bots/:botId/search query': text(),

  'POST /bots/:botId/conversations title': name('title'),
  'PATCH /conversations/:conversationId title': name('title'),
  'POST /bots/:botId/chat message': text('userMessage.content'),
  'POST /bots/:botId/chat clientMessageId': text(),
  'PUT /messages/:messageId/feedback comment': text('feedbackComment'),
};
