import Documents
import Foundation
import Manifests
import Testing

@Suite("Reading and replacing files")
struct FilesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func input(_ name: String) throws -> (FilePath, Input) {
    let path = try #require(FilePath(folder.path(name)))
    var finder = InputFinder()
    finder.find(path)
    return (path, try #require(finder.inputs.first))
  }

  private func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? InputProblem).map { "\($0.cause)" } ?? "\(error)"
    }
  }

  @Test("reads a file up to the limit and not one byte more")
  func limit() throws {
    try folder.write("a.yaml", String(repeating: "x", count: 100))
    let (_, input) = try input("a.yaml")
    let read = try InputReader(limits: DocumentLimits(maximumBytes: 100)).read(input)
    #expect(read.bytes.count == 100)
    #expect(
      problem { _ = try InputReader(limits: DocumentLimits(maximumBytes: 99)).read(input) }
        == "tooLarge(limit: 99)")
  }

  @Test("refuses a file of a gigabyte before reading it")
  func sparse() throws {
    try folder.write("big.yaml", "")
    let grown = unsafe truncate(folder.path("big.yaml"), 1 << 30)
    #expect(grown == 0)
    let (_, input) = try input("big.yaml")
    #expect(problem { _ = try InputReader().read(input) } == "tooLarge(limit: 536870912)")
  }

  @Test("reads a pipe that is named, to its end and to the limit")
  func pipe() throws {
    #expect(folder.makePipe("pipe"))
    let (_, input) = try input("pipe")
    let text = [UInt8](repeating: UInt8(ascii: "y"), count: 200_000)
    for (limit, wanted) in [(200_000, nil), (199_999, "tooLarge(limit: 199999)")] {
      let path = folder.path("pipe")
      signal(SIGPIPE, SIG_IGN)
      Thread { try? Data(text).write(to: URL(fileURLWithPath: path), options: []) }.start()
      let reader = InputReader(limits: DocumentLimits(maximumBytes: limit))
      let result = problem {
        let read = try reader.read(input)
        #expect(read.bytes == text)
      }
      #expect(result == wanted)
    }
  }

  @Test("reads files that the system makes up, and says what it refuses")
  func special() throws {
    let version = try #require(FilePath("/proc/version"))
    var finder = InputFinder()
    finder.find(version)
    finder.find(try #require(FilePath("/dev/null")))
    #expect(try InputReader().read(finder.inputs[0]).bytes.isEmpty == false)
    #expect(try InputReader().read(finder.inputs[1]).bytes.isEmpty)
  }

  @Test("replaces a file: its permissions stay, and nothing else is left in the folder")
  func replace() throws {
    try folder.write("a.yaml", "old")
    let changed = unsafe chmod(folder.path("a.yaml"), 0o640)
    #expect(changed == 0)
    let (path, input) = try input("a.yaml")
    let read = try InputReader().read(input)
    try FileReplacer.replace(path, with: Array("new".utf8), asRead: read)
    #expect(try folder.read("a.yaml") == "new")
    #expect(try folder.names() == ["a.yaml"])
    #expect(folder.mode(of: "a.yaml") == 0o640)
  }

  @Test("replaces the target of a link, and the link stays")
  func link() throws {
    try folder.write("real/a.yaml", "old")
    try folder.link("a.yaml", to: "real/a.yaml")
    let (path, input) = try input("a.yaml")
    let read = try InputReader().read(input)
    try FileReplacer.replace(path, with: Array("new".utf8), asRead: read)
    #expect(try folder.read("real/a.yaml") == "new")
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("a.yaml"))
    #expect(target == "real/a.yaml")
    #expect(try folder.names() == ["a.yaml", "real", "real/a.yaml"])
  }

  @Test("leaves a file alone that changed since it was read")
  func changed() throws {
    try folder.write("a.yaml", "old")
    let (path, input) = try input("a.yaml")
    let read = try InputReader().read(input)
    try folder.write("a.yaml", "somebody else's")
    #expect(
      problem { try FileReplacer.replace(path, with: Array("new".utf8), asRead: read) }
        == "changedSinceRead")
    #expect(try folder.read("a.yaml") == "somebody else's")
    #expect(try folder.names() == ["a.yaml"])
  }

  @Test("never writes what it did not read from a file")
  func pipes() throws {
    #expect(folder.makePipe("pipe"))
    let (path, input) = try input("pipe")
    let file = folder.path("pipe")
    Thread { try? Data("a".utf8).write(to: URL(fileURLWithPath: file), options: []) }.start()
    let read = try InputReader().read(input)
    #expect(problem { try FileReplacer.replace(path, with: [], asRead: read) } == "noFile")
  }
}
