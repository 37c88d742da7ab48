import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Limits")
struct LimitTests {
  private static let json = "Host: a\r\nContent-Type: application/json\r\n"

  /// The words of the command line, what is sent, and the status that answers it.
  static let beyond: [(words: [String], request: String, status: Int)] = [
    (["--max-body", "100"], "POST /mutate HTTP/1.1\r\n\(json)Content-Length: 101\r\n\r\n", 413),
    (["--max-request-line", "20"], "GET /livez?aaa HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    (["--max-header", "20"], "GET /livez HTTP/1.1\r\nHost: a\r\nA: 3456789012\r\n\r\n", 431),
    (["--max-header-fields", "1"], "GET /livez HTTP/1.1\r\nHost: a\r\nA: 1\r\n\r\n", 431),
    (
      ["--max-chunk-extensions", "4"],
      "POST /mutate HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n1;aaaaaaa\r\na\r\n0\r\n\r\n",
      400
    ),
    (
      ["--max-depth", "2"],
      "POST /mutate HTTP/1.1\r\n\(json)Content-Length: 6\r\n\r\n[[[]]]", 400
    ),
    (
      ["--max-nodes", "2"],
      "POST /mutate HTTP/1.1\r\n\(json)Content-Length: 7\r\n\r\n[1,2,3]", 400
    ),
    (["--header-timeout", "200ms"], "GET /livez HTTP/1.1\r\n", 408),
    (
      ["--body-timeout", "200ms"], "POST /mutate HTTP/1.1\r\n\(json)Content-Length: 6\r\n\r\n[",
      408
    ),
  ]

  @Test("Beyond a limit there is an exact answer", arguments: beyond)
  func answers(words: [String], request: String, status: Int) throws {
    let server = try Webhook(words + ["--shutdown-delay", "0s"])
    let client = try server.client()
    try client.send(Array(request.utf8))
    let answer = try client.answer()
    #expect(answer.status == status)
    #expect(try Served.value(answer.body)["kind"] == "Status")
    #expect(server.stop() == 0)
  }

  @Test("Too many connections or bytes in flight are answered with 503 and Retry-After")
  func overload() throws {
    let server = try Webhook([
      "--max-connections", "2", "--max-refused-connections", "1", "--threads", "1",
      "--max-in-flight", "100", "--max-body", "100", "--shutdown-delay", "0s",
    ])
    let head = "POST /mutate HTTP/1.1\r\n\(Self.json)Content-Length: 60\r\n\r\n"
    let first = try server.client()
    try first.send(Array(head.utf8))
    // Its answer says that the bytes of the first one are counted.
    let second = try server.client()
    try server.wait {
      try second.send(Array("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      return try second.answer().status == 200
    }
    let third = try server.client()
    try third.send(Array("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    for client in [third, second] {
      if client === second { try client.send(Array(head.utf8)) }
      let answer = try client.answer()
      #expect(answer.status == 503)
      #expect(answer.fields["retry-after"] == "1")
      #expect(try Served.value(answer.body)["reason"] == "ServiceUnavailable")
    }
    #expect(server.stop() == 0)
  }

  @Test("A connection without requests is closed", arguments: ["--idle-timeout"])
  func idle(option: String) throws {
    let server = try Webhook([option, "200ms", "--shutdown-delay", "0s"])
    let client = try server.client()
    #expect(try client.get("/livez").status == 200)
    #expect(throws: ClientError.self) { _ = try client.answer() }
    #expect(server.stop() == 0)
  }

  @Test("The help has every option, and README.md the same limits with the same defaults")
  func documented() throws {
    let help = try Tool.shell("'\(Tool.server.path)' serve --help", in: Suites.root).outputText
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let readme = try String(decoding: Suites.projectFile("README.md"), as: UTF8.self)
    let options = words.matches(of: /--([a-z][a-z-]+) (SIZE|N|DURATION) (?=[A-Z])/)
    #expect(options.count > 15)
    for option in words.matches(of: /(?:^| )(--[a-z][a-z-]+)(?= [A-Z])/).map(\.1) {
      #expect(readme.contains("\(option)"), "README.md does not have \(option)")
    }
    let rows = readme.matches(of: /\| `--([a-z-]+) (?:SIZE|N|DURATION)` \| ([0-9A-Za-z]+) \|/)
    #expect(rows.count > 15)
    for row in rows {
      let name = row.1
      let start = try #require(words.range(of: " --\(name) "), "no option --\(name)")
      let text = words[start.upperBound...].prefix(400)
      let end = text.range(of: " --")?.lowerBound ?? text.endIndex
      #expect(text[..<end].contains("\(row.2) is the default"), "--\(name)")
    }
  }
}
