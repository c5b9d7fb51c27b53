import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'

const INK = '#12171E'
const INK_2 = '#47515E'
const INK_3 = '#606C7B'
const LINE = '#D5DAE1'
const MARGIN = 48
const LABEL_WIDTH = 150
const GAP = 10

/** One family for both languages, so that a Chinese name on an English page is no row of boxes. Embedded as far as it is used. */
const fontFile = (weight: string) => readFileSync(join(fontFolder(), `NotoSansHans-${weight}.otf`))

/** Looked up as the program runs: the dashboard is bundled, fonts are not. A bundler leaves this lookup alone, and no `require`. */
function fontFolder(): string {
  const found = findPackageJSON('@embedpdf/fonts-sc', import.meta.url)
  if (found === undefined) throw new Error('the fonts of printed pages are not installed')
  return join(dirname(found), 'fonts')
}

/** A4, top to bottom: titles, lines of label and value, tables, small print. The same calls give the same bytes. */
export class Sheet {
  readonly #doc: PDFKit.PDFDocument
  readonly #done: Promise<Buffer>

  constructor({ title, madeAt, language }: { readonly title: string; readonly madeAt: Date; readonly language: string }) {
    this.#doc = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      lang: language === 'zh' ? 'zh-CN' : 'en',
      displayTitle: true,
      info: { Title: title, Producer: 'Counterfoil', Creator: 'Counterfoil', CreationDate: madeAt, ModDate: madeAt },
    })
    this.#doc.registerFont('regular', fontFile('Regular')).registerFont('bold', fontFile('Bold'))
    const pieces: Buffer[] = []
    this.#done = new Promise((resolve, reject) => {
      this.#doc.on('data', (piece: Buffer) => pieces.push(piece))
      this.#doc.on('end', () => resolve(Buffer.concat(pieces)))
      this.#doc.on('error', reject)
    })
  }

  get #width(): number {
    return this.#doc.page.width - 2 * MARGIN
  }

  title(text: string, under: string): void {
    this.#doc.font('bold').fontSize(20).fillColor(INK).text(text)
    this.#doc.font('regular').fontSize(11).fillColor(INK_2).text(under).moveDown(0.4)
  }

  heading(text: string): void {
    this.#keepTogether(60)
    this.#doc.moveDown(0.6)
    const { y } = this.#doc
    this.#doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.#width, y)
      .lineWidth(0.5)
      .stroke(LINE)
    this.#doc
      .font('bold')
      .fontSize(11)
      .fillColor(INK)
      .text(text, MARGIN, y + 5)
      .moveDown(0.2)
  }

  fact(label: string, value: string): void {
    this.#row(
      [
        { text: label, width: LABEL_WIDTH },
        { text: value, width: this.#width - LABEL_WIDTH - GAP },
      ],
      9,
      INK_3,
    )
  }

  note(text: string): void {
    this.#doc.font('regular').fontSize(9).fillColor(INK_2).text(text, MARGIN, this.#doc.y, { width: this.#width }).moveDown(0.2)
  }

  code(text: string): void {
    this.#doc.font('regular').fontSize(9).fillColor(INK).text(text, MARGIN, this.#doc.y, { width: this.#width }).moveDown(0.2)
  }

  /** Columns share the width by `shares`. */
  table(head: readonly string[], rows: readonly (readonly string[])[], shares: readonly number[], size = 8): void {
    const all = shares.reduce((sum, share) => sum + share, 0)
    const widths = shares.map((share) => ((this.#width - GAP * (shares.length - 1)) * share) / all)
    const cells = (texts: readonly string[]) => texts.map((text, at) => ({ text, width: widths[at] ?? 0 }))
    if (head.length > 0) this.#row(cells(head), size, INK_3)
    for (const row of rows) this.#row(cells(row), size, INK)
  }

  #row(cells: readonly { readonly text: string; readonly width: number }[], size: number, firstColor: string): void {
    this.#doc.font('regular').fontSize(size)
    const height = Math.max(...cells.map(({ text, width }) => this.#doc.heightOfString(text, { width })))
    this.#keepTogether(height)
    const { y } = this.#doc
    let x = MARGIN
    for (const [at, { text, width }] of cells.entries()) {
      this.#doc
        .fillColor(at === 0 ? firstColor : firstColor === INK_3 && cells.length > 2 ? INK_3 : INK)
        .text(text, x, y, { width })
      x += width + GAP
    }
    this.#doc.x = MARGIN
    this.#doc.y = y + height + 2
  }

  #keepTogether(height: number): void {
    if (this.#doc.y + height > this.#doc.page.height - MARGIN - 16) this.#doc.addPage()
  }

  /** Ends it; each page gets its number. */
  async end(foot: (page: number, pages: number) => string): Promise<Buffer> {
    const { count } = this.#doc.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      this.#doc.switchToPage(page)
      // Below the margin, where a line would otherwise begin a page of its own.
      this.#doc.page.margins.bottom = 0
      this.#doc
        .font('regular')
        .fontSize(8)
        .fillColor(INK_3)
        .text(foot(page + 1, count), MARGIN, this.#doc.page.height - 34, { width: this.#width, lineBreak: false })
    }
    this.#doc.end()
    return this.#done
  }
}
