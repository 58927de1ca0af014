/** What a program or a suite runs under. `control` is bare once more: its ratio shows the noise of the run. */
export type Variant = 'bare' | 'control' | 'agentguard' | 'mock-agent' | 'msw' | 'nock'

export const peers: readonly Variant[] = ['mock-agent', 'msw', 'nock']

export function isVariant(text: unknown): text is Variant {
  return ['bare', 'control', 'agentguard', ...peers].some((variant) => variant === text)
}
