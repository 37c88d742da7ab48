import Foundation
import TestSupport
import Testing

@Suite("Layout of the repository")
struct LayoutTests {
  private static let topLevel: Set<String> = [
    "Package.swift", "Sources", "Tests", "charts", "manifests", "certs", "README.md", "Dockerfile",
  ]

  private static func isStray(_ name: String) -> Bool {
    !topLevel.contains(name) && !name.hasPrefix(".")
  }

  @Test("Nothing lies at the top level beside what belongs there")
  func topLevel() throws {
    #expect(try Project.names(in: ".").filter(Self.isStray) == [])
    #expect(Self.isStray("docs"))
    #expect(!Self.isStray(".ci"))
  }

  /// Folders somebody may walk into, without a guide. Suites of tests have one in common.
  private static func unguided(_ folders: [String], guides: Set<String>) -> [String] {
    folders.filter { !$0.hasSuffix("Tests") && !guides.contains("\($0)/README.md") }
  }

  @Test("Every room has a guide")
  func guides() throws {
    var folders = try Project.names(in: ".").filter { !$0.hasPrefix(".") }
    for parent in ["Sources", "Tests", "manifests"] where Project.isFolder(parent) {
      folders += try Project.names(in: parent).map { "\(parent)/\($0)" }
    }
    let guides = Set(Project.paths.filter { $0.hasSuffix("/README.md") })
    #expect(Self.unguided(folders.filter(Project.isFolder), guides: guides) == [])
    #expect(Self.unguided(["a", "b", "bTests"], guides: ["a/README.md"]) == ["b"])
  }

  @Test("A guide says something")
  func emptyGuides() {
    let guides = Project.files.filter { $0.path.hasSuffix("README.md") }
    let short = guides.filter { $0.lines.count < 3 }.map(\.path)
    #expect(short == [])
    #expect(!guides.isEmpty)
  }

  @Test("The maps name every room", arguments: ["Sources", "Tests"])
  func maps(folder: String) throws {
    let map = String(decoding: try Suites.projectFile("\(folder)/README.md"), as: UTF8.self)
    let rooms = try Project.names(in: folder).filter { Project.isFolder("\(folder)/\($0)") }
    #expect(rooms.count > 5)
    #expect(rooms.filter { !map.contains("`\($0)`") } == [])
  }

  @Test("Every target has a floor, and every floor's target exists")
  func floors() throws {
    let targets = try Project.names(in: "Sources").filter { Project.isFolder("Sources/\($0)") }
    #expect(targets.sorted() == TidyChecks.floors.keys.sorted())
  }

  @Test("The package depends on nothing")
  func dependencies() throws {
    let manifest = String(decoding: try Suites.projectFile("Package.swift"), as: UTF8.self)
    let code = SwiftText.code(of: manifest)
    #expect(!code.contains(".package("))
    #expect(!code.contains("unsafeFlags"))
    #expect(code.contains(".strictMemorySafety()"))
    #expect(code.contains(".treatAllWarnings(as: .error)"))
  }

  @Test("What guides name is there")
  func names() {
    let complaints = Project.files.flatMap { TidyChecks.guideNames($0, names: Project.paths) }
    #expect(complaints.map(\.description) == [])
    func canary(_ text: String) -> [Complaint] {
      TidyChecks.guideNames(
        ProjectFile(path: "README.md", text: text), names: ["Sources/A/B.swift"])
    }
    #expect(canary("`B.swift`, `A/B.swift`, `Sources/A`, `word`").isEmpty)
    #expect(!canary("`C.swift`").isEmpty)
    #expect(!canary("`Sources/C`").isEmpty)
  }

  /// Names in the last column of the table of invariants that are no file of a test.
  private static func missingProofs(_ map: String, _ paths: [String]) -> [String] {
    map.split(separator: "\n").filter { $0.firstMatch(of: /^\| I\d \|/) != nil }
      .flatMap { row -> [String] in
        let proofs = row.split(separator: "|").last?.matches(of: /`(\w+)`/) ?? []
        if proofs.isEmpty { return [String(row)] }
        return proofs.map { String($0.1) }
      }
      .filter { name in
        !paths.contains { $0.hasPrefix("Tests/") && $0.hasSuffix("/\(name).swift") }
      }
  }

  @Test("Each invariant names the tests that hold it")
  func invariants() throws {
    let map = String(decoding: try Suites.projectFile("Sources/README.md"), as: UTF8.self)
    #expect(map.matches(of: /(?m)^\| I\d \|/).count == 7)
    #expect(Self.missingProofs(map, Project.paths) == [])
    let canary = "| I1 | x | `Gone`, `There` |\n| I2 | x | nothing |"
    #expect(
      Self.missingProofs(canary, ["Tests/A/There.swift"]) == ["Gone", "| I2 | x | nothing |"])
  }
}
