/** Texts of the errors that reading a document or a web page can end with. */
export const documentsExtractionMessages = {
  en: {
    'document.empty': 'This file holds no text. Upload a file with content.',
    'document.no_text':
      'No text could be read from this document: it seems to hold scanned pages or pictures only. Upload a version with a text layer.',
    'document.encrypted':
      'This file is protected. Remove the password or the copy protection and upload it again.',
    'document.invalid':
      'This file is damaged or not what its type says. Open it in its program, save it again and upload that.',
    'document.encoding': 'The text of this file could not be decoded. Save it as UTF-8 and upload it again.',
    'document.type_mismatch':
      'The content of "{fileName}" does not match its name: it looks like {detected}. Upload it under its right type.',
    'document.type_unsupported':
      'Files of this kind ({detected}) cannot be read. Supported are PDF, DOCX, XLSX, CSV, HTML, Markdown and plain text.',
    'document.too_many_pages':
      'This document has {pages} pages; at most {limit} can be read. Split it into parts.',
    'document.too_large_unpacked':
      'Unpacked, this file is larger than the {limit} MB that can be read. Split it into parts.',
    'document.text_too_large':
      'This document holds more text than can be read at once (limit {limit}). Split it into parts.',
    'document.table_too_many_rows': 'This table has more than {limit} rows. Split it into parts.',
    'document.table_too_many_columns':
      'This table has more than {limit} columns. Remove the columns that are not needed.',
    'document.table_too_many_characters':
      'A row of this table is longer than {limit} characters. Often a quotation mark is not closed: check the file.',
    'document.table_invalid':
      'This table cannot be read near line {line}. Often a quotation mark is not closed: check the file.',
    'document.too_complex':
      'This document needs more memory than one document may use. Simplify it or split it into parts.',
    'document.timeout':
      'Reading this document took longer than {seconds} seconds. Split it into parts or try again later.',
    'document.extractor_crashed':
      'Reading this document was interrupted. It is tried again; if that does not help, upload it again.',
    'document.file_missing':
      'The stored file could not be opened. Try again; if that does not help, upload it again.',
    'url.not_allowed':
      'This address cannot be used: only public http and https pages on the usual ports are fetched. Check the spelling.',
    'url.unreachable': 'The page did not answer properly. Check the address or try again later.',
    'url.bad_status':
      'The site answered with status {status} instead of the page. Check that the page is public.',
    'url.robot_check':
      'The site shows a check for robots instead of the page. Save the page as a file and upload that.',
    'url.too_many_redirects':
      'The address forwards more than {limit} times. Use the address of the page itself.',
    'url.too_large': 'The page is larger than {limit} MB.',
  },
  es: {
    'document.empty': 'Este archivo no contiene texto. Suba un archivo con contenido.',
    'document.no_text':
      'No se pudo leer texto de este documento: parece contener solo páginas escaneadas o imágenes. Suba una versión con capa de texto.',
    'document.encrypted':
      'Este archivo está protegido. Quite la contraseña o la protección contra copia y súbalo de nuevo.',
    'document.invalid':
      'Este archivo está dañado o no es lo que indica su tipo. Ábralo en su programa, guárdelo otra vez y suba esa versión.',
    'document.encoding':
      'No se pudo descifrar el texto de este archivo. Guárdelo como UTF-8 y súbalo de nuevo.',
    'document.type_mismatch':
      'El contenido de «{fileName}» no corresponde a su nombre: parece {detected}. Súbalo con su tipo correcto.',
    'document.type_unsupported':
      'Los archivos de este tipo ({detected}) no se pueden leer. Se admiten PDF, DOCX, XLSX, CSV, HTML, Markdown y texto sin formato.',
    'document.too_many_pages':
      'Este documento tiene {pages} páginas; se pueden leer {limit} como máximo. Divídalo en partes.',
    'document.too_large_unpacked':
      'Descomprimido, este archivo supera los {limit} MB que se pueden leer. Divídalo en partes.',
    'document.text_too_large':
      'Este documento contiene más texto del que se puede leer de una vez (límite {limit}). Divídalo en partes.',
    'document.table_too_many_rows': 'Esta tabla tiene más de {limit} filas. Divídala en partes.',
    'document.table_too_many_columns':
      'Esta tabla tiene más de {limit} columnas. Quite las columnas que no hagan falta.',
    'document.table_too_many_characters':
      'Una fila de esta tabla supera los {limit} caracteres. A menudo falta cerrar una comilla: revise el archivo.',
    'document.table_invalid':
      'Esta tabla no se puede leer cerca de la línea {line}. A menudo falta cerrar una comilla: revise el archivo.',
    'document.too_complex':
      'Este documento necesita más memoria de la permitida. Simplifíquelo o divídalo en partes.',
    'document.timeout':
      'La lectura de este documento tardó más de {seconds} segundos. Divídalo en partes o inténtelo más tarde.',
    'document.extractor_crashed':
      'La lectura de este documento se interrumpió. Se intenta de nuevo; si no basta, súbalo otra vez.',
    'document.file_missing':
      'No se pudo abrir el archivo guardado. Inténtelo de nuevo; si no basta, súbalo otra vez.',
    'url.not_allowed':
      'Esta dirección no se puede usar: solo se leen páginas públicas http y https en los puertos habituales. Revise la ortografía.',
    'url.unreachable': 'La página no respondió correctamente. Revise la dirección o inténtelo más tarde.',
    'url.bad_status':
      'El sitio respondió con el estado {status} en lugar de la página. Compruebe que la página sea pública.',
    'url.robot_check':
      'El sitio muestra una comprobación contra robots en lugar de la página. Guarde la página como archivo y súbalo.',
    'url.too_many_redirects':
      'La dirección redirige más de {limit} veces. Use la dirección de la propia página.',
    'url.too_large': 'La página supera los {limit} MB.',
  },
  fr: {
    'document.empty': 'Ce fichier ne contient pas de texte. Envoyez un fichier avec du contenu.',
    'document.no_text':
      "Aucun texte n'a pu être lu dans ce document : il semble ne contenir que des pages numérisées ou des images. Envoyez une version avec une couche de texte.",
    'document.encrypted':
      'Ce fichier est protégé. Retirez le mot de passe ou la protection contre la copie et renvoyez-le.',
    'document.invalid':
      "Ce fichier est endommagé ou n'est pas du type annoncé. Ouvrez-le dans son programme, enregistrez-le à nouveau et envoyez cette version.",
    'document.encoding':
      "Le texte de ce fichier n'a pas pu être décodé. Enregistrez-le en UTF-8 et renvoyez-le.",
    'document.type_mismatch':
      'Le contenu de « {fileName} » ne correspond pas à son nom : cela ressemble à {detected}. Envoyez-le sous son vrai type.',
    'document.type_unsupported':
      'Les fichiers de ce type ({detected}) ne peuvent pas être lus. Formats acceptés : PDF, DOCX, XLSX, CSV, HTML, Markdown et texte brut.',
    'document.too_many_pages':
      'Ce document a {pages} pages ; {limit} au plus peuvent être lues. Divisez-le en parties.',
    'document.too_large_unpacked':
      'Décompressé, ce fichier dépasse les {limit} Mo qui peuvent être lus. Divisez-le en parties.',
    'document.text_too_large':
      "Ce document contient plus de texte qu'il n'est possible d'en lire en une fois (limite {limit}). Divisez-le en parties.",
    'document.table_too_many_rows': 'Ce tableau a plus de {limit} lignes. Divisez-le en parties.',
    'document.table_too_many_columns':
      'Ce tableau a plus de {limit} colonnes. Retirez les colonnes inutiles.',
    'document.table_too_many_characters':
      "Une ligne de ce tableau dépasse {limit} caractères. Souvent, un guillemet n'est pas fermé : vérifiez le fichier.",
    'document.table_invalid':
      "Ce tableau ne peut pas être lu près de la ligne {line}. Souvent, un guillemet n'est pas fermé : vérifiez le fichier.",
    'document.too_complex':
      "Ce document demande plus de mémoire qu'il n'est permis. Simplifiez-le ou divisez-le en parties.",
    'document.timeout':
      'La lecture de ce document a pris plus de {seconds} secondes. Divisez-le en parties ou réessayez plus tard.',
    'document.extractor_crashed':
      'La lecture de ce document a été interrompue. Elle est retentée ; si cela ne suffit pas, renvoyez le fichier.',
    'document.file_missing':
      "Le fichier enregistré n'a pas pu être ouvert. Réessayez ; si cela ne suffit pas, renvoyez-le.",
    'url.not_allowed':
      "Cette adresse ne peut pas être utilisée : seules les pages publiques http et https sur les ports habituels sont lues. Vérifiez l'orthographe.",
    'url.unreachable': "La page n'a pas répondu correctement. Vérifiez l'adresse ou réessayez plus tard.",
    'url.bad_status':
      'Le site a répondu avec le statut {status} au lieu de la page. Vérifiez que la page est publique.',
    'url.robot_check':
      'Le site affiche un contrôle anti-robots au lieu de la page. Enregistrez la page dans un fichier et envoyez-le.',
    'url.too_many_redirects':
      "L'adresse redirige plus de {limit} fois. Utilisez l'adresse de la page elle-même.",
    'url.too_large': 'La page dépasse {limit} Mo.',
  },
  de: {
    'document.empty': 'Diese Datei enthält keinen Text. Laden Sie eine Datei mit Inhalt hoch.',
    'document.no_text':
      'Aus diesem Dokument ließ sich kein Text lesen: Es scheint nur gescannte Seiten oder Bilder zu enthalten. Laden Sie eine Fassung mit Textebene hoch.',
    'document.encrypted':
      'Diese Datei ist geschützt. Entfernen Sie das Passwort oder den Kopierschutz und laden Sie sie erneut hoch.',
    'document.invalid':
      'Diese Datei ist beschädigt oder nicht das, was ihr Typ sagt. Öffnen Sie sie in ihrem Programm, speichern Sie sie neu und laden Sie diese hoch.',
    'document.encoding':
      'Der Text dieser Datei ließ sich nicht entschlüsseln. Speichern Sie sie als UTF-8 und laden Sie sie erneut hoch.',
    'document.type_mismatch':
      'Der Inhalt von „{fileName}“ passt nicht zum Namen: Es sieht nach {detected} aus. Laden Sie die Datei unter ihrem richtigen Typ hoch.',
    'document.type_unsupported':
      'Dateien dieser Art ({detected}) können nicht gelesen werden. Möglich sind PDF, DOCX, XLSX, CSV, HTML, Markdown und reiner Text.',
    'document.too_many_pages':
      'Dieses Dokument hat {pages} Seiten; höchstens {limit} können gelesen werden. Teilen Sie es auf.',
    'document.too_large_unpacked':
      'Entpackt ist diese Datei größer als die {limit} MB, die gelesen werden können. Teilen Sie sie auf.',
    'document.text_too_large':
      'Dieses Dokument enthält mehr Text, als auf einmal gelesen werden kann (Grenze {limit}). Teilen Sie es auf.',
    'document.table_too_many_rows': 'Diese Tabelle hat mehr als {limit} Zeilen. Teilen Sie sie auf.',
    'document.table_too_many_columns':
      'Diese Tabelle hat mehr als {limit} Spalten. Entfernen Sie nicht benötigte Spalten.',
    'document.table_too_many_characters':
      'Eine Zeile dieser Tabelle ist länger als {limit} Zeichen. Oft ist ein Anführungszeichen nicht geschlossen: Prüfen Sie die Datei.',
    'document.table_invalid':
      'Diese Tabelle lässt sich bei Zeile {line} nicht lesen. Oft ist ein Anführungszeichen nicht geschlossen: Prüfen Sie die Datei.',
    'document.too_complex':
      'Dieses Dokument braucht mehr Speicher, als ein Dokument nutzen darf. Vereinfachen Sie es oder teilen Sie es auf.',
    'document.timeout':
      'Das Lesen dieses Dokuments dauerte länger als {seconds} Sekunden. Teilen Sie es auf oder versuchen Sie es später.',
    'document.extractor_crashed':
      'Das Lesen dieses Dokuments wurde unterbrochen. Es wird erneut versucht; hilft das nicht, laden Sie es noch einmal hoch.',
    'document.file_missing':
      'Die gespeicherte Datei ließ sich nicht öffnen. Versuchen Sie es erneut; hilft das nicht, laden Sie sie noch einmal hoch.',
    'url.not_allowed':
      'Diese Adresse kann nicht verwendet werden: Nur öffentliche http- und https-Seiten an den üblichen Ports werden abgerufen. Prüfen Sie die Schreibweise.',
    'url.unreachable':
      'Die Seite hat nicht richtig geantwortet. Prüfen Sie die Adresse oder versuchen Sie es später.',
    'url.bad_status':
      'Die Website hat mit Status {status} statt der Seite geantwortet. Prüfen Sie, ob die Seite öffentlich ist.',
    'url.robot_check':
      'Die Website zeigt eine Roboterprüfung statt der Seite. Speichern Sie die Seite als Datei und laden Sie diese hoch.',
    'url.too_many_redirects':
      'Die Adresse leitet mehr als {limit} Mal weiter. Verwenden Sie die Adresse der Seite selbst.',
    'url.too_large': 'Die Seite ist größer als {limit} MB.',
  },
};
