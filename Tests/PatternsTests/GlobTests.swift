import Patterns
import Testing

@Suite("Globs")
struct GlobTests {
  @Test(
    "What matches",
    arguments: [
      ("*", ""), ("*", "anything/at all"), ("**", "a/b"), ("a", "a"), ("istio-*", "istio-proxy"),
      ("istio-*", "istio-"), ("*-proxy", "istio-proxy"), ("pss/*", "pss/run-as-non-root"),
      ("a?c", "abc"), ("?", "é"), ("a?c", "a🙂c"), ("[a-c]x", "bx"), ("[!a-c]x", "dx"),
      ("[^a-c]x", "éx"), ("[a-]", "-"), ("[é-ü]", "ö"), (#"\*"#, "*"), (#"[\]]"#, "]"),
      ("*a*b*", "xxaxxbxx"), ("a*b*c", "abbcbc"), ("*ab", "aab"), ("a**b", "ab"),
      ("*.example.com/*:v?", "reg.example.com/app/x:v1"), ("dev-*-[0-9]", "dev-a-b-7"),
      ("*é", "aé"),
    ])
  func matching(pattern: String, text: String) throws {
    #expect(try Glob(pattern).matches(text))
  }

  @Test(
    "What does not match",
    arguments: [
      ("a", "A"), ("a", "ab"), ("a", ""), ("istio-*", "istio"), ("*-proxy", "proxy"), ("a?c", "ac"),
      ("[a-c]", "d"), ("[!a-c]", "b"), ("?", ""), ("?", "ab"), ("a*b", "abc"), (#"\*"#, "x"),
      ("pss/*", "resources/cpu-limit"), ("*a*b*", "b a"), ("ab*ba", "aba"),
    ])
  func notMatching(pattern: String, text: String) throws {
    #expect(try !Glob(pattern).matches(text))
  }

  @Test(
    "Mistakes name their place",
    arguments: [
      ("", GlobError.Reason.empty, 0), ("a[b", .unclosedSet, 1), ("[", .unclosedSet, 0),
      ("[a\\", .unclosedSet, 0), ("x[]", .emptySet, 1), ("[!]", .emptySet, 0),
      ("[z-a]", .reversedRange, 1), ("ab\\", .danglingEscape, 2), ("{a,b}", .braces, 0),
    ])
  func mistakes(pattern: String, reason: GlobError.Reason, offset: Int) {
    let error = #expect(throws: GlobError.self) { try Glob(pattern) }
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
    #expect(error?.message.isEmpty == false)
  }

  @Test("The length limit holds at its value and breaks one above")
  func limit() throws {
    let longest = String(repeating: "a", count: Glob.maximumBytes)
    #expect(try Glob(longest).matches(longest))
    let error = #expect(throws: GlobError.self) { try Glob(longest + "a") }
    #expect(error?.reason == .tooLong)
  }

  @Test("A pattern of many stars does not stall on a long text")
  func manyStars() throws {
    // A matcher that goes back to every star needs more steps than there are atoms.
    let text = String(repeating: "a", count: 20_000)
    #expect(try !Glob("a*a*a*a*b").matches(text))
    let stars = String(repeating: "a*", count: 127) + "b"
    #expect(try !Glob(stars).matches(text))
    #expect(try Glob(stars).matches(text + "b"))
  }

  @Test("Every byte is safe to match, also what is no UTF-8")
  func anyBytes() throws {
    let glob = try Glob("[a-z]?*[!0-9]")
    for first in UInt8.min...UInt8.max {
      let bytes: [UInt8] = [UInt8(ascii: "a"), first, 0xE2, 0x80]
      let matches = glob.matches(bytes.span)
      #expect(matches)
    }
  }

  @Test("Specificity counts what is fixed")
  func specificity() throws {
    #expect(try Glob("pss/privileged").isLiteral)
    #expect(try !Glob("pss/*").isLiteral)
    #expect(try Glob("pss/priv*").literalCount > Glob("pss/*").literalCount)
  }

  /// The definition, by recursion over both; exponential, and so only for short texts.
  private static func agrees(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return agrees(pattern.dropFirst(), text)
        || (!text.isEmpty && agrees(pattern, text.dropFirst()))
    }
    guard let byte = text.first, first == UInt8(ascii: "?") || first == byte else { return false }
    return agrees(pattern.dropFirst(), text.dropFirst())
  }

  @Test("All short patterns match all short texts as the definition says")
  func definition() throws {
    func words(_ letters: String, upTo length: Int) -> [[UInt8]] {
      var all: [[UInt8]] = [[]]
      var last: [[UInt8]] = [[]]
      for _ in 0..<length {
        last = last.flatMap { word in letters.utf8.map { word + [$0] } }
        all += last
      }
      return all
    }
    let texts = words("ab", upTo: 5)
    for pattern in words("a*?b", upTo: 4) where !pattern.isEmpty {
      let glob = try Glob(String(decoding: pattern, as: UTF8.self))
      for text in texts where glob.matches(text.span) != Self.agrees(pattern[...], text[...]) {
        Issue.record("\(glob.text) and \(String(decoding: text, as: UTF8.self))")
      }
    }
  }
}
