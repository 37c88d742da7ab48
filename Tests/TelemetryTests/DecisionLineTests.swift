import Foundation
import Testing

@testable import Telemetry

@Suite struct DecisionLineTests {
  private func written(_ decision: DecisionLine) -> String {
    var line = LogLine()
    decision.write(to: &line)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test func `A decision is one line with all its fields`() {
    var decision = DecisionLine()
    decision.time = 1_795_233_257_000_123
    decision.uid = Array("705ab4f5".utf8)[...]
    decision.path = "/validate"
    decision.operation = "UPDATE"
    decision.kind = "Pod"
    decision.subresource = "resize"
    decision.namespace = "web"
    decision.name = "front"
    decision.user = Array("jane".utf8)[...]
    decision.groups = ["dev", "system:authenticated"].map { Array($0.utf8)[...] }
    decision.source = "10.0.0.1:41234"
    decision.userAgent = Array("kube-apiserver-admission".utf8)[...]
    decision.verdict = "deny"
    decision.rules = [.init(id: "pss/privileged", action: "deny"), .init(id: "b", action: "warn")]
    decision.mutators = ["prometheus"]
    decision.patchBytes = 120
    decision.nanoseconds = 27_400
    decision.policyGeneration = 3
    decision.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    #expect(
      written(decision) == """
        {"time":"2026-11-21T03:54:17.000123Z","level":"info","msg":"decision","path":"/validate",\
        "uid":"705ab4f5","operation":"UPDATE","kind":"Pod","subresource":"resize",\
        "namespace":"web","name":"front","user":"jane",\
        "groups":["dev","system:authenticated"],"source":"10.0.0.1:41234",\
        "userAgent":"kube-apiserver-admission","verdict":"deny",\
        "rules":[{"id":"pss/privileged","action":"deny"},{"id":"b","action":"warn"}],\
        "mutators":["prometheus"],"patchBytes":120,"dryRun":false,"durationMicroseconds":27.4,\
        "policyGeneration":3,"traceID":"4bf92f3577b34da6a3ce929d0e0e4736"}

        """)
  }

  @Test(arguments: ["\u{1}é", "\u{1}", "\u{85}", "\u{2028}", "a"])
  func `However much there is to say, the line is bounded and is JSON`(part: String) throws {
    let long = String(repeating: part, count: 100_000)
    var decision = DecisionLine()
    decision.time = .min
    decision.patchBytes = .min
    decision.nanoseconds = .max
    decision.policyGeneration = .max
    decision.error = long
    decision.uid = Array(long.utf8)[...]
    decision.operation = long
    decision.path = long
    decision.kind = long
    decision.subresource = long
    decision.namespace = long
    decision.name = long
    decision.user = Array(long.utf8)[...]
    decision.groups = Array(repeating: Array(long.utf8)[...], count: 1_000)
    decision.source = long
    decision.userAgent = Array(long.utf8)[...]
    decision.verdict = long
    decision.rules = Array(repeating: .init(id: long, action: long), count: 1_000)
    decision.mutators = Array(repeating: long, count: 1_000)
    decision.traceID = long
    let text = written(decision)
    #expect(text.utf8.count < 154_000)
    #expect(text.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["groupsOmitted"] as? Int == 984)
    #expect(object["rulesOmitted"] as? Int == 936)
    #expect(object["mutatorsOmitted"] as? Int == 968)
    #expect((object["user"] as? String)?.hasSuffix("…") == true)
  }

  private func quoted(_ text: [UInt8], atMost limit: Int) -> String {
    var output: [UInt8] = []
    output.append(addingCapacity: JSONText.room(text.count, atMost: limit)) {
      JSONText.append(text.span, atMost: limit, to: &$0)
    }
    return String(decoding: output, as: UTF8.self)
  }

