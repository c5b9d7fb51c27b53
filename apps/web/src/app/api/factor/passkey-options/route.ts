import { answerFactorOptions } from '../../../../server/auth/answer-factor.ts'
import { getRuntime } from '../../../../server/context.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerFactorOptions(request, getRuntime())
