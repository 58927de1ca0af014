import type { PageAttempt } from '@agentguard/core/report'

/**
 * The owner of a destination: its registered domain, by a rule that needs no list of the world's suffixes.
 *
 * The last two labels of a name; three where a general word precedes a country (`example.co.uk`) or where a host gives
 * each customer a name below its own (`example.github.io`).
 */
export function ownerOf({ host, address, unixPath, program }: PageAttempt): string {
  if (program !== undefined) return 'Programs'
  const name = (host ?? address)?.toLowerCase()
  if (unixPath !== undefined || (name !== undefined && isThisMachine(name))) return 'This machine'
  if (name === undefined) return 'Unknown'
  if (isAddress(name)) return 'Addresses'
  const labels = name.replace(/\.$/, '').split('.')
  const [second = '', last = ''] = labels.slice(-2)
  const isShared = CUSTOMERS.has(`${second}.${last}`) || (last.length === 2 && GENERAL.has(second))
  return labels.slice(isShared ? -3 : -2).join('.')
}

function isThisMachine(name: string): boolean {
  return /^(?:127(?:\.\d+){3}|::1|localhost|.*\.localhost)$/.test(name)
}

function isAddress(name: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(name) || name.includes(':')
}

const GENERAL: ReadonlySet<string> = new Set(['ac', 'co', 'com', 'edu', 'go', 'gov', 'ne', 'net', 'or', 'org'])

const CUSTOMERS: ReadonlySet<string> = new Set([
  'azurewebsites.net',
  'cloudfront.net',
  'firebaseapp.com',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'netlify.app',
  'pages.dev',
  'vercel.app',
  'web.app',
  'workers.dev',
])
