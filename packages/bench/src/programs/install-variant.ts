import type { Variant } from '../variants.ts'

/**
 * Puts this process under a guard or a mocking library, as their users do.
 *
 * @param allow the one `host:port` that may be reached; without it, nothing may
 */
export async function installVariant(variant: Variant, allow: string | undefined): Promise<void> {
  await installers[variant](allow)
}

const installers: Readonly<Record<Variant, (allow: string | undefined) => unknown>> = {
  bare: () => {},
  control: () => {},
  agentguard: async (allow) => {
    const { installGuard } = await import('@agentguard/core')
    installGuard({ allow: allow === undefined ? [] : [allow] })
  },
  'mock-agent': async (allow) => {
    const { MockAgent, setGlobalDispatcher } = await import('undici')
    const agent = new MockAgent()
    if (allow === undefined) agent.disableNetConnect()
    else agent.enableNetConnect(allow)
    setGlobalDispatcher(agent)
  },
  msw: async (allow) => {
    const { setupServer } = await import('msw/node')
    // It prints every request that it stops.
    console.error = () => {}
    console.warn = () => {}
    setupServer().listen({ onUnhandledFrame: allow === undefined ? 'error' : 'bypass' })
  },
  nock: async (allow) => {
    const { default: nock } = await import('nock')
    nock.disableNetConnect()
    if (allow !== undefined) nock.enableNetConnect(allow)
  },
}
