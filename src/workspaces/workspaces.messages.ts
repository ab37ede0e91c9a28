import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const workspacesMessages: MessageCatalog = {
  en: {
    'quota.bots': 'The plan of this workspace allows {limit} bots. Delete one, or ask for another plan.',
    'quota.documents':
      'The plan of this workspace allows {limit} documents. Delete some, or ask for another plan.',
    'quota.storageBytes':
      'The plan of this workspace allows {limit} bytes of documents. Delete some, or ask for another plan.',
    'quota.messages':
      'The {limit} answers that the plan of this workspace allows in a month are used up. It goes on next month, or with another plan.',
    'plan.not_found': 'There is no plan “{plan}”.',
    'api_key.not_found': 'This API key does not exist.',
    'api_key.expired': 'This API key has expired. Make another one.',
    'api_key.expiry_past': 'The time at which the key expires has passed already.',
    'api_key.too_many': 'A workspace has at most {most} API keys. Revoke one first.',
    'api_key.scope_not_held': 'Your role does not allow “{scope}”, so no key of yours can.',
    'member.not_found': 'This person does not belong to the workspace.',
    'member.exists': 'This person belongs to the workspace already.',
    'member.self':
      'That is you. Another owner or administrator can change your role; to go, leave the workspace.',
    'member.suspended': 'This member is suspended. Reinstate them first.',
    'member.last_owner': 'A workspace needs an owner. Make somebody else owner first.',
    'workspace.personal': 'This workspace belongs to its account: it cannot be deleted, left or handed over.',
    'invitation.not_found': 'There is no such open invitation.',
    'invitation.invalid':
      'This invitation is not good any more: it was used, taken back or replaced, or is too old. Ask for another.',
    'invitation.other_address': 'This invitation was sent to another e-mail address than your account has.',
  },
  es: {
    'quota.bots': 'El plan de este espacio de trabajo permite {limit} bots. Elimina uno o pide otro plan.',
    'quota.documents':
      'El plan de este espacio de trabajo permite {limit} documentos. Elimina algunos o pide otro plan.',
    'quota.storageBytes':
      'El plan de este espacio de trabajo permite {limit} bytes de documentos. Elimina algunos o pide otro plan.',
    'quota.messages':
      'Se han agotado las {limit} respuestas mensuales del plan de este espacio de trabajo. Sigue el mes que viene o con otro plan.',
    'plan.not_found': 'No existe el plan «{plan}».',
    'api_key.not_found': 'Esta clave de API no existe.',
    'api_key.expired': 'Esta clave de API ha caducado. Crea otra.',
    'api_key.expiry_past': 'La fecha de caducidad de la clave ya ha pasado.',
    'api_key.too_many': 'Un espacio de trabajo tiene como máximo {most} claves de API. Revoca antes una.',
    'api_key.scope_not_held': 'Tu rol no permite «{scope}», así que ninguna clave tuya puede.',
    'member.not_found': 'Esta persona no pertenece al espacio de trabajo.',
    'member.exists': 'Esta persona ya pertenece al espacio de trabajo.',
    'member.self':
      'Se trata de ti. Otro propietario o administrador puede cambiar tu rol; para irte, abandona el espacio.',
    'member.suspended': 'Este miembro está suspendido. Reactívalo primero.',
    'member.last_owner': 'Un espacio de trabajo necesita un propietario. Nombra antes a otra persona.',
    'workspace.personal': 'Este espacio pertenece a su cuenta: no se puede eliminar, abandonar ni ceder.',
    'invitation.not_found': 'No existe esa invitación abierta.',
    'invitation.invalid':
      'Esta invitación ya no es válida: se ha usado, retirado o sustituido, o es demasiado antigua. Pide otra.',
    'invitation.other_address': 'Esta invitación se envió a una dirección distinta de la de tu cuenta.',
  },
  fr: {
    'quota.bots':
      'Le forfait de cet espace de travail permet {limit} bots. Supprimez-en un ou demandez un autre forfait.',
    'quota.documents':
      'Le forfait de cet espace de travail permet {limit} documents. Supprimez-en ou demandez un autre forfait.',
    'quota.storageBytes':
      'Le forfait de cet espace de travail permet {limit} octets de documents. Supprimez-en ou demandez un autre forfait.',
    'quota.messages':
      'Les {limit} réponses mensuelles du forfait de cet espace de travail sont épuisées. Cela reprend le mois prochain, ou avec un autre forfait.',
    'plan.not_found': 'Il n’y a pas de forfait « {plan} ».',
    'api_key.not_found': 'Cette clé d’API n’existe pas.',
    'api_key.expired': 'Cette clé d’API a expiré. Créez-en une autre.',
    'api_key.expiry_past': 'La date d’expiration de la clé est déjà passée.',
    'api_key.too_many': 'Un espace de travail a au plus {most} clés d’API. Révoquez-en une d’abord.',
    'api_key.scope_not_held': 'Votre rôle ne permet pas « {scope} », donc aucune de vos clés non plus.',
    'member.not_found': 'Cette personne ne fait pas partie de l’espace de travail.',
    'member.exists': 'Cette personne fait déjà partie de l’espace de travail.',
    'member.self':
      'Il s’agit de vous. Un autre propriétaire ou administrateur peut changer votre rôle ; pour partir, quittez l’espace.',
    'member.suspended': 'Ce membre est suspendu. Réintégrez-le d’abord.',
    'member.last_owner':
      'Un espace de travail a besoin d’un propriétaire. Désignez d’abord une autre personne.',
    'workspace.personal':
      'Cet espace appartient à son compte : on ne peut ni le supprimer, ni le quitter, ni le céder.',
    'invitation.not_found': 'Cette invitation en cours n’existe pas.',
    'invitation.invalid':
      'Cette invitation n’est plus valable : elle a été utilisée, retirée ou remplacée, ou est trop ancienne. Demandez-en une autre.',
    'invitation.other_address':
      'Cette invitation a été envoyée à une autre adresse que celle de votre compte.',
  },
  de: {
    'quota.bots':
      'Der Tarif dieses Arbeitsbereichs erlaubt {limit} Bots. Löschen Sie einen oder bitten Sie um einen anderen Tarif.',
    'quota.documents':
      'Der Tarif dieses Arbeitsbereichs erlaubt {limit} Dokumente. Löschen Sie einige oder bitten Sie um einen anderen Tarif.',
    'quota.storageBytes':
      'Der Tarif dieses Arbeitsbereichs erlaubt {limit} Byte an Dokumenten. Löschen Sie einige oder bitten Sie um einen anderen Tarif.',
    'quota.messages':
      'Die {limit} Antworten, die der Tarif dieses Arbeitsbereichs im Monat erlaubt, sind verbraucht. Im nächsten Monat geht es weiter, oder mit einem anderen Tarif.',
    'plan.not_found': 'Es gibt keinen Tarif „{plan}“.',
    'api_key.not_found': 'Diesen API-Schlüssel gibt es nicht.',
    'api_key.expired': 'Dieser API-Schlüssel ist abgelaufen. Erstellen Sie einen anderen.',
    'api_key.expiry_past': 'Der Zeitpunkt, zu dem der Schlüssel abläuft, ist schon vorbei.',
    'api_key.too_many': 'Ein Arbeitsbereich hat höchstens {most} API-Schlüssel. Widerrufen Sie zuerst einen.',
    'api_key.scope_not_held': 'Ihre Rolle erlaubt „{scope}“ nicht, also kann es auch keiner Ihrer Schlüssel.',
    'member.not_found': 'Diese Person gehört nicht zum Arbeitsbereich.',
    'member.exists': 'Diese Person gehört bereits zum Arbeitsbereich.',
    'member.self':
      'Das sind Sie selbst. Ihre Rolle kann eine andere Inhaberin oder ein Administrator ändern; um zu gehen, verlassen Sie den Arbeitsbereich.',
    'member.suspended': 'Dieses Mitglied ist gesperrt. Heben Sie die Sperre zuerst auf.',
    'member.last_owner':
      'Ein Arbeitsbereich braucht jemanden, dem er gehört. Machen Sie zuerst jemand anderen zum Inhaber.',
    'workspace.personal':
      'Dieser Arbeitsbereich gehört zu seinem Konto: Er kann nicht gelöscht, verlassen oder übergeben werden.',
    'invitation.not_found': 'Diese offene Einladung gibt es nicht.',
    'invitation.invalid':
      'Diese Einladung gilt nicht mehr: Sie wurde benutzt, zurückgenommen oder ersetzt oder ist zu alt. Bitten Sie um eine neue.',
    'invitation.other_address': 'Diese Einladung ging an eine andere E-Mail-Adresse als die Ihres Kontos.',
  },
};
