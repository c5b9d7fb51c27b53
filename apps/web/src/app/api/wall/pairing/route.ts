import { getRuntime } from '../../../../server/context.ts'
import { answerPairing } from '../../../../server/screens/answer-wall.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerPairing(request, getRuntime())
