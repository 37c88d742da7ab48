import Foundation
import TestSupport
import Testing

/// One folder of `Tests/Fixtures/cli`: what is run where, and what must come of it.
///
/// `args` holds the arguments, separated by white space, `stdin` the standard input. The run starts
/// in a copy of `before`, and must leave what is in `after`, or everything as it was where there is
/// no `after`. `stdout`, `stderr` and `exit` are what it must answer; missing ones stand for
/// nothing and for 0.
struct CommandLineCase: Sendable, CustomTestStringConvertible {
  let name: String

  var testDescription: String { name }

  static let home = Suites.root.appendingPathComponent("Tests/Fixtures/cli")

  static let all: [CommandLineCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
    return names.filter { !$0.hasPrefix(".") && $0 != "README.md" }.sorted()
      .map(CommandLineCase.init)
  }()

  var folder: URL { Self.home.appendingPathComponent(name) }

  func text(_ file: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: folder.path + "/" + file) ?? Data(),
      as: UTF8.self)
  }

  var arguments: [String] { text("args").split(whereSeparator: \.isWhitespace).map(String.init) }

  var exit: Int32 { Int32(text("exit").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 }

  func files(_ part: String) throws -> [String: [UInt8]]? {
    let url = folder.appendingPathComponent(part)
    return FileManager.default.fileExists(atPath: url.path) ? try Workplace.files(in: url) : nil
  }

  /// Writes what came out as what must come out: `KPATCH_UPDATE=1 swift test --filter
  /// FixtureTests`, to be read before it is committed.
  func update(_ result: Tool.Result, _ workplace: Workplace) throws {
    func write(_ file: String, _ bytes: [UInt8]) throws {
      let url = folder.appendingPathComponent(file)
      if bytes.isEmpty {
        try? FileManager.default.removeItem(at: url)
      } else {
        try Data(bytes).write(to: url)
      }
    }
    try write("stdout", result.output)
    try write("stderr", result.error)
    try write("exit", result.status == 0 ? [] : Array("\(result.status)\n".utf8))
    let after = folder.appendingPathComponent("after")
    try? FileManager.default.removeItem(at: after)
    if try workplace.files() != files("before") ?? [:] {
      try FileManager.default.copyItem(at: workplace.url, to: after)
    }
  }
}

@Suite("The command line")
struct FixtureTests {
  @Test("there are cases")
  func some() {
    #expect(CommandLineCase.all.count > 20)
  }

  @Test("does what each case says", arguments: CommandLineCase.all)
  func fixture(_ test: CommandLineCase) throws {
    let workplace = try Workplace()
    let before = test.folder.appendingPathComponent("before")
    if FileManager.default.fileExists(atPath: before.path) {
      try FileManager.default.removeItem(at: workplace.url)
      try FileManager.default.copyItem(at: before, to: workplace.url)
    }
    let input = FileManager.default.contents(atPath: test.folder.path + "/stdin") ?? Data()
    let result = try Tool.run(test.arguments, in: workplace.url, input: input)
    if ProcessInfo.processInfo.environment["KPATCH_UPDATE"] == "1" {
      try test.update(result, workplace)
      return
    }
    #expect(result.outputText == test.text("stdout"))
    #expect(result.errorText == test.text("stderr"))
    #expect(result.status == test.exit)
    let wanted = try test.files("after") ?? test.files("before") ?? [:]
    #expect(try workplace.files() == wanted)
  }
}
