import { answerInspectionPhoto } from '../../../../../server/devices/answer-document.ts'
import { serve } from '../../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const POST = serve(answerInspectionPhoto)
