import { writeZip } from '../zip/index.ts'
import { cellXml, MOST_DECIMALS, type SheetCell, STYLES, textXml } from './sheet-cell.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * A workbook with one sheet (ECMA-376), row by row as they come: no library that writes one does so without holding it whole.
 * The head is bold and stays in sight.
 */
export function writeXlsx(name: string, head: readonly string[], pages: AsyncIterable<readonly (readonly SheetCell[])[]>) {
  return writeZip(
    filesOf(
      { '[Content_Types].xml': contentTypes, '_rels/.rels': packageRelations, 'xl/_rels/workbook.xml.rels': workbookRelations },
      { 'xl/workbook.xml': workbook(name), 'xl/styles.xml': styles },
      sheet(head, pages),
    ),
  )
}

async function* filesOf(
  beside: Readonly<Record<string, string>>,
  book: Readonly<Record<string, string>>,
  content: AsyncIterable<Uint8Array>,
) {
  for (const [path, xml] of Object.entries({ ...beside, ...book })) yield { name: path, content: pieces(HEAD + xml) }
  yield { name: 'xl/worksheets/sheet1.xml', content }
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function* sheet(
  head: readonly string[],
  pages: AsyncIterable<readonly (readonly SheetCell[])[]>,
): AsyncGenerator<Uint8Array> {
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  const columns = `<cols>${head.map((_, index) => `<col min="${index + 1}" max="${index + 1}" width="18" customWidth="1"/>`).join('')}</cols>`
  const names = head.map((text) => textXml(text, STYLES.head)).join('')
  yield Buffer.from(`${HEAD}<worksheet xmlns="${MAIN}">${view}${columns}<sheetData><row>${names}</row>`)
  for await (const page of pages) yield Buffer.from(page.map((row) => `<row>${row.map(cellXml).join('')}</row>`).join(''))
  yield Buffer.from('</sheetData></worksheet>')
}

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`

const packageRelations = `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const workbookRelations = `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`

/** A sheet's name has at most 31 letters, and none of `[]:*?/\`. */
const workbook = (name: string) =>
  `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name.replaceAll(/[^\p{L}\p{N} _-]/gu, '_').slice(0, 31)}" sheetId="1" r:id="rId1"/></sheets></workbook>`

const decimals = Array.from({ length: MOST_DECIMALS + 1 }, (_, count) => (count === 0 ? '0' : `0.${'0'.repeat(count)}`))
const formats = ['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd hh:mm:ss', ...decimals]
const FIRST_FORMAT = 164

const styles = `<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats
  .map((code, index) => `<numFmt numFmtId="${FIRST_FORMAT + index}" formatCode="${code}"/>`)
  .join(
    '',
  )}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${formats.length + 2}"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>${formats
  .map((_, index) => `<xf xfId="0" numFmtId="${FIRST_FORMAT + index}" applyNumberFormat="1"/>`)
  .join('')}</cellXfs></styleSheet>`