  @Test(
    arguments: [
      ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
      ("\0\u{1b}[31m", #""\u0000\u001b[31m""#),
      ("\u{7f}\u{80}\u{85}\u{9f}\u{a0}", "\"\\u007f\\u0080\\u0085\\u009f\u{a0}\""),
      ("\u{2027}\u{2028}\u{2029}\u{202a}", "\"\u{2027}\\u2028\\u2029\u{202a}\""),
      ("é€😀", "\"é€😀\""), ("", "\"\""),
    ])
  func `What could end the line or move the cursor is escaped`(text: String, expected: String) {
    #expect(quoted(Array(text.utf8), atMost: 100) == expected)
  }

  @Test(arguments: [1, 7, 8, 9, 15, 16, 20])
  func `A byte to escape is found at every place of a text`(length: Int) {
    var wrong: [String] = []
    for place in 0..<length {
      for byte in UInt8.min...UInt8.max {
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        text[place] = byte
        let before = String(repeating: "x", count: place)
        let after = String(repeating: "x", count: length - place - 1)
        let alone = quoted([byte], atMost: 100).dropFirst().dropLast()
        let whole = quoted(text, atMost: 100)
        if whole != "\"\(before)\(alone)\(after)\"" { wrong.append(whole) }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    arguments: [
      ([0xFF], "\u{FFFD}"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xE2, 0x80], "\u{FFFD}\u{FFFD}"),
      ([0xF0, 0x9F, 0x98, 0x80], "😀"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xC3, 0x22], "\u{FFFD}\\\""),
    ] as [([UInt8], String)])
  func `Bytes that are no text are replaced`(bytes: [UInt8], expected: String) {
    #expect(quoted(bytes, atMost: 100) == "\"\(expected)\"")
  }

  @Test(
    arguments: [
      (0, "…"), (1, "a…"), (2, "a…"), (3, "aé…"), (5, "aé…"), (6, "aé€…"), (9, "aé€…"),
      (10, "aé€😀"),
    ])
  func `A text is cut between characters`(limit: Int, expected: String) {
    #expect(quoted(Array("aé€😀".utf8), atMost: limit) == "\"\(expected)\"")
  }

  @Test func `Any bytes make a string that a JSON parser takes`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : ([0xE2, 0x80, 0xA8, 0xC2, 0x22].randomElement() ?? 0)
      }
      let parsed = try JSONSerialization.jsonObject(
        with: Data(quoted(bytes, atMost: 100).utf8), options: .fragmentsAllowed)
      let text = try #require(parsed as? String)
      if let valid = String(validating: bytes, as: UTF8.self) { #expect(text == valid) }
    }
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
      (.max, "9999-12-31T23:59:59.999999Z"), (.min, "0000-01-01T00:00:00.000000Z"),
    ] as [(Int64, String)])
  func `Times are RFC 3339 with microseconds`(time: Int64, expected: String) {
    var writer = Timestamp.Writer()
    // The second time from what is kept of the first, and once more after another moment.
    for moment in [time, time, 1, time] {
      var output: [UInt8] = []
      output.append(addingCapacity: Timestamp.length) {
        writer.append(microseconds: moment, to: &$0)
      }
      if moment == time { #expect(String(decoding: output, as: UTF8.self) == expected) }
    }
  }

  static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

  @Test(
    arguments: [
      ("00-\(trace)-00f067aa0ba902b7-01", true), ("cc-\(trace)-00f067aa0ba902b7-01-more", true),
      ("00-\(trace)-00f067aa0ba902b7-01-more", false), ("cc-\(trace)-00f067aa0ba902b7-01x", false),
      ("ff-\(trace)-00f067aa0ba902b7-01", false), ("00-\(trace)-0000000000000000-01", false),
      ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
      ("00-\(trace.uppercased())-00f067aa0ba902b7-01", false), ("", false),
      ("00-\(trace)-00f067aa0ba902b7", false), ("00-\(trace)_00f067aa0ba902b7-01", false),
      ("0g-\(trace)-00f067aa0ba902b7-01", false),
    ])
  func `A trace is read from a valid traceparent only`(field: String, isValid: Bool) {
    let parent = TraceParent(Array(field.utf8)[...])
    #expect(parent?.traceID == (isValid ? Self.trace : nil))
  }

  @Test func `A line is used again, and other lines have what fields they like`() {
    var line = LogLine()
    line.begin(time: 0, level: .error, text: "first")
    line.begin(time: 0, level: .warn, text: "policy \"refused\"")
    line.field("file", "a/b.yaml")
    line.end()
    #expect(
      String(decoding: line.bytes, as: UTF8.self) == """
        {"time":"1970-01-01T00:00:00.000000Z","level":"warn","msg":"policy \\"refused\\"",\
        "file":"a/b.yaml"}

        """)
    #expect(LogLevel("warn") == .warn)
    #expect(LogLevel("loud") == nil)
    #expect(LogLevel.debug < .error)
  }
}
