import { serve } from '../../server/serve.ts'
import { answerReady } from '../../server/watching/answer-ready.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(answerReady)
