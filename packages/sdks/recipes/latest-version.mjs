import latestVersion from 'latest-version'

export async function reach({ url = 'https://registry.npmjs.org/' } = {}) {
  await latestVersion('pg', { registryUrl: url.endsWith('/') ? url : `${url}/` }) // calls out
}
