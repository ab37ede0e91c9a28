import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const chatMessages: MessageCatalog = {
  en: {
    'trace.not_found':
      'How this answer came about is not known: it is not over, it is older than such notes are kept, or they are switched off.',
    'chat.message_id_reused':
      'This clientMessageId was used for another message before. Take a new one for every message.',
    'chat.empty_answer': 'The model wrote nothing. Ask again, or put the question differently.',
    'chat.interrupted': 'The answer was interrupted several times and has been given up. Please ask again.',
    'chat.question_blocked': 'The model’s safety rules refused this question. Put it differently.',
    'chat.output_limit':
      'The model used up its output limit before it wrote an answer. The owner of this bot can raise the limit.',
    'chat.answer_blocked': 'The model’s safety rules stopped this answer. Put the question differently.',
    'chat.answer_recitation':
      'The model stopped since it would have repeated a protected text. Put the question differently.',
    'chat.answer_malformed': 'The model wrote something that is no answer. Please ask again.',
    'chat.answer_incomplete': 'The model stopped before the answer was complete. Please ask again.',
    'chat.invalid_event_id': 'Last-Event-ID must be the number of an event of this stream.',
  },
  es: {
    'trace.not_found':
      'No se sabe cómo surgió esta respuesta: no ha terminado, es más antigua de lo que se conservan estas notas o están desactivadas.',
    'chat.message_id_reused':
      'Este clientMessageId ya se usó para otro mensaje. Use uno nuevo para cada mensaje.',
    'chat.empty_answer':
      'El modelo no escribió nada. Pregunte de nuevo o formule la pregunta de otra manera.',
    'chat.interrupted': 'La respuesta se interrumpió varias veces y se ha abandonado. Pregunte de nuevo.',
    'chat.question_blocked':
      'Las reglas de seguridad del modelo rechazaron esta pregunta. Formúlela de otra manera.',
    'chat.output_limit':
      'El modelo agotó su límite de salida antes de escribir una respuesta. El propietario del bot puede aumentarlo.',
    'chat.answer_blocked':
      'Las reglas de seguridad del modelo detuvieron esta respuesta. Formule la pregunta de otra manera.',
    'chat.answer_recitation':
      'El modelo se detuvo porque habría repetido un texto protegido. Formule la pregunta de otra manera.',
    'chat.answer_malformed': 'El modelo escribió algo que no es una respuesta. Pregunte de nuevo.',
    'chat.answer_incomplete': 'El modelo se detuvo antes de completar la respuesta. Pregunte de nuevo.',
    'chat.invalid_event_id': 'Last-Event-ID debe ser el número de un evento de este flujo.',
  },
  fr: {
    'trace.not_found':
      'On ne sait pas comment cette réponse a été obtenue : elle n’est pas terminée, elle est plus ancienne que la durée de conservation, ou ces notes sont désactivées.',
    'chat.message_id_reused':
      'Ce clientMessageId a déjà servi pour un autre message. Prenez-en un nouveau pour chaque message.',
    'chat.empty_answer': 'Le modèle n’a rien écrit. Reposez la question ou formulez-la autrement.',
    'chat.interrupted':
      'La réponse a été interrompue plusieurs fois et a été abandonnée. Posez la question à nouveau.',
    'chat.question_blocked':
      'Les règles de sécurité du modèle ont refusé cette question. Formulez-la autrement.',
    'chat.output_limit':
      'Le modèle a épuisé sa limite de sortie avant d’écrire une réponse. Le propriétaire du bot peut l’augmenter.',
    'chat.answer_blocked':
      'Les règles de sécurité du modèle ont arrêté cette réponse. Formulez la question autrement.',
    'chat.answer_recitation':
      'Le modèle s’est arrêté car il aurait répété un texte protégé. Formulez la question autrement.',
    'chat.answer_malformed':
      'Le modèle a écrit quelque chose qui n’est pas une réponse. Reposez la question.',
    'chat.answer_incomplete': 'Le modèle s’est arrêté avant la fin de la réponse. Reposez la question.',
    'chat.invalid_event_id': 'Last-Event-ID doit être le numéro d’un événement de ce flux.',
  },
  de: {
    'trace.not_found':
      'Wie diese Antwort zustande kam, ist nicht bekannt: Sie ist noch nicht fertig, älter als solche Notizen aufbewahrt werden, oder sie sind abgeschaltet.',
    'chat.message_id_reused':
      'Diese clientMessageId gehört schon zu einer anderen Nachricht. Nehmen Sie für jede Nachricht eine neue.',
    'chat.empty_answer': 'Das Modell hat nichts geschrieben. Fragen Sie noch einmal oder anders.',
    'chat.interrupted':
      'Die Antwort wurde mehrmals unterbrochen und aufgegeben. Bitte fragen Sie noch einmal.',
    'chat.question_blocked':
      'Die Sicherheitsregeln des Modells haben diese Frage abgelehnt. Formulieren Sie sie anders.',
    'chat.output_limit':
      'Das Modell hat seine Ausgabegrenze verbraucht, bevor es eine Antwort schrieb. Der Eigentümer des Bots kann sie erhöhen.',
    'chat.answer_blocked':
      'Die Sicherheitsregeln des Modells haben diese Antwort verhindert. Formulieren Sie die Frage anders.',
    'chat.answer_recitation':
      'Das Modell brach ab, weil es einen geschützten Text wiederholt hätte. Formulieren Sie die Frage anders.',
    'chat.answer_malformed': 'Das Modell schrieb etwas, das keine Antwort ist. Bitte fragen Sie noch einmal.',
    'chat.answer_incomplete':
      'Das Modell hörte auf, bevor die Antwort vollständig war. Bitte fragen Sie noch einmal.',
    'chat.invalid_event_id': 'Last-Event-ID muss die Nummer eines Ereignisses dieses Stroms sein.',
  },
};
