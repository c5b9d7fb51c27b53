import { answerAuth } from '../../../../server/auth/answer-auth.ts'

export const dynamic = 'force-dynamic'
export const POST = answerAuth
