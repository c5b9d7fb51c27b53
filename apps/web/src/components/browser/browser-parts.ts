import { createIdMaker } from '@counterfoil/services'

/** The browser's own clock, which may be wrong: the server keeps its time beside it. */
export const browserNowMs = (): number => Date.now()

/** The name of what begins here, so that one that is sent twice is one. */
export const newBrowserId = createIdMaker({
  nowMs: browserNowMs,
  fillRandom: (bytes) => crypto.getRandomValues(bytes),
})
