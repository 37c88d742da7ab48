import Foundation

/// The independent test suites, which lie beside the project and are no part of it.
///
/// A test that walks a suite says in its output when the suite is not there, and passes: see
/// ``Suites/directory(_:)``.
package enum Suites {
  /// The project's own folder.
  package static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of suites: `KPATCH_SUITES`, or `../shared/suites` beside the project.
  package static let home: URL =
    ProcessInfo.processInfo.environment["KPATCH_SUITES"].map { URL(fileURLWithPath: $0) }
    ?? root.deletingLastPathComponent().appendingPathComponent("shared/suites")

  /// The folder of a suite, or `nil`, with a line on standard output, where it is not there.
  package static func directory(_ name: String) -> URL? {
    let url = home.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else {
      print("suite \(name): not here, not run (set KPATCH_SUITES to the folder that holds it)")
      return nil
    }
    return url
  }

  /// The bytes of a file of a suite; `nil` as for ``directory(_:)``.
  package static func bytes(_ path: String) throws -> [UInt8]? {
    let suite = path.split(separator: "/", maxSplits: 1)[0]
    guard directory(String(suite)) != nil else { return nil }
    return [UInt8](try Data(contentsOf: home.appendingPathComponent(path)))
  }

  /// The bytes of a file of the project, by its path from the top.
  package static func projectFile(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// What the objects of a rule's fixture were before an update: the bytes of `NAME.old.yaml`
  /// beside `NAME.yaml`; `nil` where there is no such file.
  package static func before(_ fixture: String) -> [UInt8]? {
    try? projectFile("\(fixture.dropLast(".yaml".count))\(beforeEnding)")
  }

  /// How the names of files end that are no fixtures themselves, see ``before(_:)``.
  package static let beforeEnding = ".old.yaml"
}
