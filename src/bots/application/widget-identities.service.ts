import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

import { DomainError } from '../../kernel/domain-error.js';
import { isSiteUser, type SiteUser } from '../domain/site-user.js';
import { IdentitySecrets } from './identity-secrets.service.js';
import type { PublicWidget } from './ports/widget.repository.js';

/** What a site says of its user: either signs the id alone, or a token that holds everything. */
export interface IdentityClaim {
  userId?: string;
  name?: string;
  email?: string;
  /** HMAC-SHA256 of `userId` in hexadecimal. */
  hash?: string;
  /** A JWT, HS256, with the id as `sub`, perhaps `name` and `email`. */
  token?: string;
}

const SHA256_HEX = /^[\da-f]{64}$/i;

/** Believes what sites say of their users only as far as it is signed with the bot's identity secret. */
@Injectable()
export class WidgetIdentities {
  constructor(
    private readonly secrets: IdentitySecrets,
    private readonly jwt: JwtService,
  ) {}

  /**
   * Who the site says is there; undefined when it says nothing, or the bot does not care. Throws
   * `widget.identity_required` and `widget.identity_invalid` (unauthenticated).
   */
  whoIs({ bot, settings, sealedIdentitySecret }: PublicWidget, claim?: IdentityClaim): SiteUser | undefined {
    if (settings.identity === 'off') return undefined;
    if (!claim) {
      if (settings.identity === 'required')
        throw new DomainError('widget.identity_required', 'unauthenticated');
      return undefined;
    }
    const secret = sealedIdentitySecret && this.secrets.open(bot.id, sealedIdentitySecret);
    const user =
      secret && (claim.token === undefined ? hashed(secret, claim) : this.signed(secret, claim.token));
    if (!user) throw new DomainError('widget.identity_invalid', 'unauthenticated');
    return user;
  }

  /** Undefined for a token that is forged, over, not signed, or says something that no user can be. */
  private signed(secret: Buffer, token: string): SiteUser | undefined {
    try {
      const claims = this.jwt.verify<Record<string, unknown>>(token, {
        // A `KeyObject`: a text would be tried as a public key first.
        secret: createSecretKey(secret) as unknown as Buffer,
        algorithms: ['HS256'],
      });
      const { sub, name, email } = claims;
      const user = { userId: sub, name: name ?? null, email: email ?? null };
      return isSiteUser(user) ? user : undefined;
    } catch {
      return undefined;
    }
  }
}

function hashed(secret: Buffer, { userId, name, email, hash }: IdentityClaim): SiteUser | undefined {
  if (userId === undefined || !SHA256_HEX.test(hash ?? '')) return undefined;
  const expected = createHmac('sha256', secret).update(userId).digest();
  if (!timingSafeEqual(expected, Buffer.from(hash!, 'hex'))) return undefined;
  return { userId, name: name ?? null, email: email ?? null };
}
