/** The verifier's own, written down in docs/guide/verifying.md. 2 never means wrong usage here: that is 7, nothing was verified. */
export const EXIT = {
  sound: 0,
  differs: 1,
  changed: 2,
  missing: 3,
  inconsistent: 4,
  bad_signature: 5,
  quorum_not_met: 6,
  malformed: 7,
} as const

/** What was given cannot be read: exit code 7, in plain words. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
