import { major } from '../row.ts'
import { dayText } from '../wall-clock.ts'
import type { BankEntry, Statement } from './statement.ts'

/** camt.053.001.08 of one day. */
export function writeCamtFile(statement: Statement): Uint8Array {
  const { account, currency, day, sequence, message, openingMinor, closingMinor, entries } = statement
  const date = dayText(day)
  const balance = (type: string, minor: number): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${major(Math.abs(minor))}</Amt>` +
    `<CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`
  const head =
    `<GrpHdr><MsgId>${message}</MsgId><CreDtTm>${date}T23:00:00+01:00</CreDtTm></GrpHdr>` +
    `<Stmt><Id>${account}-${sequence}</Id><ElctrncSeqNb>${sequence}</ElctrncSeqNb><CreDtTm>${date}T23:00:00+01:00</CreDtTm>` +
    `<Acct><Id><IBAN>${account}</IBAN></Id><Ccy>${currency}</Ccy></Acct>`
  const body = entries.map((entry) => writeEntry(entry, currency, date)).join('\n')
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>` +
      `${head}${balance('OPBD', openingMinor)}${balance('CLBD', closingMinor)}\n${body}\n</Stmt></BkToCstmrStmt></Document>\n`,
  )
}

function writeEntry({ amountMinor, name, text, bankReference }: BankEntry, currency: string, date: string): string {
  const credit = amountMinor >= 0
  const amount = `<Amt Ccy="${currency}">${major(Math.abs(amountMinor))}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>`
  const party = credit ? 'Dbtr' : 'Cdtr'
  return (
    `<Ntry>${amount}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${date}</Dt></BookgDt><ValDt><Dt>${date}</Dt></ValDt>` +
    `<AcctSvcrRef>${bankReference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs><AcctSvcrRef>${bankReference}</AcctSvcrRef></Refs>${amount}` +
    `<RltdPties><${party}><Pty><Nm>${name}</Nm></Pty></${party}></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  )
}
