import Foundation
import TestSupport

/// A text file of the project, as the tidy checks see it.
struct ProjectFile: Sendable {
  /// From the top of the project: `Sources/Policy/Rule.swift`.
  let path: String
  let text: String
  /// The text of a Swift file without comments and the insides of strings; empty for other files.
  let code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = path.hasSuffix(".swift") ? SwiftText.code(of: text) : ""
  }

  var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var isSwift: Bool { path.hasSuffix(".swift") }

  /// The folder of a target in `Sources`: `Policy`; `nil` for all other files.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

/// One thing that a check does not like.
struct Complaint: Equatable, CustomStringConvertible {
  let path: String
  var line: Int?
  let message: String

  var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

/// The files of the project.
enum Project {
  /// Files that are made, not written.
  private static let ignoredNames: Set<String> = [".git", ".build", ".swiftpm", "Package.resolved"]
  private static let textSuffixes = [
    ".swift", ".md", ".yaml", ".yml", ".json", ".sh", ".h", ".c", ".modulemap", "run",
    ".gitignore", ".swift-format", "Dockerfile",
  ]

  /// All text files that belong to the project, sorted by path.
  static let files: [ProjectFile] = paths.compactMap { path in
    guard textSuffixes.contains(where: path.hasSuffix),
      let data = FileManager.default.contents(atPath: Suites.root.appendingPathComponent(path).path)
    else { return nil }
    return ProjectFile(path: path, text: String(decoding: data, as: UTF8.self))
  }

  static let paths: [String] = {
    guard
      let walk = FileManager.default.enumerator(atPath: Suites.root.path)
    else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      let name = (path as NSString).lastPathComponent
      if ignoredNames.contains(name) || name.hasPrefix(".build-") {
        walk.skipDescendants()
      } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        found.append(path)
      }
    }
    return found.sorted()
  }()

  /// The names in a folder, without what is made.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: Suites.root.appendingPathComponent(folder).path)
      .filter { !ignoredNames.contains($0) && !$0.hasPrefix(".build-") }.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    let full = Suites.root.appendingPathComponent(path)
    return (try? full.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }
}
