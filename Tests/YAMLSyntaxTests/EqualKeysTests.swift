import Documents
import Testing
import YAMLSyntax

@Suite struct EqualKeysTests {
  @Test(arguments: ["a: 1\n\"\\x61\": 2\n", "y: 1\n\"true\": 2\n", "\"\\x61b\": 1\nab: 2\n"])
  func `Keys are equal by what they say, however they are written`(text: String) throws {
    let document = try #require(try YAMLParser.parse(Source(text)).first)
    #expect(document.root.count == 1)
    #expect(document.remarks.map(\.kind) == [.duplicateKey])
  }
}
