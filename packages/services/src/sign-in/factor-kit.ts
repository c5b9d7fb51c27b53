/** What the dashboard lends to verbs about factors: hashing, the seal of its own key, and the site passkeys are made for. */
export interface FactorKit {
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (given: { readonly hash: string; readonly password: string }) => Promise<boolean>
  /** Sealed with `AUTH_SECRET`, which the database does not hold. */
  readonly seal: (plain: string) => Promise<string>
  readonly open: (sealed: string) => Promise<string>
  /** WebAuthn's relying party. */
  readonly site: { readonly id: string; readonly name: string; readonly origins: readonly string[] }
}
