import { answerClaim } from '../../../../server/screens/answer-wall.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerClaim)
