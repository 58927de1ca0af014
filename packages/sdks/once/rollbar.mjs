import Rollbar from 'rollbar'

export function once({ url }) {
  new Rollbar({ accessToken: 'token', endpoint: `${url}/api/1/item/`, verbose: false }).error('The tool failed')
}
