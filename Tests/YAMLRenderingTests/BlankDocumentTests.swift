import Documents
import Edits
import Testing
import YAMLSyntax

@Suite struct BlankDocumentTests {
  static let texts = [
    "", "\n", "# c", "# c\n", "---\n", "--- # c\n", "\n\t", "# c\n...\n", "\u{FEFF}",
  ]

  @Test(arguments: texts, RandomEdits.strings + ["\n\n\u{FFFD}\n\n\n"])
  func `Content can be given to a document that has none`(text: String, string: String) throws {
    let document = try #require(try YAMLParser.parse(Source(text)).first)
    for value in [Value.string(string), [.string(string)], ["k": .string(string)]] {
      var proposals = EditProposals(document)
      try proposals.set(value, at: [], below: document.root, by: "test")
      let result = RenderingPropertyTests.check(document, try proposals.merged())
      #expect(result.problem == nil)
    }
  }
}
