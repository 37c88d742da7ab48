import Foundation
import Manifests
import Testing

@Suite("Finding inputs")
struct InputFinderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What is found by paths in the folder: inputs without the folder's own path, then problems.
  private func find(_ names: String...) throws -> [String] {
    var finder = InputFinder()
    for name in names {
      finder.find(try #require(FilePath(name == "-" ? "-" : folder.path(name))))
    }
    func short(_ path: FilePath?) -> String {
      let text = path?.text ?? "-"
      return text.hasPrefix(folder.url.path + "/")
        ? String(text.dropFirst(folder.url.path.count + 1)) : text
    }
    return finder.inputs.map { short($0.path) }
      + finder.problems.map { "\(short($0.path)): \($0.cause)" }
  }

  @Test("walks a folder in the bytewise order of names and takes manifests only")
  func order() throws {
    for name in ["b.yaml", "a/z.yml", "a.json", "B.yaml", "a/a/a.yaml", "c.txt", "d", "é.yaml"] {
      try folder.write(name)
    }
    #expect(
      try find("") == ["B.yaml", "a/a/a.yaml", "a/z.yml", "a.json", "b.yaml", "é.yaml"])
  }

  @Test("skips what is hidden, and takes a hidden folder that is named")
  func hidden() throws {
    for name in [".git/a.yaml", ".a.yaml", "x/.b/c.yaml", ".yaml", "x/d.yaml"] {
      try folder.write(name)
    }
    #expect(try find("") == ["x/d.yaml"])
    #expect(try find(".git") == [".git/a.yaml"])
  }

  @Test("keeps the order of the arguments; a named file needs no suffix; - is standard input")
  func arguments() throws {
    try folder.write("b/1.yaml")
    try folder.write("a.txt")
    #expect(try find("b", "-", "a.txt") == ["b/1.yaml", "-", "a.txt"])
  }

  @Test("follows links within the folder once, and none that lead out of it")
  func links() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret.yaml")
    try folder.write("real/a.yaml")
    try folder.write(".data/config.yaml")
    try folder.link("config.yaml", to: ".data/config.yaml")
    try folder.link("alias", to: "real")
    try folder.link("real/loop", to: "..")
    try folder.link("out", to: outside.url.path)
    try folder.link("out.yaml", to: outside.path("secret.yaml"))
    try folder.link("prefix", to: folder.url.path + "-other")
    #expect(
      try find("") == [
        "alias/a.yaml", "config.yaml", "out: linkOutOfFolder", "out.yaml: linkOutOfFolder",
      ])
  }

  @Test("a link before its target and a link after it give the target once")
  func linksToFiles() throws {
    try folder.write("m.yaml")
    try folder.link("a.yaml", to: "m.yaml")
    try folder.link("z.yaml", to: "m.yaml")
    #expect(try find("") == ["a.yaml"])
    try FileManager.default.removeItem(atPath: folder.path("a.yaml"))
    #expect(try find("") == ["m.yaml"])
  }

  @Test("says what cannot be read")
  func problems() throws {
    try folder.link("gone.yaml", to: "nowhere.yaml")
    try folder.link("gone.txt", to: "nowhere.txt")
    #expect(folder.makePipe("pipe.yaml"))
    #expect(
      try find("", "missing") == [
        "gone.yaml: system(\(ENOENT))", "pipe.yaml: noFile", "missing: system(\(ENOENT))",
      ])
  }

  @Test("says that a folder holds no manifest")
  func empty() throws {
    try folder.write("README.md")
    #expect(try find("") == ["\(folder.url.path): noManifests"])
  }

  @Test("finds names that are no UTF-8")
  func names() throws {
    let name = Array((folder.url.path + "/").utf8) + [0xFF, 0xFE] + Array(".yaml".utf8)
    // Foundation cannot name such a file.
    let script = "printf '' > \"$(printf '\\377\\376').yaml\""
    #expect(try folder.run("/bin/sh", ["-c", script]).0 == 0)
    var finder = InputFinder()
    finder.find(try #require(FilePath(folder.url.path)))
    #expect(finder.inputs.map(\.path?.bytes) == [name])
    let input = try #require(finder.inputs.first)
    #expect(try InputReader().read(input).bytes == [])
  }
}
