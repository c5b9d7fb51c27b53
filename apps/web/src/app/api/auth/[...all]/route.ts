import { answerAuth } from '../../../../server/auth/answer-auth.ts'
import { getRuntime } from '../../../../server/context.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerAuth(request, getRuntime())
