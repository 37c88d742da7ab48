import Foundation
import TestSupport
import Testing

/// `--in-place`, when things go wrong: there is the old file or the new one, and nothing else.
@Suite("Rewriting files in place")
struct InPlaceTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
  }

  static let before = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
      - name: server
        ports: [{containerPort: 80}]

    """
  static let after = before.replacingOccurrences(
    of: "  name: web\n",
    with: "  name: web\n  annotations:\n    linkerd.io/inject: enabled\n")
  static let command = "patch --preset none --mutate linkerd --in-place"

  @Test("control-C leaves each file old or new, and nothing besides", arguments: [2, 15, 1])
  func signal(number: Int32) throws {
    let names = (0..<400).map { "m/\($0).yaml" }
    for name in names { try place.write(name, Self.before) }
    // The signal comes when the first files are written.
    let result = try Tool.shell(
      """
      '\(Tool.url.path)' \(Self.command) m & pid=$!
      for i in $(seq 1000); do grep -q inject m/0.yaml && break; sleep 0.001; done
      kill -\(number) $pid 2>/dev/null; wait $pid; exit $?
      """, in: place.url)
    #expect(result.status == 128 + number || result.status == 0)
    #expect(try place.names() == (["m"] + names).sorted())
    for name in names {
      let text = try place.read(name)
      #expect(text == Self.before || text == Self.after)
    }
  }

  @Test("a full disk leaves the old file, says so, and is a failure")
  func fullDisk() throws {
    // A limit on the size of files fails as a full disk does, in the middle of a write.
    let text = Self.before + String(repeating: "# a long comment\n", count: 1_000)
    try place.write("a.yaml", text)
    let result = try Tool.shell("ulimit -f 4; kpatch \(Self.command) a.yaml", in: place.url)
    #expect(result.errorText == "a.yaml: error: not rewritten: file too large\n\n")
    #expect(result.status == 4)
    #expect(try place.read("a.yaml") == text)
    #expect(try place.names() == ["a.yaml"])
  }

  @Test("a folder or a file that must not be written is left alone")
  func readOnly() throws {
    try place.write("d/a.yaml", Self.before)
    try place.write("e/b.yaml", Self.before)
    let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    let result = try Tool.shell(
      """
      chmod 755 .; chmod 777 e; chmod 555 d; chmod 666 d/a.yaml; chmod 444 e/b.yaml
      if [ $(id -u) = 0 ]; then run="\(asNobody)"; fi
      $run '\(Tool.url.path)' \(Self.command) . ; s=$?
      chmod 755 d; exit $s
      """, in: place.url)
    guard !result.errorText.contains("setpriv") else { return }
    #expect(
      result.errorText
        == "d/a.yaml: error: not rewritten: permission denied\n\n"
        + "e/b.yaml: error: not rewritten: permission denied\n\n")
    #expect(result.status == 4)
    #expect(try place.read("d/a.yaml") == Self.before)
    #expect(try place.read("e/b.yaml") == Self.before)
    #expect(try place.names() == ["d", "d/a.yaml", "e", "e/b.yaml"])
  }

  @Test("a file by two names is written once, a link stays a link, permissions stay")
  func names() throws {
    try place.write("m/a.yaml", Self.before)
    let result = try Tool.shell(
      "chmod 640 m/a.yaml; ln -s m/a.yaml l.yaml; kpatch \(Self.command) l.yaml m/a.yaml m",
      in: place.url)
    #expect(result.outputText == "")
    #expect(result.errorText == "")
    #expect(result.status == 0)
    #expect(try place.read("m/a.yaml") == Self.after)
    let listing = try Tool.shell("stat -c '%A %N' l.yaml m/a.yaml", in: place.url)
    #expect(listing.outputText == "lrwxrwxrwx 'l.yaml' -> 'm/a.yaml'\n-rw-r----- 'm/a.yaml'\n")
  }

  @Test("what need not change is not written at all; a second run changes nothing")
  func untouched() throws {
    try place.write("a.yaml", Self.before)
    try place.write("b.yaml", "a: 1\n")
    let line = "kpatch \(Self.command) . && stat -c '%n %i %y' a.yaml b.yaml"
    let start = try Tool.shell("stat -c '%n %i %y' a.yaml b.yaml", in: place.url).outputText
    let first = try Tool.shell(line, in: place.url).outputText
    let second = try Tool.shell(line, in: place.url).outputText
    let last: (String) -> Substring = { $0.split(separator: "\n").last ?? "" }
    #expect(last(start) == last(first))
    #expect(first != start)
    #expect(second == first)
  }
}
