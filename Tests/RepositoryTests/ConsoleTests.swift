import Foundation
import TestSupport
import Testing

/// What READMEs show of a shell really happens.
@Suite("Consoles in READMEs")
struct ConsoleTests {
  struct Shown: Sendable, CustomTestStringConvertible {
    let path: String
    let line: Int
    let text: String

    var testDescription: String { "\(path):\(line)" }
  }

  static let all: [Shown] = Project.files.filter { $0.path.hasSuffix("README.md") }
    .flatMap { file in
      MarkdownBlock.all(in: file.text).filter { $0.language == "console" }
        .map { Shown(path: file.path, line: $0.line, text: $0.text) }
    }

  @Test("Commands print what is shown", arguments: all)
  func consoles(shown: Shown) throws {
    let block = ConsoleBlock(shown.text)
    #expect(!block.steps.isEmpty)
    for step in block.steps {
      let result = try Tool.shell("{ \(step.command) ; } 2>&1", in: Suites.root)
      var lines = result.outputText.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.last == "" { lines.removeLast() }
      #expect(
        ConsoleBlock.shows(step.output, lines.map(String.init)),
        "\(step.command) prints:\n\(result.outputText)")
    }
  }

  @Test("The project's README shows what kpatch does")
  func present() {
    #expect(Self.all.contains { $0.path == "README.md" && $0.text.contains("$ kpatch patch") })
  }

  @Test(
    "What is not shown, and what does not happen, is seen",
    arguments: [
      ([], ["a"], false), (["a"], [], false), (["a"], ["a"], true), (["a"], ["a", "b"], false),
      (["..."], [], true), (["...", "b"], ["a", "b"], true), (["...", "b"], ["a", "c"], false),
      (["a", "...", "b", "c"], ["a", "b", "x", "b", "c"], true),
      (["a", "..."], ["b", "a"], false),
    ] as [([String], [String], Bool)])
  func canary(shown: [String], lines: [String], holds: Bool) {
    #expect(ConsoleBlock.shows(shown, lines) == holds)
  }

  @Test("Blocks of Markdown are found")
  func blocks() {
    let blocks = MarkdownBlock.all(in: "a\n```console\n$ x\ny\n```\n```\nz\n```\n```open\n")
    #expect(blocks.map(\.language) == ["console", ""])
    #expect(blocks.map(\.text) == ["$ x\ny\n", "z\n"])
    #expect(blocks.map(\.line) == [2, 6])
    let steps = ConsoleBlock("$ a\nb\n\n$ c\n").steps
    #expect(steps.map(\.command) == ["a", "c"])
    #expect(steps.map(\.output) == [["b", ""], []])
  }

  /// Words of a command line that the tool does not know.
  private static func unknown(
    _ line: String, help: (_ tool: String, _ command: String) throws -> String
  ) rethrows -> [String] {
    var words = line.prefix { $0 != "#" && $0 != "|" }.split(separator: " ").map(String.init)
    guard let tool = words.first, ["kpatch", "kpatch-webhook"].contains(tool) else { return [] }
    words.removeFirst()
    guard let first = words.first, !first.hasPrefix("-") else { return [] }
    // A command and its subcommand, or whatever else is a plain word behind it.
    let command = words.prefix(2).prefix { word in
      word.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }.joined(separator: " ")
    let text = try help(tool, command)
    guard !text.isEmpty else { return [command] }
    let options = words.filter { $0.hasPrefix("-") && $0.count > 1 }
    return options.map { String($0.prefix { $0 != "=" }) }.filter { option in
      !text.contains(" \(option) ") && !text.contains(" \(option),")
        && !text.contains(" \(option)\n")
    }
  }

  @Test("Every command and option in a README exists")
  func commands() throws {
    var texts: [String: String] = [:]
    func help(_ tool: String, _ command: String) throws -> String {
      let line = "\(tool) \(command) --help"
      if let text = texts[line] { return text }
      let result = try Tool.shell(line, in: Suites.root)
      texts[line] = result.status == 0 ? result.outputText + "\n" : ""
      return texts[line] ?? ""
    }
    var seen = 0
    for file in Project.files where file.path.hasSuffix("README.md") {
      for block in MarkdownBlock.all(in: file.text) where block.language != "yaml" {
        for line in block.text.split(separator: "\n") {
          for part in line.split(whereSeparator: { $0 == "|" || $0 == "&" }) {
            let command = part.trimmingCharacters(in: .whitespaces)
              .replacingOccurrences(of: "$ ", with: "")
            seen += command.hasPrefix("kpatch ") ? 1 : 0
            #expect(try Self.unknown(command, help: help) == [], "\(file.path): \(command)")
          }
        }
      }
    }
    #expect(seen > 10)
    #expect(try Self.unknown("kpatch ptach x", help: help) == ["ptach x"])
    #expect(try Self.unknown("kpatch-webhook certs show --days 1", help: help) == ["--days"])
    #expect(try Self.unknown("kpatch-webhook certs renew --days 1", help: help) == [])
    #expect(try Self.unknown("kpatch patch --dif x", help: help) == ["--dif"])
    #expect(try Self.unknown("kpatch patch --diff -p x", help: help) == [])
    #expect(try Self.unknown("kpatch-webhook serve --def", help: help) == ["--def"])
  }
}
