import Documents
import Edits
import Manifests
import Testing

@Suite("Several files as one stream")
struct ManifestStreamTests {
  private func joined(_ files: [String], editing edits: [Int: [TextEdit]] = [:]) -> String {
    var stream = ManifestStream(count: files.count)
    var output: [UInt8] = []
    for (index, file) in files.enumerated() {
      stream.write(Array(file.utf8), edits[index] ?? []) { output += $0[$1] }
    }
    return String(decoding: output, as: UTF8.self)
  }

  @Test(
    "one file comes out as it is",
    arguments: [
      "", "a: 1", "a: 1\n", "\u{FEFF}a: 1\r\n", "---\na\n---\n", "# nothing\n", "%YAML 1.2\n---\na",
    ])
  func alone(file: String) {
    #expect(joined([file]) == file)
  }

  @Test(
    "between two files is what keeps them apart, and no more",
    arguments: [
      (["a: 1\n", "b: 2\n"], "a: 1\n---\nb: 2\n"),
      (["a: 1", "b: 2"], "a: 1\n---\nb: 2"),
      (["a: 1\n", "---\nb: 2\n"], "a: 1\n---\nb: 2\n"),
      (["a: 1\n", "--- # x\nb: 2\n"], "a: 1\n--- # x\nb: 2\n"),
      (["a: 1\n", "---x: 2\n"], "a: 1\n---\n---x: 2\n"),
      (["a: 1\n", "# about b\n\n---\nb: 2\n"], "a: 1\n# about b\n\n---\nb: 2\n"),
      (["a: 1\n", "# about b\nb: 2\n"], "a: 1\n---\n# about b\nb: 2\n"),
      (["a: 1\n", "%YAML 1.2\n---\nb: 2\n"], "a: 1\n...\n%YAML 1.2\n---\nb: 2\n"),
      (["a: 1\n", "\u{FEFF}b: 2\n"], "a: 1\n---\nb: 2\n"),
      (["\u{FEFF}a: 1\n", "b: 2\n"], "\u{FEFF}a: 1\n---\nb: 2\n"),
      (["a: 1\r\n", "b: 2\r\n"], "a: 1\r\n---\nb: 2\r\n"),
      (["", "b: 2\n"], "b: 2\n"),
      (["a: 1", "", "b: 2\n"], "a: 1\n---\nb: 2\n"),
      (["a: 1\n", "# nothing\n", "b: 2\n"], "a: 1\n# nothing\n---\nb: 2\n"),
      (["{\"a\":1}", "{\"b\":2}"], "{\"a\":1}\n---\n{\"b\":2}"),
    ])
  func apart(files: [String], wanted: String) {
    #expect(joined(files) == wanted)
  }

  @Test("edits are done on the way, and an edit at the end counts for the line break")
  func edited() {
    func edit(_ range: Range<UInt32>, _ text: String) -> TextEdit {
      TextEdit(
        range: SourceRange(start: range.lowerBound, end: range.upperBound),
        replacement: Array(text.utf8))
    }
    let edits = [0: [edit(0..<1, "x"), edit(4..<4, "\ny: 2")], 1: [edit(3..<4, "3\n")]]
    #expect(joined(["a: 1", "b: 2", "c"], editing: edits) == "x: 1\ny: 2\n---\nb: 3\n---\nc")
  }
}
