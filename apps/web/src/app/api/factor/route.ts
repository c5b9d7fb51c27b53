import { answerFactor } from '../../../server/auth/answer-factor.ts'
import { serve } from '../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerFactor)
