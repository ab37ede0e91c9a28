/** Of the workspace, until somebody registers and gives it their name. */
export const SAMPLE_WORKSPACE = 'Sample';

/** The bot as it is made; its documentation is in English, and so is it. */
export const SAMPLE_BOT = {
  name: 'KyroChat guide',
  description: 'The sample bot: it has read the documentation of KyroChat. Try it, then delete it.',
  config: {
    systemPrompt:
      'You explain KyroChat to people who have just installed it. Answer briefly, in plain words, and name settings, pages and addresses exactly as the documentation does.',
    welcomeMessage: 'Hello! I have read the documentation of KyroChat. What would you like to know?',
    fallbackMessage: 'The documentation that I have read does not say.',
    suggestedQuestions: [
      'Which file formats can I upload?',
      'How do I put the widget on my site?',
      'Do I need an AI key?',
      'How do I invite a colleague?',
    ],
  },
};
