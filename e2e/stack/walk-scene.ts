import { giveRatesBack } from './give-rates-back.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import { giveToken, openReview } from './make-things.ts'
import { openStackDatabase, type StackDatabase } from './open-database.ts'
import type { StackPlaces } from './places.ts'
import { type SeededPlace, seedPlace } from './seed-place.ts'

/** What a walk over everything is asked about, and by whom. */
export interface WalkScene {
  readonly database: StackDatabase
  readonly account: MadeAccount
  /** An account without a second factor yet. */
  readonly halfway: MadeAccount
  /** Of a program, made by the account. */
  readonly token: string
  /** Of an access review with both accounts in it. */
  readonly reviewId: string
  readonly inside: SeededPlace
  readonly outside: SeededPlace
  close(): Promise<void>
}

interface SceneNames {
  readonly account: string
  readonly halfway: string
  readonly inside: { readonly name: string; readonly country: string }
  readonly outside: { readonly name: string; readonly country: string }
}

export async function openWalkScene(stack: StackPlaces, names: SceneNames): Promise<WalkScene> {
  const database = openStackDatabase(stack.dataFolder)
  const hubUrl = `http://127.0.0.1:${stack.hubPort}`
  const inside = await seedPlace(database, hubUrl, names.inside)
  const outside = await seedPlace(database, hubUrl, names.outside)
  const account = await makeAccount(database, stack.origin, { name: names.account })
  const halfway = await makeAccount(database, stack.origin, { name: names.halfway, halfway: true })
  const token = await giveToken(database.services, account.userId)
  const reviewId = await openReview(database.services, account.userId)
  return {
    database,
    account,
    halfway,
    token,
    reviewId,
    inside,
    outside,
    async close() {
      await giveRatesBack(database)
      await database.close()
    },
  }
}
