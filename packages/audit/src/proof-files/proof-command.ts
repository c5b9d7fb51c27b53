/** What an entry's proof is called when it is downloaded: its proof file and its exact bytes in one ZIP. */
export function entryProofFile(index: number): string {
  return `counterfoil-entry-${index}.zip`
}

/** What somebody types who holds the verifier, one file that needs nothing but Node, and what they were given. */
export function verifierCommand(...words: readonly string[]): string {
  return ['node', 'counterfoil-verify.mjs', ...words].map(quoted).join(' ')
}

/** The command that checks an entry's proof, word for word. */
export function entryProofCommand(index: number, logKey: string): string {
  return verifierCommand('proof', entryProofFile(index), '--log-key', logKey)
}

/** Shells take these as they are; what else there is stands in quotes, which all of them know. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["$`\\]/g, '\\$&')}"`
}
