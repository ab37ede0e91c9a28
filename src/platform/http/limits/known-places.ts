import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { IncomingMessage } from 'node:http';
import type { CookieOptions, Response } from 'express';

import { AppConfig } from '../../config/index.js';
import { addressKey } from './address-key.js';
import { RateLimiter, type Subjects } from './rate-limiter.js';

const COOKIE = 'kyro_devices';
const DAY = 86_400;
const KNOWN_SECONDS = 90 * DAY;
/** People share a browser; the accounts that signed in last stay known. */
const ACCOUNTS_PER_BROWSER = 5;
const ENTRY = /^([\w-]{16})\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Where an account was signed in to before: browsers by a signed cookie, and addresses. Guesses from elsewhere use up
 * budgets that these do not draw on, so nobody can be kept out of their account by others who guess at it. The cookie
 * lets nobody in.
 */
@Injectable()
export class KnownPlaces {
  private readonly key: Buffer;
  private readonly cookie: CookieOptions;

  constructor(
    config: AppConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', config.jwtSecret, '', 'known-devices', 32));
    this.cookie = {
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicUrl.startsWith('https:'),
      path: '/',
      maxAge: KNOWN_SECONDS * 1_000,
    };
  }

  /** The budgets that an attempt at an account (in one spelling) draws on. */
  async subjectsOf(request: IncomingMessage & { ip?: string }, account: string): Promise<Subjects> {
    const ip = addressKey(request.ip);
    const name = accountKey(account);
    const device = this.entriesOf(request).find((entry) => this.isFor(entry, account));
    if (device) return { device: `${name}:${device.id}` };
    const subjects: Subjects = { ip, 'ip+account': `${name}:${ip}` };
    return (await this.limiter.store.recalls(`${name}:${ip}`)) ? subjects : { ...subjects, account: name };
  }

  /** After a success: this browser and this address are known for the account from now on. */
  async remember(
    request: IncomingMessage & { ip?: string },
    response: Response,
    account: string,
  ): Promise<void> {
    await this.limiter.store.remember(`${accountKey(account)}:${addressKey(request.ip)}`, KNOWN_SECONDS);
    const others = this.entriesOf(request).filter((entry) => !this.isFor(entry, account));
    const entries = [this.entryFor(account), ...others].slice(0, ACCOUNTS_PER_BROWSER);
    response.cookie(COOKIE, entries.map(({ text }) => text).join('!'), this.cookie);
  }

  private entriesOf(request: IncomingMessage): Entry[] {
    const value = parseCookie(request.headers.cookie ?? '')[COOKIE] ?? '';
    return value
      .split('!')
      .slice(0, ACCOUNTS_PER_BROWSER)
      .flatMap((text) => {
        const [, id, expiry, mac] = ENTRY.exec(text) ?? [];
        return id ? [{ text, id, expiry: Number(expiry), mac: mac }] : [];
      });
  }

  private entryFor(account: string): Entry {
    const id = randomBytes(12).toString('base64url');
    const expiry = Math.floor(Date.now() / 1_000) + KNOWN_SECONDS;
    const mac = this.mac(id, expiry, account);
    return { text: `${id}.${expiry}.${mac}`, id, expiry, mac };
  }

  private isFor({ id, expiry, mac }: Entry, account: string): boolean {
    const expected = Buffer.from(this.mac(id, expiry, account));
    return timingSafeEqual(Buffer.from(mac), expected) && expiry * 1_000 > Date.now();
  }

  private mac(id: string, expiry: number, account: string): string {
    return createHmac('sha256', this.key).update(`${id}.${expiry}.${account}`).digest('base64url');
  }
}

interface Entry {
  text: string;
  id: string;
  expiry: number;
  mac: string;
}

/** Addresses of people are kept nowhere but in their accounts. */
function accountKey(account: string): string {
  return createHash('sha256').update(account).digest('base64url').slice(0, 22);
}
