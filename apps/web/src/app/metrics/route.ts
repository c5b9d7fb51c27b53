import { serve } from '../../server/serve.ts'
import { answerMetrics } from '../../server/watching/answer-metrics.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(answerMetrics)
