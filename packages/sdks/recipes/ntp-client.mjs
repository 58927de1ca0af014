import ntp from 'ntp-client'

export async function reach({ host = 'pool.ntp.org', port = 123 } = {}) {
  ntp.ntpReplyTimeout = 200
  await new Promise((resolve) => ntp.getNetworkTime(host, port, resolve)) // calls out
}
