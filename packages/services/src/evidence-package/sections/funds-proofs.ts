import type { Section } from '../section.ts'

/** This installation keeps none yet; the summary says so. */
export const fundsProofs: Section = {
  key: 'funds-proofs',
  title: { en: 'Funds proof bundles', zh: '资金证明包' },
  read: () => Promise.resolve(null),
}
