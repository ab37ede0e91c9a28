export const retrievalMessages = {
  en: {
    'retrieval.staging_incomplete': 'Indexing the document was interrupted. It is tried again.',
    'retrieval.store_unknown': "The place where this bot's vectors lie ({store}) is not set up any more.",
    'retrieval.store_failed': 'The store of vectors did not do what it was asked to. It is tried again.',
    'retrieval.index_building': 'A new index is being built already. Wait for it, or cancel it first.',
    'retrieval.no_previous_index': 'There is no earlier index to go back to.',
  },
  es: {
    'retrieval.staging_incomplete': 'La indexación del documento se interrumpió. Se intentará de nuevo.',
    'retrieval.store_unknown': 'El almacén de vectores de este bot ({store}) ya no está configurado.',
    'retrieval.store_failed': 'El almacén de vectores no respondió como debía. Se intentará de nuevo.',
    'retrieval.index_building':
      'Ya se está construyendo un índice nuevo. Espere a que termine o cancélelo antes.',
    'retrieval.no_previous_index': 'No hay ningún índice anterior al que volver.',
  },
  fr: {
    'retrieval.staging_incomplete': "L'indexation du document a été interrompue. Elle va être relancée.",
    'retrieval.store_unknown': "Le stockage des vecteurs de ce bot ({store}) n'est plus configuré.",
    'retrieval.store_failed':
      "Le stockage des vecteurs n'a pas répondu comme prévu. Une nouvelle tentative va suivre.",
    'retrieval.index_building':
      'Un nouvel index est déjà en construction. Attendez-le ou annulez-le d’abord.',
    'retrieval.no_previous_index': 'Il n’y a pas d’index précédent auquel revenir.',
  },
  de: {
    'retrieval.staging_incomplete': 'Die Indizierung des Dokuments wurde unterbrochen. Sie wird wiederholt.',
    'retrieval.store_unknown':
      'Der Speicher für die Vektoren dieses Bots ({store}) ist nicht mehr eingerichtet.',
    'retrieval.store_failed':
      'Der Speicher für Vektoren hat nicht wie erwartet geantwortet. Es wird noch einmal versucht.',
    'retrieval.index_building':
      'Ein neuer Index wird bereits aufgebaut. Warten Sie ihn ab oder brechen Sie ihn zuerst ab.',
    'retrieval.no_previous_index': 'Es gibt keinen früheren Index, zu dem zurückgekehrt werden kann.',
  },
};
