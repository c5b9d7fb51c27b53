import { frameRouter } from './routers/frame.ts'
import { router } from './trpc.ts'

/** One line per noun. */
export const appRouter = router({ frame: frameRouter })
export type AppRouter = typeof appRouter
