import { getRuntime } from '../../../server/context.ts'
import { answerDownload } from '../../../server/downloads/answer-download.ts'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => answerDownload(request, getRuntime())
