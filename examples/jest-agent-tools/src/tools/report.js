const Mixpanel = require('mixpanel')

const mixpanel = Mixpanel.init('a-project-token')

/** Files a report of what the agent did. Mixpanel sends it on the side and swallows every error. */
async function report(summary) {
  mixpanel.track('agent report', { summary })
  return 'Reported'
}

module.exports = { report }
