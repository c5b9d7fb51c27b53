import { answerDevice } from '../../../../../server/api/answer-device.ts'
import { serve } from '../../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(answerDevice)
export const PUT = serve(answerDevice)
