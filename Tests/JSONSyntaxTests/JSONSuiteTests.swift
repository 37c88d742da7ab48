import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@Suite("JSONTestSuite") struct JSONSuiteTests {
  /// What RFC 8259 leaves open and is accepted here; README.md says why. All others are rejected.
  static let accepted: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json",
    "i_number_neg_int_huge_exp.json", "i_number_pos_double_huge_exp.json",
    "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
    "i_structure_500_nested_arrays.json", "i_structure_UTF-8_BOM_empty_object.json",
  ]
  static let rejected: [String: String] = [
    "i_object_key_lone_2nd_surrogate.json": "json-surrogate",
    "i_string_1st_surrogate_but_2nd_missing.json": "json-surrogate",
    "i_string_1st_valid_surrogate_2nd_invalid.json": "json-surrogate",
    "i_string_UTF-16LE_with_BOM.json": "invalid-utf8",
    "i_string_UTF-8_invalid_sequence.json": "invalid-utf8",
    "i_string_UTF8_surrogate_U+D800.json": "invalid-utf8",
    "i_string_incomplete_surrogate_and_escape_valid.json": "json-surrogate",
    "i_string_incomplete_surrogate_pair.json": "json-surrogate",
    "i_string_incomplete_surrogates_escape_valid.json": "json-surrogate",
    "i_string_invalid_lonely_surrogate.json": "json-surrogate",
    "i_string_invalid_surrogate.json": "json-surrogate",
    "i_string_invalid_utf-8.json": "invalid-utf8",
    "i_string_inverted_surrogates_U+1D11E.json": "json-surrogate",
    "i_string_iso_latin_1.json": "invalid-utf8",
    "i_string_lone_second_surrogate.json": "json-surrogate",
    "i_string_lone_utf8_continuation_byte.json": "invalid-utf8",
    "i_string_not_in_unicode_range.json": "invalid-utf8",
    "i_string_overlong_sequence_2_bytes.json": "invalid-utf8",
    "i_string_overlong_sequence_6_bytes.json": "invalid-utf8",
    "i_string_overlong_sequence_6_bytes_null.json": "invalid-utf8",
    "i_string_truncated-utf-8.json": "invalid-utf8",
    "i_string_utf16BE_no_BOM.json": "json-expected-value",
    "i_string_utf16LE_no_BOM.json": "json-expected-value",
  ]
  /// Grammatical, and rejected all the same unless duplicate keys are allowed.
  static let duplicates: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  private func files(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
    guard let suite = Suites.directory("JSONTestSuite") else { return [] }
    let urls = try FileManager.default.contentsOfDirectory(
      at: suite.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return try urls.filter { $0.pathExtension == "json" }
      .map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
  }

  /// A JSON text as Foundation understands it, written in one way.
  private static func canonical(_ text: some Sequence<UInt8>) -> Data? {
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
    else { return nil }
    return try? JSONSerialization.data(
      withJSONObject: object, options: [.sortedKeys, .fragmentsAllowed])
  }

  @Test func `every y case is accepted`() throws {
    for (name, bytes) in try files("test_parsing") where name.hasPrefix("y_") {
      if Self.duplicates.contains(name) {
        #expect(throws: SyntaxError.self, "\(name)") { _ = try JSONParser.parse(Source(bytes)) }
      }
      #expect(throws: Never.self, "\(name)") {
        _ = try parsed(
          Source(bytes), duplicateKeys: Self.duplicates.contains(name) ? .lastCounts : .reject)
      }
    }
  }

  @Test func `every n case is rejected`() throws {
    for (name, bytes) in try files("test_parsing") where name.hasPrefix("n_") {
      #expect(throws: SyntaxError.self, "\(name)") { _ = try JSONParser.parse(Source(bytes)) }
    }
  }

  @Test func `every i case is decided as the README says`() throws {
    for (name, bytes) in try files("test_parsing") where name.hasPrefix("i_") {
      do {
        _ = try parsed(Source(bytes))
        #expect(Self.accepted.contains(name), "\(name) accepted")
      } catch {
        #expect(Self.rejected[name] == error.reason.id.description, "\(name) \(error)")
      }
    }
  }

  @Test func `the README's table names every i case with its decision`() throws {
    let lines = String(
      decoding: try Suites.projectFile("Sources/JSONSyntax/README.md"), as: UTF8.self
    )
    .split(separator: "\n").filter { $0.hasPrefix("| `i_") }
    var told: [String: String] = [:]
    for line in lines {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      told[cells[0].trimmingCharacters(in: ["`"]) + ".json"] = cells[1]
    }
    var decided = Self.rejected.mapValues { "rejected: `\($0)`" }
    for name in Self.accepted { decided[name] = "accepted" }
    #expect(told == decided)
  }

  @Test func `Foundation agrees on what the accepted cases mean`() throws {
    for folder in ["test_parsing", "test_transform"] {
      for (name, bytes) in try files(folder) where !name.hasPrefix("i_") {
        guard let document = try? JSONParser.parse(Source(bytes)),
          let theirs = Self.canonical(bytes), let ours = Self.canonical(document.root.json.utf8)
        else { continue }
        #expect(ours == theirs, "\(name)")
      }
    }
  }

  @Test func `every AdmissionReview and every API object reads and writes the same`() throws {
    for suite in ["admissionreviews", "k8s-api-roundtrip"] {
      guard let folder = Suites.directory(suite),
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      else { continue }
      for case let url as URL in walk where url.pathExtension == "json" {
        let bytes = [UInt8](try Data(contentsOf: url))
        let document = try parsed(Source(bytes))
        let theirs = try #require(Self.canonical(bytes))
        #expect(Self.canonical(document.root.json.utf8) == theirs, "\(url.lastPathComponent)")
      }
    }
  }
}
