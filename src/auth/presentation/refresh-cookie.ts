import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

import { AppConfig } from '../../platform/config/index.js';
import { SESSION_IDLE_DAYS } from '../domain/session.js';

const NAME = 'kyro_refresh';
const DAY_MS = 86_400_000;

/** The browser's place for the refresh token: out of reach for scripts, and sent to the auth routes only. */
@Injectable()
export class RefreshCookie {
  private readonly options: CookieOptions;

  constructor(config: AppConfig) {
    this.options = {
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicUrl.startsWith('https:'),
      path: '/api/v1/auth',
    };
  }

  read(request: Request): string | undefined {
    return parseCookie(request.headers.cookie ?? '')[NAME];
  }

  write(response: Response, refreshToken: string): void {
    response.cookie(NAME, refreshToken, { ...this.options, maxAge: SESSION_IDLE_DAYS * DAY_MS });
  }

  clear(response: Response): void {
    response.clearCookie(NAME, this.options);
  }
}
