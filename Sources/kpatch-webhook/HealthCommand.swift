import CommandLine
import Glibc

/// `kpatch-webhook health`: asks a server how it is. A container without a shell has nothing else
/// to ask with.
struct HealthCommand {
  private let host: String
  private let port: String

  static let standardAddress = "127.0.0.1:8080"
  private static let secondsToWait = 3
  /// More is no answer of ours.
  private static let maximumBytes = 65_536

  init(_ invocation: Invocation) throws(StartError) {
    let text = invocation.arguments.first ?? Self.standardAddress
    guard !text.contains("/") else {
      throw .usage(
        .other(
          "ADDRESS is a host and a port, as in \(Self.standardAddress), and no URL: neither "
            + "http:// nor https:// stands before it"))
    }
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let number = UInt16(text[text.index(after: colon)...]), number > 0
    else { throw .usage(.other("ADDRESS is a host and a port, as in \(Self.standardAddress)")) }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    self.host = String(host)
    port = String(number)
  }

  /// Prints what the server says of itself.
  func run(_ output: Output) throws(StartError) -> ExitStatus {
    let descriptor = try connect()
    defer { close(descriptor) }
    let answer = try ask(descriptor)
    guard answer.hasPrefix("HTTP/1."), let blank = answer.firstRange(of: "\r\n\r\n") else {
      throw .refused(["\(host):\(port): that is no answer of kpatch-webhook"])
    }
    output.write(String(answer[blank.upperBound...]))
    output.flush()
    return answer.dropFirst("HTTP/1.1 ".count).hasPrefix("200 ") ? .clean : .negative
  }

  /// The first of the host's addresses that answers.
  private func connect() throws(StartError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, port, &hints, &found) == 0 else {
      throw .refused(["\(host): there is no such host"])
    }
    defer { unsafe freeaddrinfo(found) }
    var code = ECONNREFUSED
    var next = unsafe found
    while let address = unsafe next {
      // SAFETY: the list is valid until it is freed above.
      let info = unsafe address.pointee
      let descriptor = socket(
        unsafe info.ai_family, unsafe info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
        unsafe info.ai_protocol)
      if descriptor >= 0 {
        limitWaiting(descriptor)
        if unsafe Glibc.connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 {
          return descriptor
        }
      }
      code = errno
      if descriptor >= 0 { close(descriptor) }
      unsafe next = info.ai_next
    }
    throw .system("cannot reach the server", errno: code)
  }

  private func limitWaiting(_ descriptor: Int32) {
    var time = timeval(tv_sec: Self.secondsToWait, tv_usec: 0)
    for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  private func ask(_ descriptor: Int32) throws(StartError) -> String {
    let request = Array(
      "GET /readyz?verbose HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8)
    // One packet: the kernel takes it whole.
    let sent = unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
    guard sent == request.count else { throw .system("cannot ask the server", errno: errno) }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while answer.count < Self.maximumBytes {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .system("the server does not answer", errno: errno)
      }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
