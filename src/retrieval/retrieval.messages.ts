export const retrievalMessages = {
  en: {
    'retrieval.staging_incomplete': 'Indexing the document was interrupted. It is tried again.',
  },
  es: {
    'retrieval.staging_incomplete': 'La indexación del documento se interrumpió. Se intentará de nuevo.',
  },
  fr: {
    'retrieval.staging_incomplete': "L'indexation du document a été interrompue. Elle va être relancée.",
  },
  de: {
    'retrieval.staging_incomplete': 'Die Indizierung des Dokuments wurde unterbrochen. Sie wird wiederholt.',
  },
};
