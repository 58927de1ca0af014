import type { Variant } from '../variants.ts'

/**
 * Puts this process under a guard or a mocking library, as their users do.
 *
 * @param allow what may be reached, a `host:port` first, which is all that the peers take; without any, nothing may
 */
export async function installVariant(variant: Variant, allow: readonly string[]): Promise<void> {
  await installers[variant](allow)
}

const installers: Readonly<Record<Variant, (allow: readonly string[]) => unknown>> = {
  bare: () => {},
  control: () => {},
  agentguard: async (allow) => {
    const { installGuard } = await import('@agentguard/core')
    installGuard({ allow })
  },
  'mock-agent': async (allow) => {
    const { MockAgent, setGlobalDispatcher } = await import('undici')
    const agent = new MockAgent()
    if (allow[0] === undefined) agent.disableNetConnect()
    else agent.enableNetConnect(allow[0])
    setGlobalDispatcher(agent)
  },
  msw: async (allow) => {
    const { setupServer } = await import('msw/node')
    // It prints every request that it stops.
    console.error = () => {}
    console.warn = () => {}
    setupServer().listen({ onUnhandledFrame: allow.length === 0 ? 'error' : 'bypass' })
  },
  nock: async (allow) => {
    const { default: nock } = await import('nock')
    nock.disableNetConnect()
    if (allow[0] !== undefined) nock.enableNetConnect(allow[0])
  },
}
