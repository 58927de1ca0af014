import type { Culprit } from '../record/evidence.ts'

/**
 * How a client accepts a fake in place of the network, by package. `@scope/*` means each package of a scope. Source:
 * the types that the packages publish.
 */
const TRANSPORTS: Readonly<Record<string, string>> = {
  '@anthropic-ai/sdk': 'new Anthropic({ fetch: fake })',
  '@aws-sdk/*': 'give its client the option requestHandler: fake',
  '@huggingface/hub': 'give its function the option fetch: fake',
  '@modelcontextprotocol/sdk': 'new StreamableHTTPClientTransport(url, { fetch: fake })',
  '@octokit/*': 'new Octokit({ request: { fetch: fake } })',
  '@slack/web-api': 'new WebClient(token, { fetch: fake })',
  axios: 'axios.create({ adapter: fake })',
  eventsource: 'new EventSource(url, { fetch: fake })',
  octokit: 'new Octokit({ request: { fetch: fake } })',
  openai: 'new OpenAI({ fetch: fake })',
  stripe: 'new Stripe(key, { httpClient: Stripe.createFetchHttpClient(fake) })',
}

/** How to pass a fake to the client that made an attempt. Of several packages in the chain, the one nearest to the project counts. */
export function fakeTransport({ name, chain = [] }: Culprit): string | undefined {
  const names = [...chain.map(withoutVersion), name]
  return names.map(transportOf).find((text) => text !== undefined)
}

function withoutVersion(name: string): string {
  return name.replace(/(?<!^)@.*$/, '')
}

function transportOf(name: string): string | undefined {
  if (Object.hasOwn(TRANSPORTS, name)) return TRANSPORTS[name]
  const scope = `${name.split('/', 1)[0]}/*`
  return Object.hasOwn(TRANSPORTS, scope) ? TRANSPORTS[scope] : undefined
}
