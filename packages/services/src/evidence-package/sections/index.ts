import type { Section } from '../section.ts'
import { accessReviews } from './access-reviews.ts'
import { archives } from './archives.ts'
import { dailyReviews } from './daily-reviews.ts'
import { fundsProofs } from './funds-proofs.ts'
import { incidents } from './incidents.ts'
import { inspections } from './inspections.ts'
import { keys } from './keys.ts'

/** In the order of the package. */
export const sections: readonly Section[] = [dailyReviews, accessReviews, incidents, keys, archives, inspections, fundsProofs]
