import { getRuntime } from '../../../server/context.ts'
import { answerCspReport } from '../../../server/csp-report/answer-csp-report.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerCspReport(request, getRuntime())
