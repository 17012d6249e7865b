/** Google's sign-in, as far as it is needed: send a browser there, and learn from what it brings back who is in front of it. */
export interface GoogleDoor {
  /** The page at Google that asks the person. */
  address(options: { purpose: SignInPurpose; state: string; nonce: string; challenge: string }): string;
  /** What the browser brought back, against tokens. `nonce` and `verifier` are those of the same attempt. */
  redeem(options: { purpose: SignInPurpose; code: string; nonce: string; verifier: string }): Promise<Redeemed>;
  /** Ends a token at Google, and with it everything that this person's account lets Confab do. */
  revoke(refreshToken: string): Promise<'revoked' | 'unavailable'>;
}

/** Where Google sends browsers back to, at our own address: PUBLIC_URL with this behind it is what has to be registered with the OAuth client. */
export const googleCallback = '/api/auth/google/callback';

/** `sign-in` asks who the person is, and no more; `calendar` asks for their calendar, for as long as they let us. */
export type SignInPurpose = 'sign-in' | 'calendar';

export interface GoogleIdentity {
  sub: string;
  email: string;
}

export type Redeemed =
  | {
      ok: true;
      identity: GoogleIdentity;
      /** Null where Google gave none. */
      refreshToken: string | null;
      scopes: string[];
      /** What was asked for and not granted, as people call it ("see when you are free or busy"). */
      missing: string[];
    }
  /** `unavailable`: Google does not answer. `refused`: it does not take the code. `untrue`: its answer is not about this attempt. */
  | { ok: false; reason: 'unavailable' | 'refused' | 'untrue' };
