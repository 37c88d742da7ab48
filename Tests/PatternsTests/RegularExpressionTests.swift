import Patterns
import Testing

@Suite("Regular expressions")
struct RegularExpressionTests {
  @Test(
    "What is found",
    arguments: [
      ("", ""), ("a", "xay"), ("a|b", "b"), ("^a+$", "aaa"), ("(ab)*c", "ababc"), ("a{2,3}", "caa"),
      ("[^a]", "ab"), (#"\d+\.\d"#, "v1.5"), ("(?i)straße", "STRAßE"), (#"\bb\b"#, "a b c"),
      ("(?s)a.b", "a\nb"), ("(?m)^b$", "a\nb\nc"), (#"\Qa.b\E"#, "a.b"), (#"\p{Greek}"#, "aλ"),
      (#"\pL"#, "é"), (#"^\P{Lu}$"#, "é"), ("[[:alpha:]]", "1a"), ("(?i)k", "\u{212A}"),
      (#"\x{1F642}"#, "🙂"), ("a{,2}", "a{,2}"), ("(?:)*", ""), ("(a*)*", "b"),
    ])
  func finding(pattern: String, text: String) throws {
    #expect(try RegularExpression(parsing: pattern).isFound(in: text))
  }

  @Test(
    "What is not found",
    arguments: [
      ("a", "A"), ("^a$", "a\n"), ("a.b", "a\nb"), ("(?m)^c", "a\nb"), (#"\bb"#, "ab"),
      ("a{2}", "a"), ("[^a]", "a"), (#"\d"#, "٣"), (#"\w"#, "é"), (#"\S"#, " \t\n"),
      (#"\p{Greek}"#, "a"), ("x", ""),
    ])
  func notFinding(pattern: String, text: String) throws {
    #expect(try !RegularExpression(parsing: pattern).isFound(in: text))
  }

  @Test(
    "What other dialects have is told from what ECMA-262 would make of it",
    arguments: [
      ("(?i)a", .flagsWithoutGroup, 0), ("a(?i-s)b", .flagsWithoutGroup, 1),
      ("[[:alpha:]]+", .namedSet, 1), ("[_[:^digit:]]", .namedSet, 2),
      ("(?i", .unclosedGroup, 0), ("(?)", .unknownGroup, 0),
    ] as [(String, RegularExpressionError.Reason, Int)])
  func dialects(pattern: String, reason: RegularExpressionError.Reason, offset: Int) {
    #expect {
      try RegularExpression(parsing: pattern, flavour: .ecma)
    } throws: {
      let error = $0 as? RegularExpressionError
      return error?.reason == reason && error?.offset == offset
    }
  }

  @Test(
    "A bracket in a set of ECMA-262 stands for itself",
    arguments: [("^[[:]$", "["), ("^[[:x:]$", "x"), ("(?i:A)", "a")])
  func brackets(pattern: String, text: String) throws {
    #expect(try RegularExpression(parsing: pattern, flavour: .ecma).isFound(in: text))
  }

  @Test("A whole match begins and ends with the text")
  func whole() throws {
    let pattern = try RegularExpression(parsing: "a|ab")
    #expect(pattern.matchesWhole("ab"))
    #expect(pattern.matchesWhole("a"))
    #expect(!pattern.matchesWhole("abc"))
    #expect(!pattern.matchesWhole("xab"))
  }

  @Test("Groups say where they matched, and have names")
  func groups() throws {
    let pattern = try RegularExpression(parsing: #"(?P<key>\w+)=(?:(\d+)|(\w+))"#)
    let match = try #require(pattern.firstMatch(in: "  a1=bc"))
    #expect(match.groups == [2..<7, 2..<4, nil, 5..<7])
    #expect(match.range == 2..<7)
    #expect(pattern.groupNames == [nil, "key", nil, nil])
  }

  @Test(
    "What takes exponential time elsewhere ends, with the right answer",
    arguments: [
      "(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(a*)*b", "(a+a+)+b", "^(.*a){20}$", "^(a?){30}a{30}$",
      ".*.*=.*", #"^(([a-z0-9]+-?)+\.)+[a-z]+$"#,
    ])
  func catastrophic(pattern: String) throws {
    let expression = try RegularExpression(parsing: pattern)
    let text = String(repeating: "a", count: 5_000)
    #expect(!expression.isFound(in: text + "!"))
    #expect(!expression.matchesWhole(text + "!"))
  }
}
