import { expect, test } from 'vitest'
import { remedyFor } from '../../../src/guard/gateway/remedy.ts'

test.each([
  ['unshare: write failed /proc/self/uid_map: Operation not permitted', 'apparmor_restrict_unprivileged_userns'],
  ['ip cannot set up the network: RTNETLINK answers: Operation not permitted', 'apparmor_restrict_unprivileged_userns'],
  ['unshare: unshare failed: Operation not permitted', '--cap-add SYS_ADMIN'],
  ['unshare: unshare failed: No space left on device', 'user.max_net_namespaces'],
  ['ip and ss cannot be found: install util-linux and iproute2', 'apt-get install'],
  ['network namespaces exist on Linux only, and this is darwin', 'container'],
  ['something else', 'agentguard doctor'],
])('remedyFor %s names the way out', (problem, remedy) => {
  expect(remedyFor(problem)).toContain(remedy)
})
