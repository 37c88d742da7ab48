import Documents
import Testing

@Suite("JSON Pointer, RFC 6901")
struct JSONPointerTests {
  @Test(
    "Reads and prints the string form",
    arguments: [
      ("", []), ("/", [""]), ("/foo/0", ["foo", "0"]), ("/a~1b", ["a/b"]), ("/m~0n", ["m~n"]),
      ("/c%d", ["c%d"]), ("/~01", ["~1"]), ("/ ", [" "]), ("/é", ["é"]),
    ])
  func roundTrip(text: String, tokens: [String]) {
    #expect(JSONPointer(parsing: text)?.tokens == tokens)
    #expect(JSONPointer(tokens).description == text)
  }

  @Test("Refuses what is no pointer", arguments: ["a", "a/b", "/~", "/~2", "/a~"])
  func refused(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test(
    "Element places have no sign and no leading zero",
    arguments: [("0", 0), ("10", 10), ("01", nil), ("-", nil), ("+1", nil), ("", nil), ("1x", nil)]
      as [(String, Int?)])
  func elementIndex(token: String, place: Int?) {
    #expect(JSONPointer.elementIndex(token) == place)
  }

  // Tokens are looked at by eight bytes.
  @Test(
    "A tilde or slash is escaped wherever it stands in a token",
    arguments: ["~", "/", "~~", "/~", "\u{7F}", "}", ".", "0", "þ", "\0", "ï/"])
  func marks(mark: String) {
    for count in 0...20 {
      for place in 0...count {
        let token =
          String(repeating: "a", count: place) + mark + String(repeating: "b", count: count - place)
        var expected = "/"
        for scalar in token.unicodeScalars {
          switch scalar {
          case "~": expected += "~0"
          case "/": expected += "~1"
          default: expected.unicodeScalars.append(scalar)
          }
        }
        #expect(Array(JSONPointer([token]).description.utf8) == Array(expected.utf8))
        #expect(
          Array(JSONPointer([token, "", token]).description.utf8)
            == Array((expected + "/" + expected).utf8))
      }
    }
  }
}
