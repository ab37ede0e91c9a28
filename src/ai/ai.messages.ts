export const aiMessages = {
  en: {
    'ai.model_unknown':
      'The model "{model}" is not available here. Choose one of the models offered in the settings of the bot.',
    'ai.provider_busy': 'The AI service is busy at the moment. Please try again shortly.',
    'ai.provider_unavailable':
      'The AI service cannot be reached at the moment. Please try again in a few minutes.',
    'ai.provider_timeout': 'The AI service did not answer in time. Please try again.',
    'ai.provider_config':
      'The AI service refused the request. The owner of this bot has to check the model and its key.',
    'ai.prompt_too_long':
      'The question and what belongs to it are too long for this model. Begin a new conversation, or ask the owner to choose fewer passages.',
    'ai.stream_interrupted': 'The answer was cut off. Please ask again.',
    'ai.embedding_invalid': 'The embedding model returned unusable vectors. Check which model is configured.',
  },
  es: {
    'ai.model_unknown':
      'El modelo «{model}» no está disponible aquí. Elija uno de los modelos que ofrece la configuración del bot.',
    'ai.provider_busy': 'El servicio de IA está ocupado en este momento. Inténtelo de nuevo dentro de poco.',
    'ai.provider_unavailable':
      'No se puede contactar con el servicio de IA en este momento. Inténtelo de nuevo en unos minutos.',
    'ai.provider_timeout': 'El servicio de IA no respondió a tiempo. Inténtelo de nuevo.',
    'ai.provider_config':
      'El servicio de IA rechazó la petición. El propietario del bot debe revisar el modelo y su clave.',
    'ai.prompt_too_long':
      'La pregunta y su contexto son demasiado largos para este modelo. Empiece una conversación nueva o pida al propietario que use menos pasajes.',
    'ai.stream_interrupted': 'La respuesta se interrumpió. Pregunte de nuevo.',
    'ai.embedding_invalid':
      'El modelo de embeddings devolvió vectores inservibles. Compruebe qué modelo está configurado.',
  },
  fr: {
    'ai.model_unknown':
      'Le modèle « {model} » n’est pas disponible ici. Choisissez l’un des modèles proposés dans les réglages du bot.',
    'ai.provider_busy': 'Le service d’IA est occupé pour le moment. Réessayez dans un instant.',
    'ai.provider_unavailable':
      'Le service d’IA est injoignable pour le moment. Réessayez dans quelques minutes.',
    'ai.provider_timeout': 'Le service d’IA n’a pas répondu à temps. Réessayez.',
    'ai.provider_config':
      'Le service d’IA a refusé la demande. Le propriétaire du bot doit vérifier le modèle et sa clé.',
    'ai.prompt_too_long':
      'La question et son contexte sont trop longs pour ce modèle. Commencez une nouvelle conversation ou demandez au propriétaire de choisir moins de passages.',
    'ai.stream_interrupted': 'La réponse a été interrompue. Posez la question à nouveau.',
    'ai.embedding_invalid':
      'Le modèle d’embeddings a renvoyé des vecteurs inutilisables. Vérifiez quel modèle est configuré.',
  },
  de: {
    'ai.model_unknown':
      'Das Modell „{model}“ ist hier nicht verfügbar. Wählen Sie eines der Modelle aus den Einstellungen des Bots.',
    'ai.provider_busy': 'Der KI-Dienst ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal.',
    'ai.provider_unavailable':
      'Der KI-Dienst ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    'ai.provider_timeout':
      'Der KI-Dienst hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es noch einmal.',
    'ai.provider_config':
      'Der KI-Dienst hat die Anfrage abgelehnt. Der Eigentümer des Bots muss Modell und Schlüssel prüfen.',
    'ai.prompt_too_long':
      'Die Frage und was zu ihr gehört sind zu lang für dieses Modell. Beginnen Sie ein neues Gespräch, oder bitten Sie den Eigentümer, weniger Passagen zu wählen.',
    'ai.stream_interrupted': 'Die Antwort wurde unterbrochen. Bitte fragen Sie noch einmal.',
    'ai.embedding_invalid':
      'Das Embedding-Modell lieferte unbrauchbare Vektoren. Bitte prüfen Sie, welches Modell eingestellt ist.',
  },
};
