import Documents
import Reports
import Testing

/// What is shown of sources that could not be read, and what no name can make of a line.
@Suite("Lines that are shown")
struct ShownLineTests {
  /// A broken source, the line of the error, and what is shown of it; `nil` for no excerpt.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let shown: String?

    init(_ text: String, _ line: Int, _ shown: String?) {
      self.text = text
      self.line = line
      self.shown = shown
    }

    var testDescription: String { text }
  }

  private static func report(_ text: String, _ line: Int) -> String {
    let problem = ReportedProblem(
      file: "a.yaml", id: "broken", message: "it is broken",
      position: .init(line: line, column: 9), source: Source(text))
    var report = TextReport()
    var output = ""
    report.append(problem, to: &output)
    return output
  }

  @Test(
    "Of a line that may hold a value that is nobody's business only the key is shown",
    arguments: [
      // The literal of a variable, as a line of its own and in a flow.
      Case("env:\n- name: A\n  value: \"hunter2\n", 3, "  value:…"),
      Case("env: [{name: A, value: hunter2,,]\n", 1, "env: [{name: A, value:…"),
      Case(
        "{\"env\": [{\"name\": \"A\", \"value\": \"hunter2\"\n", 1,
        "{\"env\": [{\"name\": \"A\", \"value\":…"),
      Case("  'value' : hunter2\n", 1, "  'value' :…"),
      // Below such a key, however deep, and what continues its value.
      Case("data:\n  config: |\n    a: hunter2\n", 3, "    a:…"),
      Case("data:\n  password: hunter2: x\n", 2, "  password:…"),
      Case("stringData:\n  a: b\n  url: https://jane:hunter2@db: x\n", 3, "  url:…"),
      Case("- value: \"\n  hunter2\n", 2, nil), Case("value: >\n hunter2\n hunter3\n", 3, nil),
      Case("data:\n  key: |\n    hunter2\n", 3, nil),
      Case("data: {\n\"a\": \"hunter2\" \"\n", 2, "\"a\":…"),
      Case(
        #"{"annotation": "{\"data\":{\"a\":\"hunter2\"}}" ""#, 1, #"{"annotation": "{\"data\":…"#),
      // A ConfigMap anywhere in the source, and a Secret.
      Case(
        "{\"kind\": \"ConfigMap\", \"data\": hunter2", 1, "{\"kind\": \"ConfigMap\", \"data\":…"),
      Case("a: hunter2: b\n---\nkind: ConfigMap\n", 1, "a:…"),
      Case("{\"kind\": \"ConfigMap\",, \"x\": \"hunter2\"", 1, "{\"kind\":…"),
      Case("a: hunter2: b\n---\nkind: Secret\n", 1, nil),
      Case("a: hunter2: b\n---\n\"kind\" : \"Secret\"\n", 1, nil),
      // A guarded word with a mistake where its colon should be.
      Case("    - name: \"A\"\n      value:hunter2\n", 2, "      value:…"),
      Case("    - name: \"A\"\n      value \"hunter2\"\n", 2, "      value…"),
      Case("- {name: A, \"value\"hunter2\n", 1, "- {name: A, \"value\"…"),
      Case("- value \"\n  hunter2\n", 2, nil), Case("- value\n  hunter2\n", 2, nil),
      Case("-value:hunter2\n", 1, "-value:…"),
      // Behind a guarded key that is not the first of its line.
      Case("- {name: A, value: \"hun\n      hunter2-secret \\q rest\"}\n", 2, nil),
      Case("- {name: A, value: \"hun\n      b: hunter2 \\q rest\"}\n", 2, "      b:…"),
      Case(
        "{\"a\": {\"b\": 1, \"data\": {\n  \"password\": \"hunter2 \\q\"\n", 2, "  \"password\":…"),
      Case("{\"a\": {\"data\": {\n\"b\": 1,\n\"c\": \"hunter2 \\q\"\n", 3, "\"c\":…"),
      Case("  - {a: b, value \"x\n  hunter2\n", 2, nil),
      Case("--- {a: b, data: {\nc: hunter2 \\q\n", 2, "c:…"),
      // Quotes that are open go on at any indentation, and no dashes in them begin a document.
      Case("value: \"line one\npassword: hunter2\" x\n", 2, "password:…"),
      Case("  - {a: b, value: 'it''s\nc: hunter2' x\n", 2, "c:…"),
      Case("value: \"\n-----BEGIN KEY-----\nhunter2 \\q\n", 3, nil),
      // Explicit keys and values, and properties.
      Case("? value\n: hunter2: x\n", 2, nil), Case("? value\n: \"x\n  b: hunter2\n", 3, "  b:…"),
      Case("&a hunter2: x\n", 1, nil), Case("  !!str hunter2: x\n", 1, nil),
      // A kind on a line of its own, with a tag, an anchor or an escape.
      Case("a: hunter2: b\n---\nkind:\n  Secret\n", 1, nil),
      Case("a: hunter2: b\n---\nkind: !!str Secret\n", 1, nil),
      Case("a: hunter2: b\n---\nkind: &k Secret\n", 1, nil),
      Case("{\"a\": \"hunter2\",,\n\"kind\":\n\"Secret\"", 1, nil),
      Case("{\"a\": \"hunter2\",,\n\"kind\":\"\\u0053ecret\"", 1, nil),
      Case("a: hunter2: b\nkind: \"\\x53ecret\"\n", 1, nil),
      Case("a: hunter2: b\nkind:\n  ConfigMap\n", 1, "a:…"),
      // With mistakes in the kind and in keys, and keys that say it themselves.
      Case("a: hunter2: b\n---\nkind: secret\n", 1, nil),
      Case("a: hunter2: b\n---\n'Kind' : \"SECRETS\"\n", 1, nil),
      Case("a: hunter2: b\nkind: Secret[\n", 1, nil),
      Case("a: hunter2: b\nkind:\n  configMap\n", 1, "a:…"),
      Case("- name: A\n  valu: hunter2: x\n", 2, "  valu:…"),
      Case("- {name: A, vlaue: hunter2: x\n", 1, "- {name: A, vlaue:…"),
      Case("stringdata:\n  a: hunter2: x\n", 2, "  a:…"),
      Case("env:\n  DB_PASSWORD: hunter2: x\n", 2, "  DB_PASSWORD:…"),
      Case("{\"apiKey\": \"hunter2 \\q\"}\n", 1, "{\"apiKey\":…"),
      Case("secretName: a: b\nkindness: secret\n", 1, "secretName: a: b"),
      Case("- secretKeyRef: {name: x, key: y: z}\n", 1, "- secretKeyRef: {name: x, key: y: z}"),
      // What nobody minds: other lines, also behind such a key and in another document.
      Case("spec:\n  replicas: 2: 3\n", 2, "  replicas: 2: 3"),
      Case("data:\n  a: b\nspec: x: y\n", 3, "spec: x: y"),
      Case("data:\n  a: b\n---\n  x: y: z\n", 4, "  x: y: z"),
      Case("values: a: b\n", 1, "values: a: b"), Case("metadata:a\n", 1, "metadata:a"),
      Case("env:\n- valueFrom: a: b\n", 2, "- valueFrom: a: b"),
      Case("- name: data\n  image: a: b\n", 2, "  image: a: b"),
      Case("# the value: x\na: the value of b\nc: d: e\n", 3, "c: d: e"),
      Case("- {a: b, value: c}\nd: {value: \"e\"}\n---\nf: g: h\n", 4, "f: g: h"),
      Case("a:\n  - {b: c, value: \"d\"}\ne: f: g\n", 3, "e: f: g"),
      Case("kind: ExternalSecret\na: b: c\n", 2, "a: b: c"),
    ])
  func shown(_ line: Case) {
    let output = Self.report(line.text, line.line)
    #expect(!line.text.contains("hunter2") || !output.contains("hunter2"))
    if let shown = line.shown {
      #expect(output.contains("  \(line.line) | \(shown)\n"), "\(output)")
    } else {
      #expect(!output.contains("|"), "\(output)")
    }
  }

  @Test("The marks stand where a line is broken off")
  func marks() {
    #expect(
      Self.report("value: hunter2: x\n", 1) == """
        a.yaml:1:9: error: it is broken
            |
          1 | value:…
            |       ^

        """ + "\n")
  }

  @Test("Where it is too far to say what a line is below of, its value is not shown")
  func far() {
    let text = "data:\n" + String(repeating: "  a: b\n", count: 2_000) + "  c: hunter2: d\n"
    #expect(Self.report(text, 2_002).contains("2002 |   c:…\n"))
    let free = "spec:\n" + String(repeating: "  a: b\n", count: 2_000) + "  c: d: e\n"
    #expect(Self.report(free, 2_002).contains("2002 |   c:…\n"))
  }

  @Test(
    "No name begins a line that a log takes for a command",
    arguments: [
      "::error file=app.js::b", "##[error]b", " ::warning::b", "\u{A0}::b", "a ::b", "x##[debug]b",
    ])
  func commands(name: String) throws {
    var finding = try Samples.finding(
      [], message: String(repeating: "word ", count: 14) + "'\(name)' and \(name)")
    var texts = [
      Samples.text(Samples.file([finding], name: name), TextLayout(showsExcerpts: false))
    ]
    finding = try Samples.finding([], kind: name)
    texts.append(Samples.text(Samples.file([finding]), TextLayout(showsExcerpts: false)))
    // The pointer, and the line of the source: short, and cut, with other characters.
    for rest in ["", "é", String(repeating: "x", count: 200)] {
      let source = Source("{\"image\": \"nginx\", \"# \(name)\": \"\(rest)\"}")
      finding = try Samples.finding(["image"], in: source, pointer: ["annotations", name])
      texts.append(Samples.text(Samples.file([finding], source: source)))
      #expect(texts.last?.contains("|           ^") == true)
    }
    var report = TextReport()
    var output = ""
    report.append(ReportedProblem(file: name, id: "x", message: name), to: &output)
    report.append(
      ReportedProblem(
        file: name, id: "x", message: name, position: .init(line: 1, column: 2),
        source: Source("image: nginx # \(name)")), to: &output)
    texts.append(output)
    for line in texts.joined().split(separator: "\n") {
      let trimmed = line.drop { $0.isWhitespace }
      #expect(!trimmed.hasPrefix("::") && !line.contains("##["), "\(line)")
    }
  }

  @Test(
    "What is no command stays as it is", arguments: ["a.yaml", "a::b.yaml", "#[x", ":a", "[::1]"])
  func harmless(name: String) {
    #expect(LogLine.escaped(name) == name)
  }
}
