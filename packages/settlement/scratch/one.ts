import { createHash } from 'node:crypto'
import { reconcile } from '../src/pipeline/reconcile.ts'
import { testTools } from '../src/testing/test-tools.ts'
import { generateChain } from '../src/generator/chain.ts'
import { chainOptions } from '../src/generator/plan.ts'
import { openChainReading } from '../src/generator/read-chain.ts'
const [seed, n, needle] = process.argv.slice(2)
  const files:any[]=[],payments:any[]=[],truths:any[]=[]
  const plan = generateChain(chainOptions({ seed:Number(seed), lines: Number(n) } as any), { payment: (p:any)=>payments.push(p), file:(f:any)=>files.push(f), truth:(t:any)=>truths.push(t)})
  const reading = openChainReading(testTools)
  files.forEach((file,at)=>reading.read({...file,id:file.name,number:at+1,sha256:createHash('sha256').update(file.bytes).digest('hex')}))
  const dated = payments.map(p=>({...p,salesDay:reading.salesDayOf(p)}))
  const input = reading.input(dated, plan)
  const found = reconcile(input)
  const show=(x:any)=>JSON.stringify(x)
  for (const l of found.payoutMatching.links) if (l.lines.some((x:any)=>x.id.includes(needle))) console.log('link',show(l))
  for (const l of found.payoutMatching.ambiguities) if (show(l).includes(needle)) console.log('amb',show(l))
  for (const l of found.payoutMatching.openLines) if (show(l).includes(needle)) console.log('open',show(l))
  for (const e of found.exceptions.heard) if (show(e).includes(needle)) console.log('heard',show(e))
  for (const e of (found.exceptions as any).silenced ?? []) if (show(e).includes(needle)) console.log('silenced',show(e))
  for (const e of found.exceptions.heard) if (e.code==='FILE_MISSING') console.log('gap',show(e))
  for (const t of truths) if (show(t).includes(needle)) console.log('truth',show(t))
