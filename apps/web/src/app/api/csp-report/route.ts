import { answerCspReport } from '../../../server/csp-report/answer-csp-report.ts'
import { serve } from '../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerCspReport)
