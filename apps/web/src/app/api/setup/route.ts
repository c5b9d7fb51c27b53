import { answerSetup } from '../../../server/auth/answer-setup.ts'

export const dynamic = 'force-dynamic'
export const POST = answerSetup
