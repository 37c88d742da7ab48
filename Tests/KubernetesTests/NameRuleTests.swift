import Kubernetes
import Testing

@Suite("Names, keys and label values")
struct NameRuleTests {
  private static func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test(
    "What each rule allows",
    arguments: [
      (NameRule.dns1123Label, ["a", "0", "a-b", "my-name", "1-2", letters(63)]),
      (.dns1123Subdomain, ["a", "a.b", "a-b.c-d", "0.1", letters(253), letters(100) + ".b"]),
      (.dns1035Label, ["a", "a0", "a-b", letters(63)]),
      (
        .qualifiedName,
        [
          "a", "A_b.c-D", "app.kubernetes.io/name", "a.b/C", "1/2",
          letters(253) + "/" + letters(63),
        ]
      ),
      (.annotationKey, ["A/b", "Example.COM/x", "prometheus.io/scrape"]),
      (.labelValue, ["", "a", "A_b.c-D", "0", letters(63)]),
      (.configMapKey, ["a", "A.b_c-d", "-", ".a", "_", letters(253), "a..b"]),
      (.portName, ["http", "a", "1a", "http-8080", "abcdefghijklmno"]),
    ])
  func allowed(rule: NameRule, texts: [String]) {
    for text in texts { #expect(rule.problem(in: text) == nil, "\(text)") }
  }

  @Test(
    "What each rule refuses, and why",
    arguments: [
      (NameRule.dns1123Label, "", NameProblem.dns1123Label), (.dns1123Label, "-a", .dns1123Label),
      (.dns1123Label, "a-", .dns1123Label), (.dns1123Label, "A", .dns1123Label),
      (.dns1123Label, "a.b", .dns1123Label), (.dns1123Label, "é", .dns1123Label),
      (.dns1123Label, letters(64), .tooLong(63)), (.dns1123Subdomain, "", .dns1123Subdomain),
      (.dns1123Subdomain, "a..b", .dns1123Subdomain), (.dns1123Subdomain, ".a", .dns1123Subdomain),
      (.dns1123Subdomain, "a.", .dns1123Subdomain), (.dns1123Subdomain, "a_b", .dns1123Subdomain),
      (.dns1123Subdomain, letters(254), .tooLong(253)), (.dns1035Label, "0a", .dns1035Label),
      (.dns1035Label, "", .dns1035Label), (.qualifiedName, "", .nameEmpty),
      (.qualifiedName, "/a", .prefixEmpty), (.qualifiedName, "a/", .nameEmpty),
      (.qualifiedName, "a/b/c", .qualifiedName), (.qualifiedName, "A/b", .prefix),
      (.qualifiedName, "_a", .name), (.qualifiedName, "a b", .name),
      (.qualifiedName, letters(64), .nameTooLong(63)),
      (.qualifiedName, letters(254) + "/a", .prefixTooLong(253)),
      (.annotationKey, "a_b/c", .prefix),
      (.labelValue, "-a", .labelValue), (.labelValue, "a b", .labelValue),
      (.labelValue, letters(64), .tooLong(63)), (.configMapKey, "", .configMapKey),
      (.configMapKey, ".", .singleDot), (.configMapKey, "..", .doubleDot),
      (.configMapKey, "..a", .leadingDots), (.configMapKey, "a/b", .configMapKey),
      (.configMapKey, letters(254), .tooLong(253)), (.portName, "", .portCharacters),
      (.portName, "HTTP", .portCharacters), (.portName, "8080", .portLetter),
      (.portName, "a--b", .portDoubleHyphen), (.portName, "-a", .portEdges),
      (.portName, "a-", .portEdges), (.portName, letters(16), .tooLong(15)),
    ])
  func refused(rule: NameRule, text: String, problem: NameProblem) {
    #expect(rule.problem(in: text) == problem, "\(text)")
    #expect(!rule.allows(text))
    #expect(!problem.message.isEmpty)
  }
}
