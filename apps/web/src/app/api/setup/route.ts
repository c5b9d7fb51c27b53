import { answerSetup } from '../../../server/auth/answer-setup.ts'
import { getRuntime } from '../../../server/context.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerSetup(request, getRuntime())
