import { answerTrpc } from '../../../../server/answer-trpc.ts'

export const dynamic = 'force-dynamic'
export const POST = answerTrpc
