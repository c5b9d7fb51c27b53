import { createHash } from 'node:crypto'
import { reconcile } from '../src/pipeline/reconcile.ts'
import { testTools } from '../src/testing/test-tools.ts'
import { generateChain } from '../src/generator/chain.ts'
import { openJudge, standingOf } from '../src/generator/judge.ts'
import { chainOptions } from '../src/generator/plan.ts'
import { openChainReading } from '../src/generator/read-chain.ts'
const [from, to, n, ...faults] = process.argv.slice(2)
for (let seed = Number(from); seed <= Number(to); seed++) {
  const files:any[]=[],payments:any[]=[],truths:any[]=[]
  const opts = chainOptions({ seed, lines: Number(n), ...(faults.length?{faults:Object.fromEntries(faults.map(f=>[f.split('=')[0],Number(f.split('=')[1])]))}:{}) } as any)
  const plan = generateChain(opts, { payment: (p:any)=>payments.push(p), file:(f:any)=>files.push(f), truth:(t:any)=>truths.push(t)})
  const reading = openChainReading(testTools)
  const refused = files.filter((file,at)=>!reading.read({...file,id:file.name,number:at+1,sha256:createHash('sha256').update(file.bytes).digest('hex')}))
  const dated = payments.map(p=>({...p,salesDay:reading.salesDayOf(p)}))
  const found = reconcile(reading.input(dated, plan))
  const judge = openJudge(standingOf(found))
  for (const t of truths) judge.hear(t)
  const j = judge.judge()
  const ex = Object.entries(j.exceptions).filter(([,s]:any)=>s.expected!==s.right||s.raised!==s.right).map(([c,s]:any)=>`${c} exp${s.expected} raised${s.raised} right${s.right}`)
  console.log(`seed ${seed}: files ${files.length} refused ${refused.length} lines ${j.lines.right}/${j.lines.truths} links ${j.lines.links} payouts ${j.payouts.right}/${j.payouts.truths} (${(j.payouts.right/j.payouts.truths).toFixed(4)}) autoWrong ${j.lines.automatic-j.lines.automaticRight}+${j.payouts.automatic-j.payouts.automaticRight} children ${j.children.right}/${j.children.truths} eta ${j.arrival.exact}/${j.arrival.judged} | ${ex.join('; ')}`)
  for (const w of j.wrong.slice(0,14)) console.log('    ', w)
}
