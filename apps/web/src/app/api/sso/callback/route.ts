import { serve } from '../../../../server/serve.ts'
import { finishSso } from '../../../../server/sso/finish-sso.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(finishSso)
