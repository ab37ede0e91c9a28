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
  'DELETE /auth/me password': pattern,
  'DELETE /auth/me totp': pattern,
  'DELETE /auth/totp code': pattern,
  'DELETE /auth/totp password': pattern,
  'PATCH /admin/workspaces/:workspaceId planId': pattern,
  'PATCH /workspaces/:workspaceId name': name('name'),
  'POST /auth/change-email newEmail': pattern,
  'POST /auth/change-email password': pattern,
  'POST /auth/change-password currentPassword': pattern,
  'POST /auth/change-password newPassword': pattern,
  'POST /auth/confirm-email-change token': pattern,
  'POST /auth/forgot-password email': pattern,
  'POST /auth/login totp': pattern,
  'POST /auth/register invitationToken': pattern,
  'POST /auth/reset-password password': pattern,
  'POST /auth/reset-password token': pattern,
  'POST /auth/totp password': pattern,
  'POST /auth/totp/confirm code': pattern,
  'POST /auth/totp/recovery-codes code': pattern,
  'POST /auth/totp/recovery-codes password': pattern,
  'POST /auth/verify-email token': pattern,
  'POST /auth/verify-email/resend-to email': pattern,
  'POST /invitations/accept token': pattern,
  'POST /invitations/lookup token': pattern,
  'POST /workspaces name': name('name'),
  'POST /workspaces/:workspaceId/invitations email': pattern,
  'POST /workspaces/:workspaceId/api-keys name': name('name'),
  'POST /workspaces/:workspaceId/api-keys expiresAt': pattern,
  'PATCH /workspaces/:workspaceId/api-keys/:keyId name': name('name'),

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

  'POST /bots/:botId/index model': pattern,

  'PUT /bots/:botId/budget message': text('message'),
  'PUT /bots/:botId/budget fallbackModel': pattern,
  'PUT /workspaces/:workspaceId/budget message': text('message'),
  'PUT /workspaces/:workspaceId/budget fallbackModel': pattern,

  'PUT /bots/:botId/widget allowedDomains': pattern,
  'PUT /bots/:botId/widget theme.primaryColor': pattern,

  'POST /public/bots/:publicKey/sessions visitorToken': pattern,
  'POST /public/bots/:publicKey/sessions identity.userId': pattern,
  'POST /public/bots/:publicKey/sessions identity.name': pattern,
  'POST /public/bots/:publicKey/sessions identity.email': pattern,
  'POST /public/bots/:publicKey/sessions identity.hash': pattern,
  'POST /public/bots/:publicKey/sessions identity.token': pattern,

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
