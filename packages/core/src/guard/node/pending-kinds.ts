/** What a thread pool does for the process, by Node's own list of resources. */
export const poolKinds: RegExp = /^(FSReq\w*|GetAddrInfoReqWrap|GetNameInfoReqWrap)$/

/** What may still run code of a test soon: unfinished requests, not idle sockets. */
export const pendingKinds: RegExp =
  /^(Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/
