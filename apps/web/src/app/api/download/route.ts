import { answerDownload } from '../../../server/downloads/answer-download.ts'
import { serve } from '../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerDownload)
