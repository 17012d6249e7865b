import helmet from 'helmet';

/**
 * On whatever is answered: only what comes from us is shown, run or asked. No inline script, no other site, no frame around it.
 * @param secure Whether people come by https.
 */
export function securityHeaders(secure: boolean) {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: [...self, 'data:'],
        fontSrc: self,
        connectSrc: self,
        manifestSrc: self,
        baseUri: ["'none'"],
        formAction: self,
        frameAncestors: ["'none'"],
      },
    },
    // A browser that is told this for an address without TLS would never find it again.
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' },
  });
}
