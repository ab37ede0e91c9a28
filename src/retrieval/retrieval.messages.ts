export const retrievalMessages = {
  en: {
    'retrieval.staging_incomplete': 'Indexing the document was interrupted. It is tried again.',
    'retrieval.store_unknown': "The place where this bot's vectors lie ({store}) is not set up any more.",
    'retrieval.store_failed': 'The store of vectors did not do what it was asked to. It is tried again.',
  },
  es: {
    'retrieval.staging_incomplete': 'La indexación del documento se interrumpió. Se intentará de nuevo.',
    'retrieval.store_unknown': 'El almacén de vectores de este bot ({store}) ya no está configurado.',
    'retrieval.store_failed': 'El almacén de vectores no respondió como debía. Se intentará de nuevo.',
  },
  fr: {
    'retrieval.staging_incomplete': "L'indexation du document a été interrompue. Elle va être relancée.",
    'retrieval.store_unknown': "Le stockage des vecteurs de ce bot ({store}) n'est plus configuré.",
    'retrieval.store_failed':
      "Le stockage des vecteurs n'a pas répondu comme prévu. Une nouvelle tentative va suivre.",
  },
  de: {
    'retrieval.staging_incomplete': 'Die Indizierung des Dokuments wurde unterbrochen. Sie wird wiederholt.',
    'retrieval.store_unknown':
      'Der Speicher für die Vektoren dieses Bots ({store}) ist nicht mehr eingerichtet.',
    'retrieval.store_failed':
      'Der Speicher für Vektoren hat nicht wie erwartet geantwortet. Es wird noch einmal versucht.',
  },
};
