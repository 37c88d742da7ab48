import Foundation
import TestSupport
import Testing

/// Files that tests write with KPATCH_UPDATE=1 and compare otherwise.
enum Written {
  private static let isUpdate = ProcessInfo.processInfo.environment["KPATCH_UPDATE"] == "1"
  private static let remedy = "KPATCH_UPDATE=1 swift test --filter ChartTests writes it anew"

  static func file(_ path: String, is text: String) throws {
    if isUpdate {
      let file = Suites.root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let found = try? String(decoding: Suites.projectFile(path), as: UTF8.self)
    #expect(found == text, "\(path) is outdated: \(remedy)")
  }

  /// The part of a file from a mark to the next empty line.
  static func part(of path: String, after mark: String, is text: String) throws {
    var whole = String(decoding: try Suites.projectFile(path), as: UTF8.self)
    let start = try #require(whole.firstRange(of: mark)?.upperBound, "\(path) has no \(mark)")
    let end = whole[start...].firstRange(of: "\n\n")?.lowerBound ?? whole.endIndex
    let part = whole[start..<end]
    if part.trimmingCharacters(in: .newlines) == text { return }
    if isUpdate {
      let rest = String(whole[end...])
      whole = String(whole[..<start]) + text + (rest.isEmpty ? "\n" : rest)
      try Data(whole.utf8).write(to: Suites.root.appendingPathComponent(path))
    } else {
      Issue.record("\(path) is outdated after \(mark): \(remedy)")
    }
  }
}
