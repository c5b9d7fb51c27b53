import { answerAuth } from '../../../../server/auth/answer-auth.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerAuth)
