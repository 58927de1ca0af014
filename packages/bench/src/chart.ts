import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Panel, Row } from './measure.ts'
import { peers, titles, type Variant } from './variants.ts'

/** One mark of the picture. */
interface Dot {
  readonly panel: Panel
  readonly label: string
  readonly variant: Variant
  readonly ratio: number
}

const order: readonly Panel[] = [
  'a whole run of a suite',
  'an operation that is allowed',
  'an operation that is blocked',
]
const shown: readonly Variant[] = ['control', ...peers, 'agentguard']

/** Colours that colour-blind people can distinguish, on white and on dark grey. */
const looks: Readonly<Partial<Record<Variant, Plot.DotOptions>>> = {
  control: { symbol: 'times', stroke: '#8b949e', r: 4 },
  'mock-agent': { symbol: 'triangle', fill: '#3b82f6', r: 4 },
  msw: { symbol: 'square', fill: '#d97706', r: 4 },
  nock: { symbol: 'diamond', fill: '#c026d3', r: 4 },
  agentguard: { symbol: 'circle', fill: '#1f9d55', r: 5 },
}

const title = 'CPU time beside bare: 1× is bare itself, less is better'
const width = 920
const headHeight = 60
const lineHeight = 22
const panelMargin = 56

// GitHub shows a picture on its own ground, light or dark: it brings both, and a card of its own in case they do not agree.
const style = `
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.heading { font-weight: 600; font-size: 13px }
.card { fill: #ffffff; stroke: #d1d9e0 }
.ink { color: #1f2328 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .card { fill: #0d1117; stroke: #30363d }
  .ink { color: #e6edf3 }
}`

/** The picture of the page, as SVG: CPU time as a ratio to bare, a panel for each kind of row, on one logarithmic scale. */
export function drawChart(rows: readonly Row[]): string {
  const dots = rows.flatMap(dotsOf)
  const parts: string[] = []
  let height = headHeight
  for (const panel of order) {
    const inPanel = dots.filter((dot) => dot.panel === panel)
    if (inPanel.length === 0) continue
    const tall = panelMargin + lineHeight * labelsOf(inPanel).length
    parts.push(at(0, height, `${heading(panel, 14)}${drawPanel(inPanel, extentOf(dots), tall)}`))
    height += tall
  }
  height += 8
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>${style}</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${heading(title, 24)}
${at(16, 32, drawLegend())}
${parts.join('\n')}
</svg>
`
}

function dotsOf({ picture }: Row): readonly Dot[] {
  if (!picture) return []
  const { panel, label, ratios } = picture
  return shown.flatMap((variant) => {
    const ratio = ratios[variant]
    // NaN of a peer that hangs is JSON's null by the time it is read again.
    return typeof ratio === 'number' && Number.isFinite(ratio) ? [{ panel, label, variant, ratio }] : []
  })
}

function labelsOf(dots: readonly Dot[]): string[] {
  return [...new Set(dots.map(({ label }) => label))]
}

/** The same for every panel, so that they can be compared. */
function extentOf(dots: readonly Dot[]): [number, number] {
  const ratios = dots.map(({ ratio }) => ratio)
  return [Math.min(0.8, ...ratios) * 0.95, Math.max(2, ...ratios) * 1.05]
}

function drawPanel(dots: readonly Dot[], domain: [number, number], height: number): string {
  const [low, high] = domain
  return draw({
    width,
    height,
    marginLeft: 270,
    marginRight: 24,
    marginTop: 26,
    marginBottom: 26,
    x: {
      type: 'log',
      // Another base would leave some of the ticks without a number.
      base: 2,
      domain,
      ticks: [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32].filter((tick) => tick >= low && tick <= high),
      tickFormat: (tick: number) => `${tick}×`,
      label: null,
      grid: true,
    },
    y: { type: 'point', domain: labelsOf(dots), label: null, padding: 0.6 },
    marks: [
      Plot.ruleX([1], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      ...shown.map((variant) => {
        const own = dots.filter((dot) => dot.variant === variant)
        return Plot.dot(own, { x: 'ratio', y: 'label', ...looks[variant] })
      }),
    ],
  })
}

function drawLegend(): string {
  const entries = shown.map((variant, index) => ({ variant, title: titles[variant], index, line: 0 }))
  return draw({
    width: 640,
    height: 24,
    margin: 0,
    x: { type: 'linear', domain: [-0.1, entries.length], axis: null },
    y: { type: 'linear', domain: [-1, 1], axis: null },
    marks: [
      ...entries.map((entry) => Plot.dot([entry], { x: 'index', y: 'line', ...looks[entry.variant] })),
      Plot.text(entries, { x: 'index', y: 'line', text: 'title', textAnchor: 'start', dx: 10 }),
    ],
  })
}

/** Draws without a browser; the style is that of the whole picture. */
function draw(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const drawn = Plot.plot({ ...options, document, className: 'ink' })
  for (const inner of drawn.querySelectorAll('style')) inner.remove()
  return drawn.outerHTML
}

function at(x: number, y: number, inner: string): string {
  return `<g transform="translate(${x} ${y})">${inner}</g>`
}

function heading(text: string, y: number): string {
  return `<text class="heading" x="16" y="${y}">${text}</text>`
}
