import Foundation
import TestSupport

@testable import HTTPServer

/// The cases of the independent suites, in the form that these tests need.
enum SuiteCases {
  typealias Object = [String: Any]

  static func json(_ name: String) throws -> Any? {
    guard let bytes = try Suites.bytes("http/\(name)") else { return nil }
    return try JSONSerialization.jsonObject(with: Data(bytes))
  }

  static func objects(_ name: String) throws -> [Object] { try json(name) as? [Object] ?? [] }

  static func bytes(_ object: Object, _ key: String) -> [UInt8] {
    [UInt8](Data(base64Encoded: object[key] as? String ?? "") ?? Data())
  }

  /// The inputs of llhttp that a strict server should judge.
  static func llhttp() throws -> [Object] {
    try objects("llhttp.json").filter { ($0["type"] as? String) == "request" }
  }

  /// Every stream of bytes in all suites.
  static func everyInput() throws -> [[UInt8]] {
    var inputs = try objects("llhttp.json").map { bytes($0, "inputBase64") }
    inputs += try objects("gunicorn.json").map { bytes($0, "inputBase64") }
    inputs += try objects("http11probe.json").map { bytes($0, "payloadBase64") }
    inputs += try gadgets().map { gadgetRequest($0) }
    if let go = try json("go-net-http.json") as? [String: [Object]] {
      inputs += go.values.joined().map { bytes($0, "Raw") }
    }
    return inputs
  }

  /// The obfuscated header lines.
  static func gadgets() throws -> [[UInt8]] {
    guard let groups = try json("smuggler-te-gadgets.json") as? [String: [Object]] else {
      return []
    }
    return groups.keys.sorted().flatMap { groups[$0] ?? [] }.map { bytes($0, "headerBase64") }
  }

  /// A request with a gadget and a Content-Length that says something else.
  static func gadgetRequest(_ gadget: [UInt8]) -> [UInt8] {
    Array("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n".utf8) + gadget
      + Array("\r\n\r\n0\r\n\r\n".utf8)
  }

  /// The stream with a `Host` in each HTTP/1.1 request that has none: many cases leave it out, and
  /// what they are about would stay unseen behind that error.
  static func withHost(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    let host = Array("Host: suite.example\r\n".utf8)
    // As many requests as the longest pipeline has.
    for _ in 0..<8 {
      guard case .refused(.missingHost, let end) = Reading(bytes).end else { break }
      // The error is at the end of the head; its first line is behind the end before.
      var start = end - 4
      while start > 0, !(bytes[start...].starts(with: Array(" HTTP/1.1\r\n".utf8))) { start -= 1 }
      bytes.insert(contentsOf: host, at: start + 11)
    }
    return bytes
  }
}
