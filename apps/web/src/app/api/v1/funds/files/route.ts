import { getRuntime } from '../../../../../server/context.ts'
import { answerFile } from '../../../../../server/funds/answer-file.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerFile(request, getRuntime())
