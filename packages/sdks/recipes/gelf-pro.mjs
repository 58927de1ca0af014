import gelf from 'gelf-pro'

export async function reach({ host = 'graylog.example.com', port = 12201 } = {}) {
  const log = Object.assign(Object.create(gelf), {})
  log.setConfig({ adapterName: 'udp', adapterOptions: { host, port } })
  await new Promise((resolve) => log.info('The agent answered', resolve))
}
