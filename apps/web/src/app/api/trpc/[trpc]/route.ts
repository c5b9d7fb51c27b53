import { answerTrpc } from '../../../../server/answer-trpc.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerTrpc)
