import { serve } from '../../../../server/serve.ts'
import { beginSso } from '../../../../server/sso/begin-sso.ts'

export const dynamic = 'force-dynamic'
export const GET = serve(beginSso)
