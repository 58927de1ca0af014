import { isExecutable } from '../node/is-executable.ts'
import { readFileSync } from '../node/original-fs.ts'
import { loopbacks, watchRule } from './watch-rule.ts'

/** The absolute paths of the programs that make and join a namespace. */
export interface Tools {
  readonly unshare: string
  readonly nsenter: string
  readonly ip: string
  readonly ss: string
}

/** Addresses of the machine inside the namespace, from reserved ranges. With loopback alone, programs would consider themselves offline. */
const [four, six] = ['198.19.255.254', '2001:2::1'] as const

/** Finds the programs that the gateway needs on this system. */
export function findTools(): Tools | { readonly problem: string } {
  const { platform } = process
  if (platform !== 'linux') return { problem: `network namespaces exist on Linux only, and this is ${platform}` }
  const [unshare, nsenter, ip, ss] = ['unshare', 'nsenter', 'ip', 'ss'].map(find)
  if (unshare && nsenter && ip && ss) return { unshare, nsenter, ip, ss }
  const missing = Object.entries({ unshare, nsenter, ip, ss }).flatMap(([name, path]) => (path ? [] : [name]))
  return { problem: `${missing.join(' and ')} cannot be found: install util-linux and iproute2` }
}

/**
 * The command that makes the namespaces and becomes the agent in them. An ordinary user also gets a user namespace, and
 * stays the same user. The outer namespace exists for one setting that the inner one inherits: the size of the kernel's
 * connection table. The table is read every few milliseconds, which takes longer the larger it is.
 */
export function agentCommand(
  { unshare, ip, ss }: Tools,
  hidden: readonly string[],
  [node, agent]: readonly [string, string],
): string[] {
  const asUser = isRoot() ? [] : ['--user', '--map-current-user', '--keep-caps']
  const outer = `{ echo 64 > /proc/sys/net/ipv4/tcp_child_ehash_entries; } 2> /dev/null; exec "$@"`
  const inner = ['/bin/sh', '-c', setUp, ip, node, agent, ss, portsInside(portsOutside()), ...hidden]
  return [unshare, ...asUser, '--net', '--mount', '--', '/bin/sh', '-c', outer, 'sh', unshare, '--net', '--', ...inner]
}

/**
 * The range of ports that the kernel assigns to programs in the namespace. It avoids the range outside, so that a port
 * of a program's server is not taken by another server there.
 */
export function portsInside(outside: string): string {
  const [, first = 32_768, last = 60_999] = (/^\s*(\d+)\s+(\d+)/.exec(outside) ?? []).map(Number)
  const [above, below] = [65_535 - last, first - lowest]
  if (Math.max(above, below) < fewest) return `${first} ${last}`
  return above > below ? `${last + 1} 65535` : `${Math.max(lowest, first - 16_384)} ${first - 1}`
}

/** Lower ports belong to known services. */
const lowest = 10_240

const fewest = 1000

function portsOutside(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
  } catch {
    return ''
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function find(name: string): string | undefined {
  const directories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin']
  return directories.map((directory) => `${directory}/${name}`).find(isExecutable)
}

/**
 * Connections take a route on which a listener gets them, and nothing refuses those without a listener, so that the
 * agent has time to ask. DNS reaches the agent at any address. Other packets go into a sink that counts them. Without a
 * route, a socket that only asks for its own address would count too. Each rule names who gets the packet.
 */
const routesOf = (loopback: string, loopbackSource: string, own: string, all: string): string => `
route add local ${all} dev lo
route add default dev lo src ${own} table 200
route add default dev lo src ${loopbackSource} table 201
route add default dev sink src ${own} table 202
rule add pref 1000 lookup local
rule del pref 0 lookup local
rule add pref 10 to ${loopback} lookup local
rule add pref 11 to ${own} lookup local
rule add pref 20 ipproto udp dport 53 lookup local
rule add pref 21 ipproto udp sport 53 lookup local
rule add pref 30 ipproto tcp lookup 200
rule add pref 40 lookup 202`

/** Without generated addresses, which the kernel announces a second later: browsers then abort what they are loading. */
const network = `
link set lo up
link add eth0 type veth peer name eth0p
link set eth0 addrgenmode none
link set eth0p addrgenmode none
link set eth0 up
link set eth0p up
link add sink type veth peer name sinkp
link set sink addrgenmode none
link set sinkp addrgenmode none
link set sink arp off
link set sink up
link set sinkp up
addr add ${four}/32 dev eth0${routesOf(loopbacks[0], '127.0.0.1', four, '0.0.0.0/0')}`

/** IPv6 delivers to a listener only on a local route. */
const networkForIpv6 = `
addr add ${six}/128 dev eth0 nodad${routesOf(loopbacks[1], '::1', six, '::/0')}
rule add pref 20 ipproto tcp dport 53 lookup local`

/**
 * Makes the network while the agent starts, and prints `ready` when it is done. Each failed step is named, since only
 * trying shows what a kernel, a container or a security module forbids. The ports to watch from the beginning arrive in
 * a line on descriptor 4: another process of `ip` for them would take longer.
 */
const setUp = `
fail() { echo "$1: $2" >&2; exit 125; }
make() {
  read -r watched
  four='' six=''
  for port in $watched; do
    four="$four
${watchRule(loopbacks[0], '$port')}"
    six="$six
${watchRule(loopbacks[1], '$port')}"
  done
  said=$(echo '${network}'"$four" | "$ip" -batch - 2>&1) || fail 'ip cannot set up the network' "$said"
  if [ -e /proc/net/if_inet6 ]; then
    said=$(echo '${networkForIpv6}'"$six" | "$ip" -6 -batch - 2>&1) || fail 'ip cannot set up IPv6' "$said"
    echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
  fi
  echo 1 > /proc/sys/net/ipv4/tcp_syn_retries
  { echo "$ports" > /proc/sys/net/ipv4/ip_local_port_range; } 2> /dev/null
  for socket in "$@"; do
    if [ -e "$socket" ]; then
      said=$(mount --bind /dev/null "$socket" 2>&1) || fail "mount cannot hide $socket" "$said"
    fi
  done
  echo ready
}
ip=$0 node=$1 agent=$2 ss=$3 ports=$4
shift 4
# By a process between, since the agent waits for no child that it has not started.
(make "$@" <&4 4<&- &)
exec "$node" "$agent" "$ip" "$ss" > /dev/null 4<&-`
