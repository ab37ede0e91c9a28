/** Whom a visitor's token names. */
export interface VisitorClaims {
  visitorId: string;
  botId: string;
  /** Their site has said who they are, and proved it. */
  identified: boolean;
}

/** Port: the tokens of visitors. Fulfilled by `auth`, with the key of all tokens and an audience of their own. */
export abstract class VisitorTokens {
  /** A token that is good for 30 days. */
  abstract sign(claims: VisitorClaims): { token: string; expiresAt: Date };
  /** Undefined for everything that is no live token of a visitor, access tokens of people included. */
  abstract read(token: string): VisitorClaims | undefined;
  /** The same for tokens that may be over, only to tell whose pages may be told that they are. */
  abstract readExpired(token: string): VisitorClaims | undefined;
}
