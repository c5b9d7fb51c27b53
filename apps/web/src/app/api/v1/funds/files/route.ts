import { answerFile } from '../../../../../server/funds/answer-file.ts'
import { serve } from '../../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerFile)
