/** What Google answers instead of a result. Thrown inside the stand-in, written to the wire by the server. */
export class GoogleError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, body: unknown, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'GoogleError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

interface ErrorPlace {
  domain?: string;
  location?: string;
  locationType?: 'parameter' | 'header';
}

/** The shape the Calendar backend answers with. It carries no `status` word: only Google's front end adds one. */
export function calendarError(code: number, reason: string, message: string, place: ErrorPlace = {}): GoogleError {
  const { domain = 'global', ...where } = place;
  return new GoogleError(code, message, {
    error: { errors: [{ domain, reason, message, ...where }], code, message },
  });
}

/** The shape of Google's newer front end: what is refused before Calendar sees it. */
function frontEndError(
  code: number,
  status: string,
  message: string,
  item: { domain?: string; reason: string; message: string; location?: string; locationType?: string },
  more: { details?: unknown[]; headers?: Record<string, string> } = {},
): GoogleError {
  return new GoogleError(
    code,
    message,
    {
      error: {
        code,
        message,
        errors: [{ domain: 'global', ...item }],
        status,
        ...(more.details === undefined ? {} : { details: more.details }),
      },
    },
    more.headers,
  );
}

/** The shape of the Meet API, which has no `errors` list. */
export function meetError(code: number, status: string, message: string, details?: unknown[]): GoogleError {
  return new GoogleError(code, message, {
    error: { code, message, status, ...(details === undefined ? {} : { details }) },
  });
}

/** The shape of the token endpoint (RFC 6749, section 5.2). */
export function oauthError(status: number, error: string, description?: string): GoogleError {
  return new GoogleError(status, error, {
    error,
    ...(description === undefined ? {} : { error_description: description }),
  });
}

export const invalid = (message: string) => calendarError(400, 'invalid', message);
export const required = (message: string) => calendarError(400, 'required', message);
export const notFound = () => calendarError(404, 'notFound', 'Not Found');
export const conditionNotMet = () =>
  calendarError(412, 'conditionNotMet', 'Precondition Failed', { location: 'If-Match', locationType: 'header' });

/** Says aloud that the real Google could do this and the stand-in cannot, so that nobody takes it for Google's refusal. */
export const notInTheStandIn = (what: string) =>
  calendarError(501, 'notImplemented', `The stand-in for Google does not do this: ${what}.`);

const CREDENTIALS =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
  'See https://developers.google.com/identity/sign-in/web/devconsole-project.';

export const missingCredentials = () =>
  frontEndError(
    401,
    'UNAUTHENTICATED',
    `Request is missing required authentication credential. ${CREDENTIALS}`,
    { reason: 'required', message: 'Login Required.', location: 'Authorization', locationType: 'header' },
    { headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' } },
  );

export const invalidCredentials = () =>
  frontEndError(
    401,
    'UNAUTHENTICATED',
    `Request had invalid authentication credentials. ${CREDENTIALS}`,
    { reason: 'authError', message: 'Invalid Credentials', location: 'Authorization', locationType: 'header' },
    { headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' } },
  );

/** `method` as in the discovery documents: `calendar.v3.Freebusy.Query`. */
export function insufficientScopes(service: 'calendar-json' | 'meet', method: string): GoogleError {
  const message = 'Request had insufficient authentication scopes.';
  const details = [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
      domain: 'googleapis.com',
      metadata: { service: `${service}.googleapis.com`, method },
    },
  ];
  if (service === 'meet') return meetError(403, 'PERMISSION_DENIED', message, details);
  return frontEndError(
    403,
    'PERMISSION_DENIED',
    message,
    { reason: 'insufficientPermissions', message: 'Insufficient Permission' },
    {
      details,
      headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"' },
    },
  );
}

/** Failures a test can order by name; the reasons are those on the wire (`calendarUsageLimitsExceeded` is not one). */
export const namedFailures = {
  rateLimitExceeded: () => calendarError(403, 'rateLimitExceeded', 'Rate Limit Exceeded', { domain: 'usageLimits' }),
  userRateLimitExceeded: () =>
    calendarError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain: 'usageLimits' }),
  quotaExceeded: () =>
    calendarError(403, 'quotaExceeded', 'Calendar usage limits exceeded.', { domain: 'usageLimits' }),
  tooManyRequests: () =>
    frontEndError(
      429,
      'RESOURCE_EXHAUSTED',
      'Quota exceeded for quota metric.',
      { domain: 'usageLimits', reason: 'rateLimitExceeded', message: 'Rate Limit Exceeded' },
      { headers: { 'retry-after': '2' } },
    ),
  serviceUnavailable: () =>
    frontEndError(503, 'UNAVAILABLE', 'The service is currently unavailable.', {
      reason: 'backendError',
      message: 'Service unavailable. Please try again later.',
    }),
  authError: invalidCredentials,
  invalid_grant: () => oauthError(400, 'invalid_grant', 'Token has been expired or revoked.'),
} satisfies Record<string, () => GoogleError>;
