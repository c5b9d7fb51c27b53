import { answerDevices } from '../../../../server/api/answer-devices.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(answerDevices)
export const POST = serve(answerDevices)
