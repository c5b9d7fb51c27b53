/** Words for what a server showed that must not be taken for a mistake: each is put into the record. */
export const pullRefusals: readonly string[] = [
  'host_key_changed',
  /** The answer has no signature, or one that is not of the provider’s key, or is older than its time. */
  'answer_not_signed',
  'answer_signature_wrong',
  'answer_old',
  /** The file is not the one the provider told of. */
  'hash_wrong',
  /** It sends elsewhere than the provider is. */
  'redirected',
  'elsewhere',
]
