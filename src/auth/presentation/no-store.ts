import type { NextFunction, Request, Response } from 'express';

/** Credentials and accounts are for their owner's eyes: no cache keeps an answer, refusals and empty ones included. */
export function noStore(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
