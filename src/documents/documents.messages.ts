import type { MessageCatalog } from '../platform/http/i18n/index.js';
import { documentsExtractionMessages as extraction } from './documents-extraction.messages.js';

export const documentsMessages: MessageCatalog = {
  en: {
    ...extraction.en,
    'document.not_found': 'This document does not exist or you have no access to it.',
    'document.no_file': 'There is no file yet: the page has not been fetched.',
    'document.busy': 'Somebody else is changing this document right now. Try again in a second.',
    'document.gave_up':
      'Reading this document was interrupted again and again, so it was given up. Start it again, or upload it in parts.',
    'upload.no_files': 'The upload holds no file. Send one or more files in the field "files".',
    'upload.duplicate_name': 'Two files of this upload are called "{fileName}". Rename one of them.',
    'upload.not_multipart': 'Send files as multipart/form-data, in the field "files".',
    'upload.malformed': 'The upload is broken or incomplete. Send it again.',
    'upload.unexpected_field': 'The upload holds something other than files in the field "files". Remove it.',
    'upload.too_many_files': 'At most {limit} files can be sent at once. Send the rest in another upload.',
    'upload.stalled': 'The upload came in too slowly and was ended. Check the connection and try again.',
    'upload.aborted': 'The upload was ended before it was complete.',
  },
  es: {
    ...extraction.es,
    'document.not_found': 'Este documento no existe o usted no tiene acceso a él.',
    'document.no_file': 'Aún no hay archivo: la página no se ha descargado todavía.',
    'document.busy': 'Otra persona está cambiando este documento. Inténtelo de nuevo en un segundo.',
    'document.gave_up':
      'La lectura de este documento se interrumpió una y otra vez y se abandonó. Iníciela de nuevo o súbalo por partes.',
    'upload.no_files': 'La subida no contiene ningún archivo. Envíe uno o más archivos en el campo "files".',
    'upload.duplicate_name': 'Dos archivos de esta subida se llaman "{fileName}". Cambie el nombre de uno.',
    'upload.not_multipart': 'Envíe los archivos como multipart/form-data, en el campo "files".',
    'upload.malformed': 'La subida está dañada o incompleta. Envíela de nuevo.',
    'upload.unexpected_field': 'La subida contiene algo que no son archivos en el campo "files". Quítelo.',
    'upload.too_many_files':
      'Se pueden enviar como máximo {limit} archivos a la vez. Envíe el resto en otra subida.',
    'upload.stalled':
      'La subida llegaba demasiado despacio y se cortó. Revise la conexión e inténtelo de nuevo.',
    'upload.aborted': 'La subida se interrumpió antes de terminar.',
  },
  fr: {
    ...extraction.fr,
    'document.not_found': 'Ce document n’existe pas ou vous n’y avez pas accès.',
    'document.no_file': 'Il n’y a pas encore de fichier : la page n’a pas été téléchargée.',
    'document.busy': 'Quelqu’un d’autre modifie ce document. Réessayez dans une seconde.',
    'document.gave_up':
      'La lecture de ce document a été interrompue à plusieurs reprises et abandonnée. Relancez-la ou envoyez-le en plusieurs parties.',
    'upload.no_files':
      'L’envoi ne contient aucun fichier. Envoyez un ou plusieurs fichiers dans le champ « files ».',
    'upload.duplicate_name': 'Deux fichiers de cet envoi s’appellent « {fileName} ». Renommez l’un d’eux.',
    'upload.not_multipart': 'Envoyez les fichiers en multipart/form-data, dans le champ « files ».',
    'upload.malformed': 'L’envoi est endommagé ou incomplet. Recommencez.',
    'upload.unexpected_field':
      'L’envoi contient autre chose que des fichiers dans le champ « files ». Retirez-le.',
    'upload.too_many_files':
      'On peut envoyer au plus {limit} fichiers à la fois. Envoyez le reste séparément.',
    'upload.stalled': 'L’envoi arrivait trop lentement et a été arrêté. Vérifiez la connexion et réessayez.',
    'upload.aborted': 'L’envoi a été interrompu avant la fin.',
  },
  de: {
    ...extraction.de,
    'document.not_found': 'Dieses Dokument gibt es nicht, oder Sie haben keinen Zugriff darauf.',
    'document.no_file': 'Es gibt noch keine Datei: Die Seite wurde noch nicht abgerufen.',
    'document.busy': 'Jemand anderes ändert dieses Dokument gerade. Versuchen Sie es gleich noch einmal.',
    'document.gave_up':
      'Das Lesen dieses Dokuments wurde immer wieder unterbrochen und aufgegeben. Starten Sie es neu oder laden Sie es in Teilen hoch.',
    'upload.no_files':
      'Der Upload enthält keine Datei. Senden Sie eine oder mehrere Dateien im Feld „files“.',
    'upload.duplicate_name': 'Zwei Dateien dieses Uploads heißen „{fileName}“. Benennen Sie eine davon um.',
    'upload.not_multipart': 'Senden Sie Dateien als multipart/form-data im Feld „files“.',
    'upload.malformed': 'Der Upload ist beschädigt oder unvollständig. Senden Sie ihn noch einmal.',
    'upload.unexpected_field':
      'Der Upload enthält etwas anderes als Dateien im Feld „files“. Entfernen Sie es.',
    'upload.too_many_files':
      'Höchstens {limit} Dateien können auf einmal gesendet werden. Senden Sie den Rest getrennt.',
    'upload.stalled':
      'Der Upload kam zu langsam an und wurde beendet. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
    'upload.aborted': 'Der Upload wurde vorzeitig beendet.',
  },
};
