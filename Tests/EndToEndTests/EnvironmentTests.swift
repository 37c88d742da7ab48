import Foundation
import TestSupport
import Testing

/// What the world around the process does to it: terminals, closed pipes, full disks, signals.
@Suite("The command line and its surroundings")
struct EnvironmentTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
  }

  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - name: server
        securityContext: {privileged: true}

    """

  @Test("a reader that goes away ends it quietly, as it ends other tools")
  func closedPipe() throws {
    // Much more than a pipe holds.
    try place.write("big.yaml", String(repeating: Self.pod + "---\n", count: 4_000))
    for command in ["patch --preset none", "check --preset none --rule pss/privileged=warn"] {
      let result = try Tool.shell(
        "kpatch \(command) big.yaml | head -c 10 > out; exit ${PIPESTATUS[0]}", in: place.url)
      #expect(result.status == 128 + SIGPIPE)
      #expect(result.errorText == "")
      #expect(try place.read("out").utf8.count == 10)
    }
  }

  @Test("a full disk is said, and is a failure")
  func fullDisk() throws {
    try place.write("a.yaml", Self.pod)
    let result = try Tool.shell("kpatch patch --preset none a.yaml > /dev/full", in: place.url)
    #expect(result.errorText == "kpatch: standard output: no space left on device\n")
    #expect(result.status == 4)
  }

  @Test("an empty PATH is wrong usage, as an unset variable in a script makes it")
  func emptyPath() throws {
    let result = try Tool.shell("kpatch patch \"\"", in: place.url)
    #expect(result.errorText == "kpatch: PATH is empty\nTry 'kpatch patch --help'.\n")
    #expect(result.status == 2)
  }

  @Test("closed descriptors do no harm")
  func closedDescriptors() throws {
    try place.write("a.yaml", Self.pod)
    let closed = try Tool.shell("kpatch patch --preset none a.yaml >&-", in: place.url)
    #expect(closed.errorText == "kpatch: standard output: bad file descriptor\n")
    #expect(closed.status == 4)
    let rule = "--preset none --rule pss/privileged=deny"
    let silent = try Tool.shell("kpatch patch \(rule) a.yaml 2>&-", in: place.url)
    #expect(silent.outputText == Self.pod)
    #expect(silent.status == 1)
    let noInput = try Tool.shell("kpatch patch --preset none <&-", in: place.url)
    #expect(noInput.outputText == "")
    #expect(noInput.errorText.hasPrefix("-: error: bad file descriptor\n"))
    #expect(noInput.status == 3)
  }

  /// Runs a command on a terminal of its own; `nil` where there is no `script` to make one.
  private func onTerminal(_ command: String) throws -> String? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
      print("script: not here, terminals are not tried")
      return nil
    }
    let line =
      "TERM=xterm script -qec \"'\(Tool.url.path)' \(command); echo status \\$?\" /dev/null"
    return try Tool.shell(line, in: place.url).outputText
      .replacingOccurrences(of: "\r\n", with: "\n")
  }

  @Test("without PATH on a terminal it prints help, instead of waiting for nobody")
  func terminal() throws {
    guard let output = try onTerminal("patch") else { return }
    #expect(output.contains("kpatch patch [OPTIONS] [PATH...]"))
    #expect(output.hasSuffix("status 2\n"))
  }

  @Test("colours are for terminals, and for who asks for them")
  func colour() throws {
    try place.write("a.yaml", Self.pod)
    let check = "check --preset none --rule pss/privileged=warn a.yaml"
    let escape = "\u{1B}["
    if let output = try onTerminal(check) { #expect(output.contains(escape)) }
    if let output = try onTerminal("\(check) --color never") { #expect(!output.contains(escape)) }
    let plain = try Tool.shell("kpatch \(check)", in: place.url)
    #expect(!plain.outputText.contains(escape))
    let forced = try Tool.shell("kpatch --color always \(check)", in: place.url)
    #expect(forced.outputText.contains(escape))
  }

  @Test("named pipes are read, as shells make them of commands")
  func namedPipe() throws {
    try place.write("a.yaml", Self.pod)
    let result = try Tool.shell(
      "kpatch patch --preset none <(cat a.yaml) <(cat a.yaml)", in: place.url)
    #expect(result.outputText == Self.pod + "---\n" + Self.pod)
  }

  @Test("the arguments' names need not be UTF-8")
  func names() throws {
    let result = try Tool.shell(
      "n=$(printf '\\377.yaml'); printf 'a: 1\\n' > \"$n\"; kpatch patch --preset none \"$n\"",
      in: place.url)
    #expect(result.outputText == "a: 1\n")
    #expect(result.errorText == "")
  }

  @Test("names cannot steer the terminal")
  func hostileNames() throws {
    let result = try Tool.run(["patch", "\u{1B}[2J.yaml"], in: place.url)
    #expect(!result.error.contains(0x1B))
    #expect(result.status == 3)
  }

  @Test("a folder that cannot be read is said, and the rest is processed")
  func unreadableFolder() throws {
    try place.write("d/a.yaml", "a: 1\n")
    try place.write("e/b.yaml", Self.pod)
    let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    let result = try Tool.shell(
      """
      chmod 755 .; chmod 000 d
      if [ $(id -u) = 0 ]; then run="\(asNobody)"; fi
      $run '\(Tool.url.path)' check --preset none --rule pss/privileged=warn . ; s=$?
      chmod 755 d; exit $s
      """, in: place.url)
    guard !result.errorText.contains("setpriv") else { return }
    #expect(result.errorText == "d: error: permission denied\n\n")
    #expect(result.outputText.hasPrefix("e/b.yaml:7:35: warn pss/privileged"))
    #expect(result.status == 3)
  }

  @Test("a file of a gigabyte is refused at once")
  func huge() throws {
    let result = try Tool.shell("truncate -s 1G a.yaml; kpatch patch a.yaml", in: place.url)
    #expect(
      result.errorText == """
        a.yaml: error: larger than 512 MiB, which is the most that is read
          Do:  Split it into several files.

        No findings in 0 objects of 0 files. 1 input could not be processed.

        """)
    #expect(result.output == [])
    #expect(result.status == 3)
  }

  @Test("what policy show prints is a policy that means the same")
  func shownPolicy() throws {
    try place.write(
      "kpatch.yaml",
      """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      metadata: {name: p}
      spec:
        preset: restricted
        rules:
          meta/required-labels: {action: deny, labels: [app], exclude: {kinds: [Job]}}
          pss/*: warn
        mutators: {prometheus: {path: /metrics}, linkerd: true}
        exceptions:
        - {rules: ["pss/*"], match: {names: ["a-*"]}, reason: "it, is: fine", expires: 2999-01-31}

      """)
    let line = """
      kpatch policy show > a.yaml && kpatch policy check a.yaml && kpatch policy show -p a.yaml |
        sed 's/ *#.*//' > b && sed 's/ *#.*//' a.yaml | diff - b
      """
    let result = try Tool.shell(line, in: place.url)
    #expect(result.outputText == "a.yaml: ok\n")
    #expect(result.errorText == "")
    #expect(result.status == 0)
  }

  @Test("a difference names files from the working directory, where they are in it")
  func differenceOfAbsolutePath() throws {
    try place.write("shop/a.yaml", Self.pod)
    try place.write("other/b.yaml", Self.pod)
    let command = "kpatch patch --diff -p ../policy.yaml --fail-on never"
    try place.write(
      "policy.yaml",
      """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      spec: {preset: none, mutators: {labels: {set: {team: shop}}}}

      """)
    for path in ["a.yaml", "./a.yaml", "\"$PWD/a.yaml\"", "../shop", "\"$PWD/../shop/\""] {
      let result = try Tool.shell("cd shop; \(command) \(path)", in: place.url)
      #expect(result.outputText.hasPrefix("--- a/a.yaml\n+++ b/a.yaml\n"))
    }
    let outside = try Tool.shell("cd shop; \(command) ../other", in: place.url)
    #expect(outside.outputText.hasPrefix("--- a/../other/b.yaml\n"))
  }

  @Test("the same input gives the same output, however many threads there are")
  func order() throws {
    for number in 0..<60 {
      try place.write("m/\(number).yaml", Self.pod + "# \(number)\n")
    }
    let rule = ["check", "--preset", "none", "--rule", "pss/privileged=warn", "m"]
    let first = try Tool.run(rule, in: place.url)
    #expect(first.outputText.contains("60 findings (60 warn) in 60 of 60 files, 60 objects."))
    for _ in 0..<5 { #expect(try Tool.run(rule, in: place.url) == first) }
  }
}
