import Documents
import Edits
import JSONSyntax
import TestSupport
import Testing

@Suite("JSON Patch, RFC 6902: the independent suite")
struct JSONPatchSuiteTests {
  /// One record of `json-patch-tests`; see the suite's README.
  struct Record: Sendable, CustomTestStringConvertible {
    let file: String
    let position: Int
    let comment: String
    let document: Value
    let patch: Value
    let expected: Value?
    let fails: Bool

    var testDescription: String { "\(file) \(position): \(comment)" }
  }

  static let records: [Record] = {
    var records: [Record] = []
    for file in ["spec_tests.json", "tests.json"] {
      guard let bytes = try? Suites.bytes("json-patch-tests/\(file)"),
        let document = try? JSONParser.parse(Source(bytes), duplicateKeys: .lastCounts),
        case .sequence(let entries) = Value(document.root)
      else { continue }
      for (position, entry) in entries.enumerated() {
        if entry["disabled"] == .boolean(true) { continue }
        guard let document = entry["doc"], let patch = entry["patch"] else { continue }
        var comment = ""
        if case .string(let text)? = entry["comment"] ?? entry["error"] { comment = text }
        records.append(
          Record(
            file: file, position: position, comment: comment, document: document, patch: patch,
            expected: entry["expected"], fails: entry["error"] != nil))
      }
    }
    return records
  }()

  @Test("Every record gives what it expects, and every error is one", arguments: records)
  func record(_ record: Record) throws {
    let result = Result {
      try JSONPatch(parsing: Document(record.patch).root).applied(to: record.document)
    }
    switch result {
    case .success(let value):
      #expect(!record.fails, "an error is expected")
      if let expected = record.expected { #expect(value == expected) }
    case .failure(let error):
      #expect(record.fails, "\(error)")
    }
  }

  @Test("The suite was read whole where it is there")
  func count() {
    guard Suites.directory("json-patch-tests") != nil else { return }
    #expect(Self.records.count == 108)
  }

  @Test("The difference to each result leads to the result", arguments: records)
  func difference(_ record: Record) throws {
    guard let expected = record.expected else { return }
    let document = Document(record.document)
    var proposals = EditProposals(document)
    try proposals.change(document.root, to: expected, by: "test")
    let edited = try proposals.merged().applied(to: document.root)
    #expect(Value(edited) == expected)
    #expect(edited.document.malformation() == nil)
  }
}
