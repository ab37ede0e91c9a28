import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const botsMessages: MessageCatalog = {
  en: {
    'bot.not_found': 'This bot does not exist or you have no access to it.',
    'widget.origin_not_allowed':
      'This bot may not be shown on pages of this site. Its owner can add the site to the domains of the widget.',
    'widget.identity_invalid':
      'The signature that names the user is not valid. It must be made with the bot’s current identity secret.',
    'widget.identity_required': 'This bot is only for users whom the site has signed in.',
    'validation.is_domain_entry': 'Must be a host name such as example.com, *.example.com or localhost:8080.',
    'validation.is_widget_texts':
      'Must hold texts by language tag: title, subtitle, placeholder, launcherLabel and welcomeMessage, none too long.',
  },
  es: {
    'bot.not_found': 'Este bot no existe o no tienes acceso a él.',
    'widget.origin_not_allowed':
      'Este bot no puede mostrarse en páginas de este sitio. Su propietario puede añadir el sitio a los dominios del widget.',
    'widget.identity_invalid':
      'La firma que identifica al usuario no es válida. Debe hacerse con el secreto de identidad actual del bot.',
    'widget.identity_required': 'Este bot es solo para usuarios que han iniciado sesión en el sitio.',
    'validation.is_domain_entry':
      'Debe ser un nombre de host como example.com, *.example.com o localhost:8080.',
    'validation.is_widget_texts':
      'Debe contener textos por idioma: title, subtitle, placeholder, launcherLabel y welcomeMessage, ninguno demasiado largo.',
  },
  fr: {
    'bot.not_found': 'Ce bot n’existe pas ou vous n’y avez pas accès.',
    'widget.origin_not_allowed':
      'Ce bot ne peut pas être affiché sur les pages de ce site. Son propriétaire peut ajouter le site aux domaines du widget.',
    'widget.identity_invalid':
      'La signature qui désigne l’utilisateur n’est pas valable. Elle doit être faite avec le secret d’identité actuel du bot.',
    'widget.identity_required': 'Ce bot est réservé aux utilisateurs connectés au site.',
    'validation.is_domain_entry':
      'Doit être un nom d’hôte tel que example.com, *.example.com ou localhost:8080.',
    'validation.is_widget_texts':
      'Doit contenir des textes par langue : title, subtitle, placeholder, launcherLabel et welcomeMessage, aucun trop long.',
  },
  de: {
    'bot.not_found': 'Diesen Bot gibt es nicht, oder Sie haben keinen Zugriff darauf.',
    'widget.origin_not_allowed':
      'Dieser Bot darf auf Seiten dieser Website nicht gezeigt werden. Wem er gehört, kann sie bei den Domains des Widgets eintragen.',
    'widget.identity_invalid':
      'Die Signatur, die den Benutzer nennt, ist nicht gültig. Sie muss mit dem derzeitigen Identitätsgeheimnis des Bots gemacht sein.',
    'widget.identity_required': 'Dieser Bot ist nur für Benutzer da, die auf der Website angemeldet sind.',
    'validation.is_domain_entry':
      'Muss ein Hostname wie example.com, *.example.com oder localhost:8080 sein.',
    'validation.is_widget_texts':
      'Muss Texte nach Sprache enthalten: title, subtitle, placeholder, launcherLabel und welcomeMessage, keinen zu langen.',
  },
};
