import { createIdMaker } from '@counterfoil/services'

/** The phone's own clock, which may be wrong: the server keeps its time beside ours. */
export const phoneNowMs = (): number => Date.now()

/** An inspection's name is made here, so that one that is sent twice is one. */
export const newInspectionId = createIdMaker({ nowMs: phoneNowMs, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
