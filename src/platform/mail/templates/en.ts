import type { MailTexts } from './mail-text.js';

export const en: MailTexts = {
  greeting: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  linkHint: 'If the button does not work, open this address in your browser:',
  footer:
    'This mail was sent by KyroChat because of your account or an invitation. Please do not reply to it.',
  roles: { owner: 'owner', admin: 'administrator', editor: 'editor', viewer: 'viewer' },
  mails: {
    'verify-email': {
      subject: 'Confirm your e-mail address',
      lines: ['Please confirm that this address is yours, so that we can reach you about your account.'],
      action: 'Confirm address',
      notes: ['The link works for {hours} hours. If you made no account, ignore this mail.'],
    },
    'reset-password': {
      subject: 'Reset your password',
      lines: ['Somebody, hopefully you, asked to set a new password for your account.'],
      action: 'Set a new password',
      notes: [
        'The link works once, for {minutes} minutes. If it was not you, ignore this mail: your password stays as it is.',
      ],
    },
    'password-changed': {
      subject: 'Your password was changed',
      lines: [
        'The password of your account was changed on {time} from the address {ip}. All other devices have been signed out.',
        'If it was not you, reset your password at once.',
      ],
    },
    'approve-email-change': {
      subject: 'Approve a new e-mail address',
      lines: ['Your account is to use the address {newEmail} from now on. Please approve the change.'],
      action: 'Approve the change',
      notes: [
        'The link works for {hours} hours. If you did not ask for this, change your password: somebody knows it.',
      ],
    },
    'confirm-email-change': {
      subject: 'Confirm your new e-mail address',
      lines: ['Please confirm that this address is yours. It will then be the one you sign in with.'],
      action: 'Confirm address',
      notes: [
        'The change also has to be approved from the old address. The link works for {hours} hours.',
        'If you did not ask for this, ignore this mail.',
      ],
    },
    'email-changed': {
      subject: 'Your e-mail address was changed',
      lines: [
        'You now sign in with {newEmail}. This address is no longer used for your account.',
        'If it was not you, turn to whoever runs this installation.',
      ],
    },
    'already-registered': {
      subject: 'You have an account already',
      lines: [
        'Somebody tried to make an account with your address, but you have one. Was it you? Then sign in.',
      ],
      action: 'Sign in',
      notes: [
        'If you forgot your password, you can reset it there. If it was not you, nothing has happened.',
      ],
    },
    'second-factor-changed': {
      subject: 'Two-factor sign-in is on',
      lines: [
        'Since {time} signing in to your account also needs a code (set up from the address {ip}). Keep your recovery codes in a safe place.',
        'If it was not you, turn to whoever runs this installation.',
      ],
    },
    'second-factor-removed': {
      subject: 'Two-factor sign-in is off',
      lines: [
        'Since {time} signing in to your account needs your password only (changed from the address {ip}).',
        'If it was not you, change your password at once.',
      ],
    },
    'account-deletion-scheduled': {
      subject: 'Your account will be deleted',
      lines: [
        'As you asked, your account and everything in your personal workspace will be deleted on {date}.',
        'You have changed your mind? Sign in before that day and keep the account.',
      ],
      action: 'Sign in',
    },
    'account-deleted': {
      subject: 'Your account was deleted',
      lines: [
        'Your account and everything in your personal workspace are gone. Thank you for having been with us.',
      ],
    },
    invitation: {
      subject: '{inviter} invites you to {workspace}',
      lines: ['{inviter} invites you to work on the chatbots of {workspace}, as {role}.'],
      action: 'See the invitation',
      notes: ['The invitation is good for {days} days. If you do not know {inviter}, ignore this mail.'],
    },
    'ownership-transferred': {
      subject: '{workspace} has a new owner',
      lines: ['The workspace {workspace} now belongs to {newOwner}.'],
    },
    'ownership-inherited': {
      subject: 'You are the owner of {workspace} now',
      lines: [
        'The account of the only owner of the workspace {workspace} was deleted. Of the members with the most rights you have been there longest, so it belongs to you from now on.',
      ],
      action: 'Go to the workspace',
      notes: ['You do not want to own it? Invite somebody, or hand it to another member.'],
    },
  },
};
