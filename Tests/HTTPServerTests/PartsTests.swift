import Testing

@testable import HTTPServer

@Suite struct PartsTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
  ])
  func `Dates are written as the specification has them`(seconds: Int, text: String) {
    #expect(String(decoding: MonotonicClock.httpDate(Int64(seconds)), as: UTF8.self) == text)
  }

  @Test func `The wheel finds what is due, once, and tells when to look`() {
    var wheel = TimerWheel(now: 1_000)
    #expect(wheel.wait(now: 1_000) == nil)
    wheel.schedule(3, at: 1_100)
    wheel.schedule(5, at: 1_100)
    wheel.schedule(7, at: 9_000_000)
    wheel.schedule(8, at: 900)
    wheel.cancel(5)
    var due: [Int] = []
    wheel.expire(now: 1_050, into: &due)
    #expect(due == [8])
    let wait = wheel.wait(now: 1_050) ?? -1
    #expect((50...82).contains(wait))
    due = []
    wheel.expire(now: 1_050 + wait, into: &due)
    #expect(due == [3])
    // The far one is seen after one turn, and put in again by its owner.
    due = []
    wheel.expire(now: 1_000 + TimerWheel.tick * 5_000, into: &due)
    #expect(due == [7])
    #expect(wheel.wait(now: 200_000) == nil)
  }

  @Test func `The wheel agrees with a list, whatever is put in and taken out`() {
    var random = SystemRandomNumberGenerator()
    var wheel = TimerWheel(now: 0)
    var deadlines: [Int: Int64] = [:]
    var now: Int64 = 0
    for _ in 0..<20_000 {
      let entry = Int.random(in: 0..<50, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let deadline = now + Int64.random(in: 0...20_000, using: &random)
        wheel.schedule(entry, at: deadline)
        deadlines[entry] = deadline
      case 2:
        wheel.cancel(entry)
        deadlines[entry] = nil
      default:
        now += Int64.random(in: 0...3_000, using: &random)
        var due: [Int] = []
        wheel.expire(now: now, into: &due)
        // Due at the end of the tick that holds the deadline, and never before the deadline.
        for entry in due { #expect((deadlines[entry] ?? .max) <= now) }
        for entry in due { deadlines[entry] = nil }
        #expect(deadlines.values.allSatisfy { $0 > now - 2 * TimerWheel.tick })
      }
    }
  }

  @Test(arguments: [
    ("127.0.0.1:8443", "127.0.0.1", 8443), ("[::1]:0", "::1", 0),
    ("0.0.0.0:65535", "0.0.0.0", 65535),
  ])
  func `Addresses are read`(text: String, host: String, port: Int) {
    let address = SocketAddress(text)
    #expect(address?.host == host)
    #expect(address.map { Int($0.port) } == port)
    #expect(address?.description == text)
  }

  @Test(arguments: [
    "", ":1", "localhost:1", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "::1:1", "[1.2.3.4]:1",
    "1.2.3.4:+1",
  ])
  func `What is no address is not read`(text: String) {
    #expect(SocketAddress(text) == nil)
  }

  @Test func `A response carries what its status asks for`() {
    func render(_ status: HTTPStatus, closing: Bool = false) -> String {
      var response = HTTPResponse()
      response.status = status
      response.addField("A", copying: Array("b\r\nC: d".utf8).span)
      response.append("text")
      var output: [UInt8] = []
      response.render(
        into: &output, to: nil, minorVersion: nil, date: Array("D".utf8).span, isClosing: closing)
      return String(decoding: output, as: UTF8.self)
    }
    #expect(
      render(.ok) == "HTTP/1.1 200 OK\r\nDate: D\r\nA: b  C: d\r\nContent-Length: 4\r\n\r\ntext")
    #expect(render(.noContent) == "HTTP/1.1 204 No Content\r\nDate: D\r\nA: b  C: d\r\n\r\n")
    #expect(
      render(.serviceUnavailable, closing: true).contains(
        "\r\nRetry-After: 1\r\nConnection: close\r\n"))
  }

  @Test func `Names are compared whatever the case of letters, and of nothing else`() {
    var wrong: [String] = []
    for name: StaticString in ["te", "expect", "x-forwarded", "content-type", "a_b^c@d`e[f{g~h"] {
      let bytes = Array("\(name)".utf8)
      for place in bytes.indices {
        for byte in UInt8.min...UInt8.max {
          var other = bytes
          other[place] = byte
          let isSame = ASCII.lowercased(byte) == bytes[place]
          if other.span.equalsIgnoringCase(name) != isSame { wrong.append("\(name) \(other)") }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [0, 9, 10, 100, 1_234_567_890, Int.max])
  func `Numbers are written in decimal digits`(number: Int) {
    var bytes = Array("x".utf8)
    bytes.append(addingCapacity: OutputSpan.decimalRoom) { $0.append(decimal: number) }
    #expect(String(decoding: bytes, as: UTF8.self) == "x\(number)")
  }
}
