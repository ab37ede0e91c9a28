import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/** What an API answer is: data, whatever a browser is made to think of it. */
const API = /^\/(api|health|metrics)(\/|$)/i;

/** Features of browsers that no page of ours uses. */
const NO_FEATURES = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .join(', ');

/**
 * Headers that make browsers careful. Pages load what is ours and nothing else, and run no script that stands in them;
 * styles may (Swagger UI and the queue dashboard write some). Answers of the API may do nothing at all, and no cache
 * keeps them: nearly all are for one caller. Plain-http installations must not be sent to https.
 */
export function securityHeaders(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  const shared = {
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: { policy: 'same-origin' as const },
    crossOriginResourcePolicy: { policy: 'same-origin' as const },
    crossOriginEmbedderPolicy: true,
    xFrameOptions: { action: 'deny' as const },
  };
  const pages = helmet({
    ...shared,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'script-src-attr': ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'object-src': ["'none'"],
        // The queue dashboard names its own folder as the base of its addresses.
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
  });
  const api = helmet({
    ...shared,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    response.setHeader('Permissions-Policy', NO_FEATURES);
    if (!API.test(request.path)) return pages(request, response, next);
    response.setHeader('Cache-Control', 'no-store');
    api(request, response, next);
  };
}
