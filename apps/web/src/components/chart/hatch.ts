const TILE_PX = 6

/** Slanting lines of a colour, as a fill; the plain colour where there is no canvas to draw them on. */
export function hatch(line: string, ground: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = TILE_PX
  tile.height = TILE_PX
  const context = tile.getContext('2d')
  if (context === null) return line
  context.fillStyle = ground
  context.fillRect(0, 0, TILE_PX, TILE_PX)
  context.strokeStyle = line
  context.lineWidth = 2
  for (const shift of [-TILE_PX, 0, TILE_PX]) {
    context.beginPath()
    context.moveTo(shift - 1, TILE_PX + 1)
    context.lineTo(shift + TILE_PX + 1, -1)
    context.stroke()
  }
  return context.createPattern(tile, 'repeat') ?? line
}
