import { accountRouter } from './routers/account.ts'
import { frameRouter } from './routers/frame.ts'
import { liveRouter } from './routers/live.ts'
import { paymentsRouter } from './routers/payments.ts'
import { peopleRouter } from './routers/people.ts'
import { storesRouter } from './routers/stores.ts'
import { router } from './trpc.ts'

/** One line per noun. */
export const appRouter = router({
  account: accountRouter,
  frame: frameRouter,
  live: liveRouter,
  payments: paymentsRouter,
  people: peopleRouter,
  stores: storesRouter,
})
export type AppRouter = typeof appRouter
