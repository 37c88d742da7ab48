import Testing

/// The repository is held to its own rules. Each check is shown an input that it must not accept,
/// so that a check which has gone blind is noticed.
@Suite("Tidy")
struct TidyTests {
  typealias Check = @Sendable (ProjectFile) -> [Complaint]

  private func complaints(_ check: Check) -> String {
    Project.files.flatMap(check).map(\.description).joined(separator: "\n")
  }

  private func canary(
    _ check: Check, _ text: String, in path: String = "Sources/Policy/Thing.swift"
  ) -> [Complaint] {
    check(ProjectFile(path: path, text: text))
  }

  @Test("The project's files are found")
  func files() {
    #expect(Project.files.contains { $0.path == "Package.swift" })
    #expect(Project.files.contains { $0.path == "Sources/Documents/Node.swift" })
    #expect(Project.files.contains { $0.path == "Tests/RepositoryTests/TidyTests.swift" })
    #expect(!Project.files.contains { $0.path.contains(".build") })
  }

  @Test("A target imports only from floors below its own")
  func imports() {
    #expect(complaints(TidyChecks.imports) == "")
  }

  @Test(
    "An import that is not allowed is seen",
    arguments: [
      ("Policy", "import Foundation"), ("Policy", "import Documents\nimport JSONSyntax"),
      ("Policy", "import Glibc"), ("Policy", "internal import Admission"),
      ("Reports", "import CommandLine"), ("Admission", "  import struct Manifests.Input"),
      ("Documents", "@preconcurrency import Dispatch"), ("kpatch", "import FoundationEssentials"),
      ("Edits", "@_spi(Testing) public import Patterns"), ("Nowhere", "let x = 1"),
    ])
  func importCanary(target: String, text: String) {
    #expect(!canary(TidyChecks.imports, text, in: "Sources/\(target)/Thing.swift").isEmpty)
  }

  @Test("An import that is allowed, or is none, is let through")
  func allowedImports() {
    let text = "import Documents\n// import Foundation\nlet x = \"\"\"\n  import Glibc\n  \"\"\"\n"
    #expect(canary(TidyChecks.imports, text).isEmpty)
  }

  @Test("Lines have at most 100 columns")
  func lineLength() {
    #expect(complaints(TidyChecks.lineLength) == "")
    #expect(canary(TidyChecks.lineLength, String(repeating: "x", count: 100)).isEmpty)
    #expect(!canary(TidyChecks.lineLength, String(repeating: "x", count: 101)).isEmpty)
    let literal = "let a = \"\(String(repeating: "x", count: 101))\""
    #expect(!canary(TidyChecks.lineLength, literal).isEmpty)
    #expect(canary(TidyChecks.lineLength, literal, in: "Tests/ATests/A.swift").isEmpty)
  }

  @Test("Files have at most 500 lines")
  func fileLength() {
    #expect(complaints(TidyChecks.fileLength) == "")
    #expect(canary(TidyChecks.fileLength, String(repeating: "x\n", count: 500)).isEmpty)
    #expect(!canary(TidyChecks.fileLength, String(repeating: "x\n", count: 501)).isEmpty)
  }

  @Test("Functions have at most 70 lines")
  func functionLength() {
    #expect(complaints(TidyChecks.functionLength) == "")
  }

  @Test(
    "A function that is too long is seen, whatever its head looks like",
    arguments: [
      "func a() {",
      "  package static func a<T>(\n    _ b: Int = [1, 2][0],\n  ) -> T\n  where T: B\n  {",
      "  init?(a: Int) throws(E) {", "  @inlinable\n  mutating func a() {",
      "  subscript(a: Int) -> B {",
      "  @Test(\"x\", arguments: [1])\n  func a(b: Int) {",
    ])
  func functionCanary(head: String) {
    let margin = head.hasPrefix("  ") ? "  " : ""
    let headLines = head.split(separator: "\n")
    let declaration = headLines.firstIndex { !$0.contains("@") } ?? 0
    let count = headLines.count - declaration
    func text(_ lines: Int) -> String {
      head + "\n" + String(repeating: margin + "  let x = \"}\"\n", count: lines - count - 1)
        + margin + "}\n"
    }
    #expect(canary(TidyChecks.functionLength, text(70)).isEmpty)
    #expect(!canary(TidyChecks.functionLength, text(71)).isEmpty)
  }

  @Test("A requirement of a protocol is no function of its own")
  func requirements() {
    let text = "protocol A {\n  func a() -> B\n" + String(repeating: "\n", count: 90) + "  }\n}\n"
    #expect(canary(TidyChecks.functionLength, text).isEmpty)
  }

  @Test("Nothing in Sources traps on what comes from outside")
  func traps() {
    #expect(complaints(TidyChecks.traps) == "")
  }

  @Test(
    "A trap is seen",
    arguments: [
      "let a = try! b()", "let a = b as! C", "a!.b()", "a[0]!", "f()!", "let a: Int!",
      "precondition(a)", "assertionFailure()",
    ])
  func trapCanary(text: String) {
    #expect(!canary(TidyChecks.traps, text).isEmpty)
  }

  @Test(
    "What only looks like a trap is let through",
    arguments: ["a != b", "if !a {", "// a!", "\"a!\"", "\"\\(a)! b\"", "a && !b", "#\"try!\"#"])
  func noTrap(text: String) {
    #expect(canary(TidyChecks.traps, text).isEmpty)
  }

  @Test("Nothing is left over from the making")
  func leftovers() {
    #expect(complaints(TidyChecks.leftovers) == "")
    for text in ["// TO" + "DO: later", "FIX" + "ME", "see /ho" + "me/someone/x", "/wo" + "rk/wt"] {
      #expect(!canary(TidyChecks.leftovers, text).isEmpty)
    }
    #expect(canary(TidyChecks.leftovers, "TO" + "DOS are fine").isEmpty)
  }

  @Test("A file is named after what it declares")
  func fileNames() {
    #expect(complaints(TidyChecks.fileName) == "")
    #expect(!canary(TidyChecks.fileName, "package struct Other {}\n// struct Thing").isEmpty)
    #expect(canary(TidyChecks.fileName, "extension Rule {\n  static let thing = 1\n}").isEmpty)
    #expect(canary(TidyChecks.fileName, "extension A.Thing {}\nstruct Part {}").isEmpty)
    #expect(canary(TidyChecks.fileName, "package indirect enum Thing {}").isEmpty)
  }
}
