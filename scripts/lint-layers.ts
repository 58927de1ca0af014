import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OxlintOverride } from 'oxlint'

/**
 * The flow of a call is the only way to import:
 * attempt <- policy <- options <- evidence <- senders <- report <- scope <- spool <- guard <- no-egress <- session <- adapters.
 * Each layer of packages/core/src names the others it may import; `errors`, `patch` and `programs` are leaves.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  patch: [],
  programs: [],
  isolation: [],
  attempt: ['errors'],
  policy: ['attempt', 'errors'],
  options: ['policy', 'errors'],
  evidence: ['attempt', 'policy', 'errors'],
  senders: ['policy'],
  report: ['attempt', 'policy', 'evidence', 'senders', 'errors'],
  'evidence-file': ['attempt', 'policy', 'evidence', 'report', 'errors'],
  formats: ['policy', 'evidence', 'report', 'evidence-file', 'errors'],
  scope: ['attempt', 'policy', 'evidence', 'errors', 'patch'],
  witness: ['attempt', 'patch'],
  spool: ['attempt', 'policy', 'evidence', 'scope', 'errors', 'patch'],
  channels: ['attempt', 'programs', 'errors', 'patch'],
  guard: [
    'attempt',
    'policy',
    'options',
    'evidence',
    'report',
    'scope',
    'spool',
    'witness',
    'isolation',
    'channels',
    'errors',
    'patch',
  ],
  'no-egress': ['attempt', 'policy', 'options', 'evidence', 'report', 'scope', 'guard', 'errors', 'patch'],
  lock: ['attempt', 'policy', 'evidence', 'evidence-file', 'report', 'errors'],
  reporting: ['evidence-file', 'formats', 'lock', 'errors'],
  session: ['attempt', 'policy', 'options', 'evidence', 'report', 'scope', 'guard', 'no-egress', 'errors', 'patch'],
  suggest: ['attempt', 'policy', 'evidence', 'evidence-file', 'senders', 'report', 'session', 'errors'],
  export: ['attempt', 'policy', 'evidence-file', 'lock', 'errors'],
}
const entries = ['index', 'register', 'preload', 'cli', 'bin']
const core = 'packages/core/src'

// The core knows no test runner and no adapter, and never reaches itself through its public name.
const foreign = {
  regex: '^(@agentguard/|@jest/|jest|@vitest/|vitest)',
  message: 'The core knows no runner, no adapter, and not its own public name.',
}

export const layerOverrides: OxlintOverride[] = [
  ...Object.entries(layers).flatMap(([layer, allowed]) => [
    restrict([`${core}/${layer}/**`, `${core}/${layer}.ts`], [beyond(layer, allowed), foreign]),
  ]),
  restrict([`${core}/index.ts`, `${core}/session.ts`, `${core}/register.ts`, `${core}/preload.ts`], [foreign]),

  // One channel never imports another. What they share stands beside them and is not listed in `all.ts`.
  restrict([`${core}/channels/**`], [beyond('channels', layers['channels'] ?? []), foreign, anotherChannel()]),
  restrict([`${core}/channels/channel.ts`], [beyond('channels', ['attempt', 'policy', 'errors', 'patch']), foreign]),
  // An error may say in its types what evidence it carries.
  restrict([`${core}/errors/**`], [{ ...beyond('errors', []), allowTypeImports: true }, foreign]),
  restrict([`${core}/channels/all.ts`], [beyond('channels', []), foreign]),

  restrict(
    ['packages/{jest,vitest}/src/**', 'examples/**'],
    [
      {
        regex: '(^|/)(core|jest|vitest)/(src|dist)(/|$)|^@agentguard/core/(src|dist|register)',
        message: 'Adapters and examples import only what the packages make public.',
      },
    ],
  ),
]

interface Pattern {
  readonly regex: string
  readonly message: string
  readonly allowTypeImports?: boolean
}

function beyond(layer: string, allowed: readonly string[]): Pattern {
  const forbidden = [...Object.keys(layers), ...entries].filter((name) => name !== layer && !allowed.includes(name))
  return {
    regex: `^\\.{1,2}/(\\.\\./)*(${forbidden.join('|')})(/|\\.ts$)`,
    message: `${layer} may import only ${['itself', ...allowed].join(', ')}.`,
  }
}

/** The channels are what `channels/all.ts` lists, so that a new one needs no line here. */
function anotherChannel(): Pattern {
  const list = join(import.meta.dirname, '..', core, 'channels/all.ts')
  const text = existsSync(list) ? readFileSync(list, 'utf8') : ''
  const names = [...text.matchAll(/from '\.\/([\w-]+)(?:\.ts|\/)/g)].flatMap(([, name = '']) =>
    name === 'channel' ? [] : [name],
  )
  return {
    regex: `^\\.{1,2}/(${['nothing-listed', ...names].join('|')})(/|\\.ts$)`,
    message: 'A channel imports no other channel.',
  }
}

function restrict(files: string[], patterns: Pattern[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}
