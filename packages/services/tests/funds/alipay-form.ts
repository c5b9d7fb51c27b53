/** The form Alipay's bills come in: GBK text inside a ZIP. */
export { encodeGbk } from '../../../settlement/src/testing/encode-gbk.ts'
export { writeZip } from '../../../settlement/src/testing/write-zip.ts'
