import Documents
import Testing

@testable import Reports

@Suite("Plain text")
struct PlainTextTests {
  /// Around the sizes of a block, which texts are looked at by.
  private static let lengths = [1, 2, 7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 34, 48, 49, 50, 70]

  private func isPlain(_ text: [UInt8], singleSpaces: Bool = false) -> Bool {
    PlainText.isPlain(text.span, singleSpaces: singleSpaces)
  }

  @Test("What is hidden, no ASCII, or a command to a log is found wherever it stands")
  func marks() {
    let marks: [[UInt8]] =
      [0, 9, 10, 0x1F, 0x7F, 0x80, 0xC2, 0xFF].map { [$0] } + ["::", "#["].map { Array($0.utf8) }
    for length in Self.lengths {
      let plain = (0..<length).map { UInt8(ascii: "!") + UInt8($0 * 7 % 93) }
      let text = plain.map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "~") : $0 }
      #expect(isPlain(text))
      for mark in marks where mark.count <= length {
        for place in 0...length - mark.count {
          var text = text
          text.replaceSubrange(place..<place + mark.count, with: mark)
          #expect(!isPlain(text), "\(mark) at \(place) of \(length)")
        }
      }
    }
    #expect(isPlain([]))
  }

  @Test("Single marks of those that are commands only together are plain, and spaces if wanted")
  func neighbours() {
    for length in Self.lengths where length >= 2 {
      for place in 0...length - 2 {
        for pair in [":x", "x:", ":[", "#:", "[#", "# ", " [", "##", "[["] {
          var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          text.replaceSubrange(place..<place + 2, with: pair.utf8)
          #expect(isPlain(text, singleSpaces: true), "\(pair) at \(place)")
        }
        var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        text.replaceSubrange(place..<place + 2, with: "  ".utf8)
        #expect(isPlain(text))
        #expect(!isPlain(text, singleSpaces: true), "spaces at \(place)")
      }
    }
  }

  @Test("A plain sentence is broken into the same lines as any other")
  func sentences() {
    var random = SystemRandomNumberGenerator()
    let words = [
      "a", "of", "the", "image", "x.y", "Namespace", "securityContext.runAsNonRoot=true",
    ]
    for _ in 0..<500 {
      let count = Int.random(in: 1...40, using: &random)
      let text =
        (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
        .joined(separator: " ") + ["", ".", "?"][count % 3]
      let layout = TextLayout(width: Int.random(in: 40...90, using: &random))
      var fast: [UInt8] = []
      layout.append(sentence: text.utf8Span.span, indent: 7, to: &fast)
      var slow: [UInt8] = []
      layout.append(paragraph: TextLayout.bytes(ofSentence: text), indent: 7, to: &slow)
      #expect(fast == slow, "\(text)")
    }
  }

  @Test("Spaces around a sentence and between its words are left out")
  func spaces() {
    var output: [UInt8] = []
    TextLayout(width: 60).append(sentence: " two  words ".utf8Span.span, indent: 2, to: &output)
    #expect(output == Array("two words .\n".utf8))
  }

  @Test("Numbers are written in full", arguments: [0, 1, 9, 10, 99, 100, 12_345, Int.max])
  func numbers(number: Int) {
    var output: [UInt8] = []
    output.append(decimal: number)
    #expect(String(decoding: output, as: UTF8.self) == String(number))
    #expect(TextLayout.digits(of: number) == output.count)
  }
}
