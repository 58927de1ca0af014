/** Sends usage in the background. */
export function report(): void {
  require('http')
    .get('http://usage.example/app')
    .on('error', () => {})
}
