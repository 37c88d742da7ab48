import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@testable import Schemas

/// JSON-Schema-Test-Suite, a file a case.
struct SchemaSuiteTests {
  /// A file of the suite, by its path below `tests`.
  static func files(_ folders: [String]) -> [String] {
    guard let suite = Suites.directory("JSON-Schema-Test-Suite") else { return [] }
    return folders.flatMap { folder -> [String] in
      let url = suite.appendingPathComponent("tests/\(folder)")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }
  }

  /// What the suite serves at `http://localhost:1234`.
  static let remotes: [String: Value] = {
    guard let suite = Suites.directory("JSON-Schema-Test-Suite") else { return [:] }
    let home = suite.appendingPathComponent("remotes")
    var remotes: [String: Value] = [:]
    let paths = FileManager.default.enumerator(atPath: home.path)?.allObjects as? [String] ?? []
    for path in paths where path.hasSuffix(".json") {
      guard let data = try? Data(contentsOf: home.appendingPathComponent(path)),
        let document = try? JSONParser.parse(Source([UInt8](data)))
      else { continue }
      remotes["http://localhost:1234/\(path)"] = Value(document.root)
    }
    return remotes
  }()

  /// Cases that kpatch answers otherwise, with the reason: what stands in the table must fail, or the
  /// line is to go.
  static let known: [String: String] = {
    let file = "optional/format/ecmascript-regex.json"
    let backward = "ECMA 262 lookbehind is valid, including variable width"
    let named = "ECMA 262 named groups and backreferences are valid"
    var known: [String: String] = [:]
    for draft in ["draft2020-12", "draft7"] {
      known["\(draft)/\(file): \(backward): a variable-width lookbehind (ES2018)"] =
        "no matcher looks around in linear time"
      known["\(draft)/\(file): \(named): an ECMA 262 named backreference \\k<name>"] =
        "no matcher follows references in linear time"
    }
    return known
  }()

  @Test("Every case of the suite has its answer", arguments: files(["draft2020-12", "draft7"]))
  func required(file: String) throws { try run(file, assertsFormats: false) }

  @Test(
    "Every format case of the suite has its answer",
    arguments: files(["draft2020-12/optional/format", "draft7/optional/format"]))
  func formats(file: String) throws { try run(file, assertsFormats: true) }

  private func run(_ file: String, assertsFormats: Bool) throws {
    guard let bytes = try Suites.bytes("JSON-Schema-Test-Suite/tests/\(file)") else { return }
    let options = Schema.Options(
      isDraft7: file.hasPrefix("draft7"), assertsFormats: assertsFormats)
    for group in try JSONParser.parse(Source(bytes)).root.elements {
      let name = group["description"]?.text ?? ""
      let definition = try #require(group["schema"])
      let schema: Schema
      do {
        schema = try Schema(
          compiling: Value(definition), remotes: Self.remotes, options: options)
      } catch {
        judge("\(file): \(name)", isRight: false, "\(error.pointer) \(error.message)")
        continue
      }
      for test in try #require(group["tests"]).elements {
        let data = try #require(test["data"])
        let wanted = test["valid"]?.boolean
        let title = "\(file): \(name): \(test["description"]?.text ?? "")"
        let result = schema.check(data)
        let accepts = (try? schema.accepts(data))
        judge(
          title, isRight: result.halt == nil && result.isValid == wanted && accepts == wanted,
          "\(result.violations.map { $0.sentence(showsValues: true) })")
      }
    }
  }

  private func judge(_ title: String, isRight: Bool, _ details: String) {
    if let reason = Self.known[title] {
      withKnownIssue(Comment(rawValue: reason)) { #expect(isRight, "\(title) \(details)") }
    } else {
      #expect(isRight, "\(title) \(details)")
    }
  }
}
