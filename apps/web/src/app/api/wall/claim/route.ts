import { getRuntime } from '../../../../server/context.ts'
import { answerClaim } from '../../../../server/screens/answer-wall.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerClaim(request, getRuntime())
