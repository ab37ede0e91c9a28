import type { MailTexts } from './mail-text.js';

export const es: MailTexts = {
  greeting: 'Hola, {name}:',
  greetingUnnamed: 'Hola:',
  linkHint: 'Si el botón no funciona, abre esta dirección en tu navegador:',
  footer:
    'KyroChat ha enviado este mensaje por tu cuenta o por una invitación. Por favor, no respondas a este correo.',
  roles: { owner: 'propietario', admin: 'administrador', editor: 'editor', viewer: 'lector' },
  mails: {
    'verify-email': {
      subject: 'Confirma tu dirección de correo',
      lines: [
        'Confirma que esta dirección es tuya para que podamos avisarte de lo que ocurra con tu cuenta.',
      ],
      action: 'Confirmar dirección',
      notes: ['El enlace vale durante {hours} horas. Si no has creado una cuenta, ignora este mensaje.'],
    },
    'reset-password': {
      subject: 'Restablece tu contraseña',
      lines: ['Alguien, esperamos que tú, ha pedido una contraseña nueva para tu cuenta.'],
      action: 'Elegir una contraseña',
      notes: [
        'El enlace vale una sola vez, durante {minutes} minutos. Si no has sido tú, ignora este mensaje: tu contraseña no cambia.',
      ],
    },
    'password-changed': {
      subject: 'Se ha cambiado tu contraseña',
      lines: [
        'La contraseña de tu cuenta se cambió el {time} desde la dirección {ip}. Se ha cerrado la sesión en los demás dispositivos.',
        'Si no has sido tú, restablece tu contraseña de inmediato.',
      ],
    },
    'approve-email-change': {
      subject: 'Aprueba una nueva dirección de correo',
      lines: ['Tu cuenta va a usar la dirección {newEmail} a partir de ahora. Por favor, aprueba el cambio.'],
      action: 'Aprobar el cambio',
      notes: [
        'El enlace vale durante {hours} horas. Si no lo has pedido, cambia tu contraseña: alguien la conoce.',
      ],
    },
    'confirm-email-change': {
      subject: 'Confirma tu nueva dirección de correo',
      lines: ['Confirma que esta dirección es tuya. Después la usarás para iniciar sesión.'],
      action: 'Confirmar dirección',
      notes: [
        'El cambio también debe aprobarse desde la dirección anterior. El enlace vale durante {hours} horas.',
        'Si no lo has pedido, ignora este mensaje.',
      ],
    },
    'email-changed': {
      subject: 'Se ha cambiado tu dirección de correo',
      lines: [
        'Ahora inicias sesión con {newEmail}. Esta dirección ya no pertenece a tu cuenta.',
        'Si no has sido tú, dirígete a los responsables de esta instalación.',
      ],
    },
    'already-registered': {
      subject: 'Ya tienes una cuenta',
      lines: [
        'Alguien ha intentado crear una cuenta con tu dirección, pero ya tienes una. ¿Has sido tú? Inicia sesión.',
      ],
      action: 'Iniciar sesión',
      notes: ['Allí puedes restablecer una contraseña olvidada. Si no has sido tú, no ha pasado nada.'],
    },
    'second-factor-changed': {
      subject: 'El inicio de sesión en dos pasos está activado',
      lines: [
        'Desde el {time}, iniciar sesión en tu cuenta requiere también un código (activado desde la dirección {ip}). Guarda tus códigos de recuperación en un lugar seguro.',
        'Si no has sido tú, dirígete a los responsables de esta instalación.',
      ],
    },
    'second-factor-removed': {
      subject: 'El inicio de sesión en dos pasos está desactivado',
      lines: [
        'Desde el {time}, iniciar sesión en tu cuenta solo requiere tu contraseña (cambiado desde la dirección {ip}).',
        'Si no has sido tú, cambia tu contraseña de inmediato.',
      ],
    },
    'account-deletion-scheduled': {
      subject: 'Tu cuenta se va a eliminar',
      lines: [
        'Como pediste, tu cuenta y todo lo que hay en tu espacio personal se eliminarán el {date}.',
        '¿Has cambiado de idea? Inicia sesión antes de ese día y conserva la cuenta.',
      ],
      action: 'Iniciar sesión',
    },
    'account-deleted': {
      subject: 'Tu cuenta se ha eliminado',
      lines: [
        'Tu cuenta y todo lo que había en tu espacio personal se han eliminado. Gracias por haber estado con nosotros.',
      ],
    },
    invitation: {
      subject: '{inviter} te invita a {workspace}',
      lines: ['{inviter} te invita a trabajar en los chatbots de {workspace}, como {role}.'],
      action: 'Ver la invitación',
      notes: ['La invitación vale durante {days} días. Si no conoces a {inviter}, ignora este mensaje.'],
    },
    'ownership-transferred': {
      subject: '{workspace} tiene un nuevo propietario',
      lines: ['El espacio de trabajo {workspace} pertenece ahora a {newOwner}.'],
    },
    'ownership-inherited': {
      subject: '{workspace} ahora es tuyo',
      lines: [
        'Se ha eliminado la cuenta de la única persona propietaria del espacio de trabajo {workspace}. De los miembros con más permisos eras quien llevaba más tiempo, así que desde ahora te pertenece.',
      ],
      action: 'Ir al espacio de trabajo',
      notes: ['¿No lo quieres? Invita a alguien o cédelo a otro miembro.'],
    },
  },
};
