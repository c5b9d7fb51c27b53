import { answerSetup } from '../../../server/auth/answer-setup.ts'
import { serve } from '../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerSetup)
