import type { BundleVerdict } from '@counterfoil/audit'

/** The first line of an answer. */
export const VERDICTS: Readonly<Record<BundleVerdict, string>> = {
  sound: 'SOUND: every entry is as it was signed.',
  changed: 'CHANGED: entries are not as they were signed.',
  missing: 'MISSING: entries that were recorded are not there.',
  inconsistent: 'INCONSISTENT: two histories were signed for one log.',
  bad_signature: 'BAD SIGNATURE: a signature does not hold.',
  quorum_not_met: 'QUORUM NOT MET: too few witnesses signed.',
  malformed: 'MALFORMED: something cannot be read.',
}
