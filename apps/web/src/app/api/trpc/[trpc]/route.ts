import { answerTrpc } from '../../../../server/answer-trpc.ts'
import { getRuntime } from '../../../../server/context.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerTrpc(request, getRuntime())
