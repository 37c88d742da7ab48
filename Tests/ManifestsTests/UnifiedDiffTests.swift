import Documents
import Edits
import Foundation
import Manifests
import Testing

@Suite("Unified differences")
struct UnifiedDiffTests {
  /// One case: a file, and edits of it as what goes and what comes, in their order.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let edits: [(Range<Int>, String)]
    let wanted: String?

    var testDescription: String { name }

    var bytes: [UInt8] { Array(text.utf8) }

    var textEdits: [TextEdit] {
      edits.map {
        TextEdit(
          range: SourceRange(start: UInt32($0.0.lowerBound), end: UInt32($0.0.upperBound)),
          replacement: Array($0.1.utf8))
      }
    }

    var edited: [UInt8] {
      var result: [UInt8] = []
      TextEdit.apply(
        textEdits, to: bytes, in: SourceRange(start: 0, end: UInt32(bytes.count)), into: &result)
      return result
    }

    func diff(path: String = "a.yaml") -> String {
      var result: [UInt8] = []
      UnifiedDiff.write(path: Array(path.utf8), bytes: bytes, edits: textEdits) {
        result.append(contentsOf: $1)
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  static let long = (1...20).map { "line \($0)\n" }.joined()

  static let cases: [Case] = [
    Case(name: "no edit", text: "a\n", edits: [], wanted: ""),
    Case(name: "an edit that changes nothing", text: "a\n", edits: [(0..<1, "a")], wanted: ""),
    Case(
      name: "a word", text: "a: 1\nb: 2\nc: 3\n", edits: [(8..<9, "20")],
      wanted: "@@ -1,3 +1,3 @@\n a: 1\n-b: 2\n+b: 20\n c: 3\n"),
    Case(
      name: "a line between", text: "a\nb\n", edits: [(2..<2, "x\n")],
      wanted: "@@ -1,2 +1,3 @@\n a\n+x\n b\n"),
    Case(
      name: "a line after the end of a line", text: "a\nb\n", edits: [(1..<1, "\nx")],
      wanted: "@@ -1,2 +1,3 @@\n a\n+x\n b\n"),
    Case(
      name: "a line goes", text: "a\nb\nc\n", edits: [(2..<4, "")],
      wanted: "@@ -1,3 +1,2 @@\n a\n-b\n c\n"),
    Case(
      name: "no line break at the end stays so", text: "a\nb", edits: [(3..<3, "\nc")],
      wanted: "@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n"
        + "\\ No newline at end of file\n"),
    Case(
      name: "no line break at the end, edit before it", text: "a\nb", edits: [(0..<1, "x")],
      wanted: "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n"),
    Case(
      name: "CRLF", text: "a\r\nb\r\n", edits: [(4..<4, "x")],
      wanted: "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+bx\r\n"),
    Case(
      name: "an empty file", text: "", edits: [(0..<0, "a\n")], wanted: "@@ -0,0 +1 @@\n+a\n"),
    Case(
      name: "everything goes", text: "a\nb\n", edits: [(0..<4, "")],
      wanted: "@@ -1,2 +0,0 @@\n-a\n-b\n"),
    Case(
      name: "two far apart", text: long, edits: [(5..<6, "one"), (132..<134, "18th")],
      wanted: """
        @@ -1,4 +1,4 @@
        -line 1
        +line one
         line 2
         line 3
         line 4
        @@ -15,6 +15,6 @@
         line 15
         line 16
         line 17
        -line 18
        +line 18th
         line 19
         line 20

        """),
    Case(
      name: "two whose contexts meet", text: long, edits: [(5..<6, "one\nand"), (61..<62, "nine")],
      wanted: nil),
    Case(
      name: "two in one line", text: "a: 1 # b\nc\n", edits: [(3..<4, "2"), (7..<8, "x")],
      wanted: "@@ -1,2 +1,2 @@\n-a: 1 # b\n+a: 2 # x\n c\n"),
    Case(
      name: "two in adjacent lines", text: "a\nb\nc\n", edits: [(0..<1, "x"), (2..<3, "y")],
      wanted: "@@ -1,3 +1,3 @@\n-a\n+x\n-b\n+y\n c\n"),
    Case(
      name: "a break goes", text: "a\nb\nc\n", edits: [(1..<2, " ")],
      wanted: "@@ -1,3 +1,2 @@\n-a\n-b\n+a b\n c\n"),
    Case(
      name: "multi-byte text and blank lines", text: "ä\n\n\n\n\n\n\n\nö\n",
      edits: [(0..<2, "u"), (10..<12, "o")], wanted: nil),
  ]

  @Test("show what changes, with three lines around it", arguments: cases)
  func shown(_ test: Case) {
    guard let wanted = test.wanted else { return }
    let head = wanted.isEmpty ? "" : "--- a/a.yaml\n+++ b/a.yaml\n"
    #expect(test.diff() == head + wanted)
  }

  @Test("can be applied with patch and with git", arguments: cases)
  func applied(_ test: Case) throws {
    let diff = test.diff(path: "/x y/./a.yaml")
    if diff.isEmpty { return }
    for program in [["/usr/bin/patch", "-p1"], ["/usr/bin/git", "apply", "-"]] {
      guard FileManager.default.isExecutableFile(atPath: program[0]) else {
        print("\(program[0]): not here, not run")
        continue
      }
      let folder = try TemporaryFolder()
      try folder.write("x y/./a.yaml", test.text)
      let (status, output) = try folder.run(
        program[0], Array(program.dropFirst()), input: diff)
      #expect(status == 0, "\(output)\n\(diff)")
      let path = folder.path("x y/a.yaml")
      // What is empty afterwards is removed by patch.
      let result = FileManager.default.contents(atPath: path) ?? Data()
      #expect([UInt8](result) == test.edited)
    }
  }

  @Test(
    "name files as git does",
    arguments: [
      ("a.yaml", "--- a/a.yaml\n"), ("./d/a.yaml", "--- a/d/a.yaml\n"),
      ("/d/a.yaml", "--- a/d/a.yaml\n"), ("a b", "--- a/a b\t\n"),
      ("a\"\u{1}\n", "--- \"a/a\\\"\\001\\n\"\n"), ("ä", "--- a/ä\n"),
    ])
  func names(path: String, wanted: String) {
    let test = Case(name: "", text: "a\n", edits: [(0..<1, "b")], wanted: nil)
    #expect(test.diff(path: path).hasPrefix(wanted))
  }

  @Test("random edits of random lines can be applied with patch")
  func random() throws {
    var generator = SystemRandomNumberGenerator()
    let folder = try TemporaryFolder()
    for _ in 0..<20 {
      let text = (0..<Int.random(in: 1...40, using: &generator))
        .map { _ in ["a", "bb", "", "c c"].randomElement(using: &generator) ?? "" }
        .joined(separator: "\n")
      var edits: [(Range<Int>, String)] = []
      var position = 0
      while position < text.utf8.count {
        let end = min(text.utf8.count, position + Int.random(in: 0...3, using: &generator))
        edits.append((position..<end, ["", "x", "\n", "y\n", "\nz"].randomElement() ?? ""))
        position = end + Int.random(in: 1...30, using: &generator)
      }
      let test = Case(name: "", text: text, edits: edits, wanted: nil)
      let diff = test.diff()
      if diff.isEmpty {
        #expect(test.edited == test.bytes)
        continue
      }
      try folder.write("a.yaml", text)
      let (status, output) = try folder.run("/usr/bin/patch", ["-p1", "-s"], input: diff)
      #expect(status == 0, "\(output)\n\(diff)")
      let result = FileManager.default.contents(atPath: folder.path("a.yaml")) ?? Data()
      #expect([UInt8](result) == test.edited, "\(diff)")
    }
  }
}
