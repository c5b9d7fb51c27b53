import { answerOpenApi } from '../../../../server/api/answer-open-api.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(answerOpenApi)
