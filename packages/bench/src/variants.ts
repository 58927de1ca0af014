/** What a program or a suite runs under. `control` is bare once more: its ratio shows the noise of the run. */
export type Variant = 'bare' | 'control' | 'agentguard' | 'mock-agent' | 'msw' | 'nock'

/** What the table and the picture call them. */
export const titles: Readonly<Record<Variant, string>> = {
  bare: 'bare',
  control: 'bare again',
  agentguard: 'agentguard',
  'mock-agent': 'MockAgent 8',
  msw: 'msw 3',
  nock: 'nock 15',
}

export const peers: readonly Variant[] = ['mock-agent', 'msw', 'nock']

export function isVariant(text: unknown): text is Variant {
  return ['bare', 'control', 'agentguard', ...peers].some((variant) => variant === text)
}
