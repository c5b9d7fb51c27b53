import type { Sealer } from '../vault/index.ts'

/** For events this program has made itself, before any hub has left its key: they hold no card numbers, or it stops. */
export const nothingToSeal: Pick<Sealer, 'seal'> = {
  seal() {
    throw new Error('An event that was made here holds a card number.')
  },
}
