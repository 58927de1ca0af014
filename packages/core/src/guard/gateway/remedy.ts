/** What to do when a step of making the gateway failed. Each text names the system that it applies to. */
export function remedyFor(problem: string): string {
  return (
    remedies.find(({ sign }) => sign.test(problem))?.remedy ?? 'Run `agentguard doctor` for what this machine supports'
  )
}

const remedies: readonly { readonly sign: RegExp; readonly remedy: string }[] = [
  { sign: /on Linux only/, remedy: 'Use a container, or allow the program with an exec: rule' },
  {
    sign: /install util-linux/,
    remedy: 'On Debian and Ubuntu: apt-get install util-linux iproute2; on Alpine: apk add util-linux iproute2',
  },
  {
    sign: /No space left/,
    remedy: 'Raise the limits: sudo sysctl -w user.max_user_namespaces=10000 user.max_net_namespaces=10000',
  },
  {
    sign: /uid_map|RTNETLINK|Permission denied/i,
    remedy:
      'On Ubuntu 24.04 and later, AppArmor forbids it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    sign: /unshare failed|Operation not permitted/i,
    remedy:
      'In Docker, run with --cap-add SYS_ADMIN --cap-add NET_ADMIN, or with a seccomp profile that allows unshare; on Debian: sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
]
