/** What the log of a workspace can hold, in the order in which it is offered; the server may know more by now. */
export const AUDIT_ACTIONS = {
  bot: [
    'created',
    'updated',
    'deleted',
    'widget_changed',
    'identity_secret_rotated',
    'budget_changed',
    'index_begun',
    'index_cancelled',
    'index_restored',
  ],
  document: ['added', 'replaced', 'reprocessed', 'deleted'],
  conversation: ['renamed', 'archived', 'reopened', 'deleted'],
  member: ['role_changed', 'suspended', 'reinstated', 'removed', 'left'],
  invitation: ['created', 'resent', 'revoked', 'accepted'],
  api_key: ['created', 'renamed', 'rotated', 'revoked'],
  workspace: ['created', 'renamed', 'transferred', 'plan_changed', 'budget_changed', 'deleted'],
  access: ['denied'],
  audit: ['exported'],
} as const;
