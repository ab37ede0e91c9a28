import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const authMessages: MessageCatalog = {
  en: {
    'auth.unauthenticated': 'Sign in to do this. Your access token is missing, has expired or is not valid.',
    'auth.invalid_credentials': 'The e-mail address or the password is not right.',
    'auth.refresh_invalid': 'Your session has ended. Sign in again.',
    'auth.token_invalid':
      'This link is not valid any more: it was used, replaced by a newer one, or is too old. Ask for another.',
    'auth.email_unverified': 'Confirm your e-mail address first: we have sent you a link.',
    'auth.email_taken': 'There is already an account with this e-mail address. Sign in instead.',
    'auth.busy': 'Very many people are signing in right now. Try again in a few seconds.',
    'auth.password_common':
      'Choose another password: this one is among the first that a guesser would try. It is very common, or it is little more than your name, your address or ours.',
    'auth.password_length': 'A password has {min} to {max} characters.',
    'session.not_found': 'There is no such session. It may have ended already.',
    'auth.password_wrong': 'The password is not right.',
    'auth.second_factor_required': 'Enter the code of your authenticator app as well, or a recovery code.',
    'auth.second_factor_invalid': 'This code is not right, or it has been used. Wait for the next one.',
    'auth.second_factor_limited': 'Too many codes have been tried. Wait a few minutes.',
    'auth.second_factor_on': 'A second factor is in force already. Remove it before you set up another.',
    'auth.second_factor_off': 'This account has no second factor.',
    'auth.second_factor_unprepared': 'Ask for a secret first, then confirm it with a code.',
    'user.not_found': 'There is no such account.',
    'user.self_suspension': 'You cannot suspend yourself. Ask another administrator.',
    'auth.owns_workspaces':
      'Hand these workspaces over first, or remove their other members: {names}. You are their only owner.',
    'auth.last_administrator':
      'You are the last administrator of this installation. Somebody has to look after it.',
    'access.undeclared': 'This address is closed because nobody has declared who may use it.',
  },
  es: {
    'auth.unauthenticated':
      'Inicia sesión para hacer esto. Falta tu token de acceso, ha caducado o no es válido.',
    'auth.invalid_credentials': 'La dirección de correo o la contraseña no es correcta.',
    'auth.refresh_invalid': 'Tu sesión ha terminado. Vuelve a iniciar sesión.',
    'auth.token_invalid':
      'Este enlace ya no es válido: se ha usado, hay otro más reciente o es demasiado antiguo. Pide uno nuevo.',
    'auth.email_unverified': 'Confirma primero tu dirección de correo: te hemos enviado un enlace.',
    'auth.email_taken': 'Ya existe una cuenta con esta dirección de correo. Inicia sesión con ella.',
    'auth.busy':
      'Muchísimas personas están iniciando sesión en este momento. Inténtalo de nuevo en unos segundos.',
    'auth.password_common':
      'Elige otra contraseña: esta es de las primeras que alguien probaría. Es muy común, o es poco más que tu nombre, tu dirección o el nuestro.',
    'auth.password_length': 'Una contraseña tiene de {min} a {max} caracteres.',
    'session.not_found': 'No existe esa sesión. Puede que ya haya terminado.',
    'auth.password_wrong': 'La contraseña no es correcta.',
    'auth.second_factor_required':
      'Introduce también el código de tu aplicación de autenticación, o un código de recuperación.',
    'auth.second_factor_invalid': 'Este código no es correcto, o ya se ha usado. Espera al siguiente.',
    'auth.second_factor_limited': 'Se han probado demasiados códigos. Espera unos minutos.',
    'auth.second_factor_on': 'Ya hay un segundo factor activo. Quítalo antes de configurar otro.',
    'auth.second_factor_off': 'Esta cuenta no tiene segundo factor.',
    'auth.second_factor_unprepared': 'Pide primero un secreto y confírmalo después con un código.',
    'user.not_found': 'No existe esa cuenta.',
    'user.self_suspension': 'No puedes suspenderte a ti mismo. Pídeselo a otro administrador.',
    'auth.owns_workspaces':
      'Transfiere antes estos espacios de trabajo, o quita a sus demás miembros: {names}. Eres su único propietario.',
    'auth.last_administrator':
      'Eres el último administrador de esta instalación. Alguien tiene que ocuparse de ella.',
    'access.undeclared': 'Esta dirección está cerrada porque nadie ha declarado quién puede usarla.',
  },
  fr: {
    'auth.unauthenticated':
      'Connectez-vous pour faire cela. Votre jeton d’accès est absent, expiré ou non valable.',
    'auth.invalid_credentials': 'L’adresse e-mail ou le mot de passe est incorrect.',
    'auth.refresh_invalid': 'Votre session est terminée. Connectez-vous de nouveau.',
    'auth.token_invalid':
      'Ce lien n’est plus valable : il a été utilisé, remplacé par un plus récent, ou est trop ancien. Demandez-en un autre.',
    'auth.email_unverified': 'Confirmez d’abord votre adresse e-mail : nous vous avons envoyé un lien.',
    'auth.email_taken': 'Un compte existe déjà avec cette adresse e-mail. Connectez-vous plutôt.',
    'auth.busy':
      'Un très grand nombre de personnes se connectent en ce moment. Réessayez dans quelques secondes.',
    'auth.password_common':
      'Choisissez un autre mot de passe : celui-ci est parmi les premiers que l’on essaierait. Il est très courant, ou n’est guère plus que votre nom, votre adresse ou le nôtre.',
    'auth.password_length': 'Un mot de passe compte de {min} à {max} caractères.',
    'session.not_found': 'Cette session n’existe pas. Elle est peut-être déjà terminée.',
    'auth.password_wrong': 'Le mot de passe est incorrect.',
    'auth.second_factor_required':
      'Saisissez aussi le code de votre application d’authentification, ou un code de secours.',
    'auth.second_factor_invalid': 'Ce code est incorrect ou a déjà servi. Attendez le suivant.',
    'auth.second_factor_limited': 'Trop de codes ont été essayés. Attendez quelques minutes.',
    'auth.second_factor_on': 'Un second facteur est déjà actif. Retirez-le avant d’en configurer un autre.',
    'auth.second_factor_off': 'Ce compte n’a pas de second facteur.',
    'auth.second_factor_unprepared': 'Demandez d’abord un secret, puis confirmez-le avec un code.',
    'user.not_found': 'Ce compte n’existe pas.',
    'user.self_suspension':
      'Vous ne pouvez pas vous suspendre vous-même. Demandez à un autre administrateur.',
    'auth.owns_workspaces':
      'Transférez d’abord ces espaces de travail, ou retirez leurs autres membres : {names}. Vous en êtes le seul propriétaire.',
    'auth.last_administrator':
      'Vous êtes le dernier administrateur de cette installation. Quelqu’un doit s’en occuper.',
    'access.undeclared': 'Cette adresse est fermée, car personne n’a déclaré qui peut l’utiliser.',
  },
  de: {
    'auth.unauthenticated':
      'Melden Sie sich dafür an. Ihr Zugriffstoken fehlt, ist abgelaufen oder ungültig.',
    'auth.invalid_credentials': 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
    'auth.refresh_invalid': 'Ihre Sitzung ist beendet. Melden Sie sich erneut an.',
    'auth.token_invalid':
      'Dieser Link gilt nicht mehr: Er wurde benutzt, durch einen neueren ersetzt oder ist zu alt. Fordern Sie einen neuen an.',
    'auth.email_unverified':
      'Bestätigen Sie zuerst Ihre E-Mail-Adresse: Wir haben Ihnen einen Link gesendet.',
    'auth.email_taken': 'Zu dieser E-Mail-Adresse gibt es bereits ein Konto. Melden Sie sich stattdessen an.',
    'auth.busy':
      'Gerade melden sich sehr viele Menschen an. Versuchen Sie es in einigen Sekunden noch einmal.',
    'auth.password_common':
      'Wählen Sie ein anderes Passwort: Dieses würde man mit als Erstes raten. Es ist sehr verbreitet oder kaum mehr als Ihr Name, Ihre Adresse oder der Name des Produkts.',
    'auth.password_length': 'Ein Passwort hat {min} bis {max} Zeichen.',
    'session.not_found': 'Diese Sitzung gibt es nicht. Vielleicht ist sie schon beendet.',
    'auth.password_wrong': 'Das Passwort stimmt nicht.',
    'auth.second_factor_required':
      'Geben Sie auch den Code Ihrer Authentifizierungs-App ein, oder einen Wiederherstellungscode.',
    'auth.second_factor_invalid':
      'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten.',
    'auth.second_factor_limited': 'Es wurden zu viele Codes probiert. Warten Sie einige Minuten.',
    'auth.second_factor_on':
      'Ein zweiter Faktor ist bereits in Kraft. Entfernen Sie ihn, bevor Sie einen anderen einrichten.',
    'auth.second_factor_off': 'Dieses Konto hat keinen zweiten Faktor.',
    'auth.second_factor_unprepared':
      'Fordern Sie zuerst ein Geheimnis an und bestätigen Sie es dann mit einem Code.',
    'user.not_found': 'Dieses Konto gibt es nicht.',
    'user.self_suspension': 'Sie können sich nicht selbst sperren. Bitten Sie einen anderen Verwalter darum.',
    'auth.owns_workspaces':
      'Übergeben Sie zuerst diese Arbeitsbereiche oder entfernen Sie ihre anderen Mitglieder: {names}. Sie sind deren einziger Eigentümer.',
    'auth.last_administrator':
      'Sie sind der letzte Verwalter dieser Installation. Jemand muss sich um sie kümmern.',
    'access.undeclared': 'Diese Adresse ist gesperrt, weil niemand festgelegt hat, wer sie benutzen darf.',
  },
};
