/** A folder of the core: what it knows, and its imports where it may not import every folder before it. */
export interface Room {
  readonly path: string
  readonly knows: string
  readonly only?: readonly string[]
}

const channelNeeds = ['objects', 'policy/attempt', 'evidence/errors', 'guard/node', 'guard/patch', 'guard/capabilities']

/**
 * Every folder of packages/core/src with sources, in the order of the flow. A room imports only rooms before it, types
 * included. ARCHITECTURE.md shows this list as a table.
 */
export const rooms: readonly Room[] = [
  { path: 'objects', knows: "what the guard adds to another library's objects" },
  { path: 'policy/usage', knows: 'wrong use: errors that name the place and the fix' },
  { path: 'policy/attempt', knows: 'what code tried to reach: canonical hosts and addresses' },
  { path: 'policy/rules', knows: 'rules, and the lists that match attempts against them' },
  { path: 'policy/options', knows: 'unknown input to options' },
  { path: 'policy/precedence', knows: 'which rule or option decides; verdicts' },
  { path: 'evidence/record', knows: 'evidence as data, the ledger, stack traces as captured' },
  { path: 'evidence/redact', knows: 'how secrets stay out of texts' },
  { path: 'evidence/runners', knows: 'Jest and Vitest as data: their packages, tools and timers' },
  { path: 'evidence/stack', knows: 'stack texts to frames, frames to the package that called' },
  { path: 'evidence/errors', knows: 'the errors that code and tests see' },
  { path: 'evidence/senders', knows: 'packages that reach out unasked, and how to turn that off; data' },
  { path: 'evidence/explain', knows: 'evidence to text' },
  { path: 'guard/node', knows: "Node's modules and shared objects before any patch; what is loaded late", only: [] },
  { path: 'guard/patch', knows: 'replaced functions of Node, and their undo', only: ['objects', 'guard/node'] },
  {
    path: 'guard/scope',
    knows: 'name, policy and ledger, carried by one `AsyncLocalStorage`; DNS answers; own listeners',
  },
  { path: 'guard/programs', knows: 'what a command line starts', only: ['guard/node'] },
  {
    path: 'guard/witness',
    knows: 'what the kernel says of the sockets of this process; loaded native code',
    only: ['policy/attempt', 'evidence/record', 'guard/node', 'guard/patch', 'guard/scope'],
  },
  { path: 'guard/spool', knows: 'what guards of several processes and threads write for each other' },
  {
    path: 'guard/gateway',
    knows: 'the namespace for programs: how it is made and joined, and what its agent and judge say',
  },
  {
    path: 'guard/agent',
    knows: 'the process in that namespace: DNS, and every connection of a program',
    only: ['guard/node', 'guard/gateway', 'guard/witness'],
  },
  { path: 'guard/judge', knows: 'the thread outside: what programs try, judged, recorded and carried' },
  {
    path: 'guard/capabilities',
    knows: 'what a channel may ask of the guard, and the shape of a channel',
    only: ['objects', 'policy/attempt', 'evidence/record', 'evidence/errors', 'guard/node', 'guard/patch'],
  },
  { path: 'guard/channels/connect', knows: 'sockets: TCP, pipes, TLS, datagrams', only: channelNeeds },
  {
    path: 'guard/channels/bytes',
    knows: 'bytes on open connections, and what they ask of proxies',
    only: [...channelNeeds, 'guard/channels/connect'],
  },
  { path: 'guard/channels/dns', knows: 'DNS lookups and queries', only: channelNeeds },
  {
    path: 'guard/channels/http',
    knows: 'requests: HTTP/1, HTTP/2, undici',
    only: [...channelNeeds, 'guard/channels/connect'],
  },
  {
    path: 'guard/channels/start',
    knows: 'child processes and worker threads',
    only: [...channelNeeds, 'guard/programs', 'guard/spool'],
  },
  { path: 'guard/channels/native', knows: 'native code', only: [...channelNeeds, 'guard/channels/connect'] },
  {
    path: 'guard/channels',
    knows: 'the list of all channels',
    only: [
      'guard/capabilities',
      ...['connect', 'bytes', 'dns', 'http', 'start', 'native'].map((name) => `guard/channels/${name}`),
    ],
  },
  { path: 'guard/engine', knows: 'all state of the guard in this process' },
  { path: 'guard/judging', knows: 'one attempt: its owner, the decision, the record' },
  { path: 'guard/native', knows: 'what native code has done, attributed to a scope' },
  { path: 'guard/children', knows: 'how children join a scope, and what comes back from them' },
  { path: 'guard/install', knows: 'channels joined to the engine; start-up checks' },
  { path: 'testing/calls', knows: '`noEgress`, `observeEgress`, `allowEgress`' },
  { path: 'testing/config', knows: 'the agentguard.config files of a project' },
  { path: 'testing/settle', knows: 'what a test file has left in flight, and how long it waits for that' },
  { path: 'testing/session', knows: 'what the adapters share: test files, tests, docblocks, matchers' },
  { path: 'testing/node-test', knows: "the files and tests of Node's own runner, as guarded scopes" },
  { path: 'run/file', knows: 'evidence as records of runs: the one format that every report is made from' },
  { path: 'run/formats', knows: 'a file of evidence as a summary, SARIF, annotations, a page' },
  { path: 'run/lock', knows: 'what each test file reaches, as a file that people review' },
  { path: 'run/suggest', knows: 'evidence to the smallest allowlist' },
  { path: 'run/unused', knows: 'the rules that a run never used, and how to remove them' },
  { path: 'run/export', knows: 'a lock to the allowlists of other tools' },
  { path: 'run/finish', knows: 'the end of a run: options of reporters, files written, the lock checked' },
  { path: 'run/node-test', knows: 'the end of `node --test`, in the process that starts the files' },
  { path: 'cli/io', knows: 'files of evidence in, results out' },
  { path: 'cli/run', knows: 'a command under the guard' },
  { path: 'cli/init', knows: "a project's configs, edited" },
  { path: 'cli/explain', knows: 'one attempt, judged as a project would' },
  { path: 'cli/verbs', knows: 'the verbs of `agentguard`, each loaded when it is used' },
  { path: 'cli', knows: 'the command line as a whole' },
]

/** Files at the top of packages/core/src: what users and adapters load. Rooms import none of them. */
export const entries: readonly string[] = [
  'index',
  'core',
  'load-core',
  'register',
  'node-test',
  'gateway-agent',
  'gateway-judge',
  'report',
  'internal',
  'internal-reporter',
  'bin',
]
