import type { MailTexts } from './mail-text.js';

export const de: MailTexts = {
  greeting: 'Guten Tag {name},',
  greetingUnnamed: 'Guten Tag,',
  linkHint: 'Falls der Knopf nicht funktioniert, öffnen Sie diese Adresse im Browser:',
  footer:
    'Diese Nachricht hat KyroChat wegen Ihres Kontos oder einer Einladung gesendet. Bitte antworten Sie nicht darauf.',
  roles: { owner: 'Inhaber', admin: 'Administrator', editor: 'Bearbeiter', viewer: 'Betrachter' },
  mails: {
    'verify-email': {
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      lines: [
        'Bitte bestätigen Sie, dass diese Adresse Ihnen gehört, damit wir Sie zu Ihrem Konto erreichen.',
      ],
      action: 'Adresse bestätigen',
      notes: [
        'Der Link gilt {hours} Stunden. Haben Sie kein Konto angelegt, können Sie diese Nachricht übergehen.',
      ],
    },
    'reset-password': {
      subject: 'Neues Passwort setzen',
      lines: ['Jemand, hoffentlich Sie, möchte für Ihr Konto ein neues Passwort setzen.'],
      action: 'Neues Passwort setzen',
      notes: [
        'Der Link gilt einmal, {minutes} Minuten lang. Waren Sie es nicht, übergehen Sie diese Nachricht: Ihr Passwort bleibt, wie es ist.',
      ],
    },
    'password-changed': {
      subject: 'Ihr Passwort wurde geändert',
      lines: [
        'Das Passwort Ihres Kontos wurde am {time} von der Adresse {ip} aus geändert. Alle anderen Geräte wurden abgemeldet.',
        'Waren Sie es nicht, setzen Sie Ihr Passwort sofort zurück.',
      ],
    },
    'approve-email-change': {
      subject: 'Neue E-Mail-Adresse genehmigen',
      lines: ['Ihr Konto soll künftig die Adresse {newEmail} verwenden. Bitte genehmigen Sie die Änderung.'],
      action: 'Änderung genehmigen',
      notes: [
        'Der Link gilt {hours} Stunden. Haben Sie das nicht veranlasst, ändern Sie Ihr Passwort: Jemand kennt es.',
      ],
    },
    'confirm-email-change': {
      subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      lines: ['Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Danach melden Sie sich mit ihr an.'],
      action: 'Adresse bestätigen',
      notes: [
        'Die Änderung muss auch von der alten Adresse aus genehmigt werden. Der Link gilt {hours} Stunden.',
        'Haben Sie das nicht veranlasst, können Sie diese Nachricht übergehen.',
      ],
    },
    'email-changed': {
      subject: 'Ihre E-Mail-Adresse wurde geändert',
      lines: [
        'Sie melden sich jetzt mit {newEmail} an. Diese Adresse gehört nicht mehr zu Ihrem Konto.',
        'Waren Sie es nicht, wenden Sie sich an die Betreiber dieser Installation.',
      ],
    },
    'already-registered': {
      subject: 'Sie haben bereits ein Konto',
      lines: [
        'Jemand wollte mit Ihrer Adresse ein Konto anlegen, doch Sie haben schon eines. Waren Sie es? Dann melden Sie sich an.',
      ],
      action: 'Anmelden',
      notes: [
        'Ein vergessenes Passwort können Sie dort zurücksetzen. Waren Sie es nicht, ist nichts geschehen.',
      ],
    },
    'second-factor-changed': {
      subject: 'Die Anmeldung in zwei Schritten ist an',
      lines: [
        'Seit {time} braucht die Anmeldung an Ihrem Konto auch einen Code (eingerichtet von der Adresse {ip} aus). Bewahren Sie Ihre Wiederherstellungscodes sicher auf.',
        'Waren Sie es nicht, wenden Sie sich an die Betreiber dieser Installation.',
      ],
    },
    'second-factor-removed': {
      subject: 'Die Anmeldung in zwei Schritten ist aus',
      lines: [
        'Seit {time} braucht die Anmeldung an Ihrem Konto nur das Passwort (geändert von der Adresse {ip} aus).',
        'Waren Sie es nicht, ändern Sie Ihr Passwort sofort.',
      ],
    },
    'account-deletion-scheduled': {
      subject: 'Ihr Konto wird gelöscht',
      lines: [
        'Wie gewünscht werden Ihr Konto und alles in Ihrem persönlichen Arbeitsbereich am {date} gelöscht.',
        'Sie haben es sich anders überlegt? Melden Sie sich vor diesem Tag an und behalten Sie das Konto.',
      ],
      action: 'Anmelden',
    },
    'account-deleted': {
      subject: 'Ihr Konto wurde gelöscht',
      lines: [
        'Ihr Konto und alles in Ihrem persönlichen Arbeitsbereich sind gelöscht. Danke, dass Sie bei uns waren.',
      ],
    },
    invitation: {
      subject: '{inviter} lädt Sie zu {workspace} ein',
      lines: ['{inviter} lädt Sie ein, an den Chatbots von {workspace} mitzuarbeiten, als {role}.'],
      action: 'Einladung ansehen',
      notes: ['Die Einladung gilt {days} Tage. Kennen Sie {inviter} nicht, übergehen Sie diese Nachricht.'],
    },
    'ownership-transferred': {
      subject: '{workspace} gehört jetzt jemand anderem',
      lines: ['Der Arbeitsbereich {workspace} gehört jetzt {newOwner}.'],
    },
    'ownership-inherited': {
      subject: '{workspace} gehört jetzt Ihnen',
      lines: [
        'Das Konto der einzigen Person, der der Arbeitsbereich {workspace} gehörte, wurde gelöscht. Unter den Mitgliedern mit den meisten Rechten sind Sie am längsten dabei; deshalb gehört er von jetzt an Ihnen.',
      ],
      action: 'Zum Arbeitsbereich',
      notes: ['Sie möchten ihn nicht? Laden Sie jemanden ein oder übergeben Sie ihn einem anderen Mitglied.'],
    },
  },
};
