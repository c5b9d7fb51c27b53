import type { FileFormat } from '../../formats/format.ts'
import { mappedFormat } from '../mapped-format.ts'
import { readMapping } from '../parse-mapping.ts'
import alipayPersonal from './alipay-personal-statement.json' with { type: 'json' }
import tdi17 from './bcgov-tdi17.json' with { type: 'json' }
import tdi34 from './bcgov-tdi34.json' with { type: 'json' }
import wechatPersonal from './wechat-personal-statement.json' with { type: 'json' }

/** Kinds of file that need no code: mappings as people make them, with the marks by which they are recognised. */
export const builtInMappings: readonly FileFormat[] = [
  mappedFormat(readMapping(wechatPersonal), ({ head }) => head.includes('微信支付账单明细') && head.includes('收/支')),
  mappedFormat(readMapping(alipayPersonal), ({ head }) => head.includes('支付宝') && head.includes('收/支')),
  mappedFormat(readMapping(tdi17), ({ head }) => /^1CREATION DATE:/.test(head)),
  mappedFormat(readMapping(tdi34), ({ head }) => /^1\d{8} {20,}\r?\n2\d{8}[A-Z]{2}\d{10}/.test(head)),
]
