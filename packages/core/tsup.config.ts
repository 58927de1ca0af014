import { copyFile } from 'node:fs/promises'
import type { Options } from 'tsup'
import { namedBuiltins } from './build/named-builtins.ts'
import { fromCore } from './build/from-core.ts'
import { lateParts, readFast } from './build/late-parts.ts'
import { removeStaleChunks } from './build/stale-chunks.ts'
import { removeStaleCode } from './build/stale-code.ts'
import { thirdPartyNotices } from './build/third-party-notices.ts'
import manifest from './package.json' with { type: 'json' }

const shared: Options = {
  target: 'node22',
  platform: 'node',
  // Without source maps, a stack is formatted faster and names files that users have.
  sourcemap: false,
  silent: true,
  // Tests may be reading the previous build.
  clean: false,
}

/** Parts that most processes never use, since they block nothing and start no program. */
const lateRooms = [
  'evidence/errors/relative-evidence.ts',
  'evidence/explain',
  'evidence/redact',
  'evidence/senders',
  'evidence/stack/culprit.ts',
  'evidence/stack/dependency-chain.ts',
  'evidence/stack/dependency-tree.ts',
  'evidence/stack/manifest.ts',
  'evidence/stack/module-imports.ts',
  'evidence/stack/package-chain.ts',
  'evidence/stack/package-use.ts',
  'evidence/stack/project-packages.ts',
  'evidence/stack/reached-files.ts',
  'evidence/stack/transport-packages.ts',
  'guard/channels/bytes/judge-targets.ts',
  'guard/channels/bytes/socks.ts',
  'guard/channels/start/captured-thread.ts',
  'guard/channels/start/equip-environment.ts',
  'guard/channels/start/equip-thread.ts',
  'guard/channels/start/loader-thread.ts',
  'guard/children/equip-child.ts',
  'guard/children/find-gateway.ts',
  'guard/children/isolate-program.ts',
  'guard/children/starter-stack.ts',
  'guard/gateway',
  'guard/programs',
  'policy/usage/did-you-mean.ts',
  'testing/config/glob.ts',
  'testing/config/load-config.ts',
  'testing/config/parse-config.ts',
  'testing/config/read-json.ts',
  'testing/session/find-mock-library.ts',
]

/** What children and threads use at their start, besides what blocks. */
const joiningRooms = ['guard/children/leave-spool.ts', 'guard/spool']

const config: Options[] = [
  {
    ...shared,
    entry: { report: 'src/report.ts', 'internal-reporter': 'src/internal-reporter.ts' },
    format: ['esm', 'cjs'],
    dts: {
      entry: {
        index: 'src/index.ts',
        report: 'src/report.ts',
        internal: 'src/internal.ts',
        'internal-reporter': 'src/internal-reporter.ts',
      },
    },
    splitting: false,
    removeNodeProtocol: false,
    esbuildPlugins: [namedBuiltins],
    // The package's own script has built it before, so a page shows what the core of the same release reports.
    onSuccess: async () => await copyFile('../page/dist/page.html', 'dist/page.html'),
  },
  // One copy of everything that guards, for all entries. CommonJS can be preloaded in every thread, before any module of the
  // program.
  {
    ...shared,
    entry: { core: 'src/core.ts' },
    format: ['cjs'],
    splitting: false,
    esbuildOptions: (options) => Object.assign(options, readFast),
    esbuildPlugins: [lateParts('late.cjs', lateRooms), lateParts('late-joining.cjs', joiningRooms), removeStaleCode],
  },
  {
    ...shared,
    entry: { 'load-core': 'src/load-core.ts' },
    format: ['cjs'],
    define: { packageVersion: JSON.stringify(manifest.version) },
  },
  {
    ...shared,
    entry: { index: 'src/index.ts', internal: 'src/internal.ts' },
    format: ['esm', 'cjs'],
    splitting: false,
    esbuildPlugins: [fromCore],
  },
  {
    ...shared,
    entry: {
      register: 'src/register.ts',
      // The same under a second name, which only the guard writes. Where it is used, there must be a ticket.
      'agentguard-child': 'src/register.ts',
      'node-test': 'src/node-test.ts',
    },
    format: ['cjs'],
    dts: { entry: { register: 'src/register.ts', 'node-test': 'src/node-test.ts' } },
    splitting: false,
    esbuildPlugins: [fromCore],
  },
  // The gateway for programs: a thread outside, and a process in the namespace. Suites that start no program load
  // neither.
  {
    ...shared,
    entry: { 'gateway-agent': 'src/gateway-agent.ts', 'gateway-judge': 'src/gateway-judge.ts' },
    format: ['cjs'],
    splitting: false,
  },
  // Each verb is a separate file with its libraries, so that `agentguard run` starts without those of other verbs.
  {
    ...shared,
    entry: { agentguard: 'src/bin.ts', cli: 'src/cli/index.ts' },
    format: ['esm'],
    dts: { entry: { cli: 'src/cli/index.ts' } },
    splitting: true,
    noExternal: [/^[^.]/],
    removeNodeProtocol: false,
    esbuildOptions: (options) => {
      options.chunkNames = 'cli/[name]-[hash]'
    },
    esbuildPlugins: [namedBuiltins, thirdPartyNotices('dist/THIRD-PARTY-NOTICES.txt'), removeStaleChunks('dist/cli')],
  },
]

export default config
