import type { MailTexts } from './mail-text.js';

export const fr: MailTexts = {
  greeting: 'Bonjour {name},',
  greetingUnnamed: 'Bonjour,',
  linkHint: 'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :',
  footer:
    'Ce message a été envoyé par KyroChat au sujet de votre compte ou d’une invitation. Merci de ne pas y répondre.',
  roles: { owner: 'propriétaire', admin: 'administrateur', editor: 'éditeur', viewer: 'lecteur' },
  mails: {
    'verify-email': {
      subject: 'Confirmez votre adresse e-mail',
      lines: [
        'Merci de confirmer que cette adresse est la vôtre, afin que nous puissions vous joindre au sujet de votre compte.',
      ],
      action: 'Confirmer l’adresse',
      notes: ['Le lien est valable {hours} heures. Si vous n’avez pas créé de compte, ignorez ce message.'],
    },
    'reset-password': {
      subject: 'Réinitialisez votre mot de passe',
      lines: ['Quelqu’un, vous sans doute, a demandé à choisir un nouveau mot de passe pour votre compte.'],
      action: 'Choisir un mot de passe',
      notes: [
        'Le lien est valable une fois, pendant {minutes} minutes. Si ce n’était pas vous, ignorez ce message : votre mot de passe ne change pas.',
      ],
    },
    'password-changed': {
      subject: 'Votre mot de passe a été modifié',
      lines: [
        'Le mot de passe de votre compte a été modifié le {time} depuis l’adresse {ip}. Tous les autres appareils ont été déconnectés.',
        'Si ce n’était pas vous, réinitialisez votre mot de passe immédiatement.',
      ],
    },
    'approve-email-change': {
      subject: 'Approuvez une nouvelle adresse e-mail',
      lines: ['Votre compte doit désormais utiliser l’adresse {newEmail}. Merci d’approuver ce changement.'],
      action: 'Approuver le changement',
      notes: [
        'Le lien est valable {hours} heures. Si vous n’avez rien demandé, changez votre mot de passe : quelqu’un le connaît.',
      ],
    },
    'confirm-email-change': {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      lines: [
        'Merci de confirmer que cette adresse est la vôtre. Vous l’utiliserez ensuite pour vous connecter.',
      ],
      action: 'Confirmer l’adresse',
      notes: [
        'Le changement doit aussi être approuvé depuis l’ancienne adresse. Le lien est valable {hours} heures.',
        'Si vous n’avez rien demandé, ignorez ce message.',
      ],
    },
    'email-changed': {
      subject: 'Votre adresse e-mail a été modifiée',
      lines: [
        'Vous vous connectez désormais avec {newEmail}. Cette adresse n’est plus liée à votre compte.',
        'Si ce n’était pas vous, adressez-vous aux responsables de cette installation.',
      ],
    },
    'already-registered': {
      subject: 'Vous avez déjà un compte',
      lines: [
        'Quelqu’un a essayé de créer un compte avec votre adresse, mais vous en avez déjà un. C’était vous ? Connectez-vous.',
      ],
      action: 'Se connecter',
      notes: [
        'Vous pourrez y réinitialiser un mot de passe oublié. Si ce n’était pas vous, il ne s’est rien passé.',
      ],
    },
    'second-factor-changed': {
      subject: 'La connexion en deux étapes est activée',
      lines: [
        'Depuis le {time}, la connexion à votre compte demande aussi un code (activé depuis l’adresse {ip}). Gardez vos codes de secours en lieu sûr.',
        'Si ce n’était pas vous, adressez-vous aux responsables de cette installation.',
      ],
    },
    'second-factor-removed': {
      subject: 'La connexion en deux étapes est désactivée',
      lines: [
        'Depuis le {time}, la connexion à votre compte ne demande que votre mot de passe (modifié depuis l’adresse {ip}).',
        'Si ce n’était pas vous, changez votre mot de passe immédiatement.',
      ],
    },
    'account-deletion-scheduled': {
      subject: 'Votre compte va être supprimé',
      lines: [
        'Comme vous l’avez demandé, votre compte et tout ce que contient votre espace personnel seront supprimés le {date}.',
        'Vous avez changé d’avis ? Connectez-vous avant ce jour et conservez le compte.',
      ],
      action: 'Se connecter',
    },
    'account-deleted': {
      subject: 'Votre compte a été supprimé',
      lines: [
        'Votre compte et tout ce que contenait votre espace personnel ont été supprimés. Merci d’avoir été des nôtres.',
      ],
    },
    invitation: {
      subject: '{inviter} vous invite à rejoindre {workspace}',
      lines: ['{inviter} vous invite à travailler sur les chatbots de {workspace}, en tant que {role}.'],
      action: 'Voir l’invitation',
      notes: [
        'L’invitation est valable {days} jours. Si vous ne connaissez pas {inviter}, ignorez ce message.',
      ],
    },
    'ownership-transferred': {
      subject: '{workspace} a un nouveau propriétaire',
      lines: ['L’espace de travail {workspace} appartient désormais à {newOwner}.'],
    },
    'ownership-inherited': {
      subject: '{workspace} vous appartient désormais',
      lines: [
        'Le compte du seul propriétaire de l’espace de travail {workspace} a été supprimé. Parmi les membres qui ont le plus de droits, vous étiez le plus ancien : il vous appartient donc désormais.',
      ],
      action: 'Ouvrir l’espace de travail',
      notes: ['Vous n’en voulez pas ? Invitez quelqu’un ou cédez-le à un autre membre.'],
    },
  },
};
