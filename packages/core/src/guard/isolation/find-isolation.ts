import { accessSync, constants } from '../node/original-fs.ts'
import { builtins } from '../node/builtins.ts'

/** How this system gives an ordinary user a network namespace of its own: a command that runs another one in it. */
export interface Isolation {
  readonly name: string
  /** What stands before the command; the first is an absolute path. `report` is a file that gets the kernel's counters. */
  before(report: string): readonly string[]
}

/** Says whether this process can reach loopback only: then what it starts needs no other namespace. */
export function isIsolated(): boolean {
  return Object.values(builtins.os.networkInterfaces()).every((list) => list?.every(({ internal }) => internal))
}

/**
 * The first way that works here, or why none does.
 *
 * It is tried on a harmless command, since what the kernel, a container or a security module forbids can only be seen so.
 */
export function findIsolation(): Isolation | { readonly problem: string } {
  const { platform } = process
  if (platform !== 'linux') return { problem: `network namespaces exist on Linux only, and this is ${platform}` }
  const problems: string[] = []
  for (const way of isolationWays()) {
    const problem = isolationProblem(way)
    if (problem === undefined) return way
    problems.push(`${way.name}: ${problem}`)
  }
  return { problem: `this system gives no network namespace (${problems.join('; ') || 'no unshare and no bwrap'})` }
}

/** What runs in the namespace first. */
function inside(report: string): readonly string[] {
  return ['/bin/sh', '-c', script, 'sh', report]
}

/** The ways of which this system has the programs, best first; whether the kernel lets them is another question. */
export function isolationWays(): readonly Isolation[] {
  const [unshare, bwrap] = [find('unshare'), find('bwrap')]
  const uid = process.getuid?.() ?? 0
  return [
    ...(unshare && uid === 0 ? [asRoot(unshare)] : []),
    ...(unshare ? [withUserNamespace(unshare, uid, process.getgid?.() ?? 0)] : []),
    ...(bwrap ? [withBubblewrap(bwrap)] : []),
  ]
}

function asRoot(unshare: string): Isolation {
  return { name: 'unshare', before: (report) => [unshare, '--net', '--', ...inside(report)] }
}

/** Root of the namespace may bring loopback up; the program sees the user that it always had. */
function withUserNamespace(unshare: string, uid: number, gid: number): Isolation {
  const asUser = [unshare, '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return {
    name: 'unshare with a user namespace',
    before: (report) => [unshare, '--user', '--map-root-user', '--net', '--', ...inside(report), ...asUser],
  }
}

/** A process of bubblewrap stands before the program and hands no signal on: the program ends with it, by force. */
function withBubblewrap(bwrap: string): Isolation {
  const options = ['--die-with-parent', '--dev-bind', '/', '/', '--unshare-net', '--']
  return { name: 'bubblewrap', before: (report) => [bwrap, ...options, ...inside(report)] }
}

/**
 * Brings loopback up, then becomes the program: it keeps its process number, so that signals and exit codes are its own.
 *
 * What waits beside it writes down the kernel's counters once it has ended.
 */
const script = `
report=$1; shift
if ! grep -qs 127.0.0.1 /proc/self/net/fib_trie && ! ip link set lo up 2> /dev/null && ! ifconfig lo up 2> /dev/null; then
  echo 'loopback cannot be brought up there: install iproute2' >&2
  exit 125
fi
if [ -n "$report" ]; then
  echo $$ > "$report.pid"
  (
    while kill -0 $$; do sleep 0.02; done
    cat /proc/self/net/snmp /proc/self/net/snmp6 > "$report.part"
    mv "$report.part" "$report"
  ) < /dev/null > /dev/null 2>&1 &
fi
exec "$@"`

/** Why a way does not work here; `undefined` where it does. */
export function isolationProblem({ before }: Isolation): string | undefined {
  const [file = '', ...args] = before('')
  const { status, error, stderr } = builtins.childProcess.spawnSync(
    file,
    [...args, '/bin/sh', '-c', ': < /proc/self/net/snmp'],
    {
      encoding: 'utf8',
      timeout: 10_000,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    },
  )
  if (status === 0) return undefined
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `it ended with ${String(status)}`)
}

function find(name: string): string | undefined {
  return ['/usr/bin', '/bin', '/usr/local/bin'].map((directory) => `${directory}/${name}`).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
