export type VaultErrorReason =
  /** Not made by a sealer, or cut short. */
  | 'not_sealed'
  /** Made by a later version of the product. */
  | 'unknown_version'
  /** Sealed for a key this opener does not hold: it was lost, or another installation's. */
  | 'unknown_key'
  /** Changed since, or sealed for another purpose. */
  | 'not_genuine'

/** Why something sealed could not be opened. Never says anything of the content. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly reason: VaultErrorReason

  constructor(reason: VaultErrorReason, message: string) {
    super(message)
    this.reason = reason
  }
}
